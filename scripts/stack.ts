import { join } from 'node:path'
import type { Deployment } from '@tallystick/sdk'
import { buildSubgraph, compileMappings } from '../subgraph/scripts/build.ts'
import { demoCompanies } from './demo/companies.ts'
import { demoEndpoints } from './demo/endpoints.ts'
import { leaseHistory } from './demo/leases.ts'
import { writeDeployment } from './deploy/deploy.ts'
import { bringToLife, deployLocally, startChain } from './local-chain.ts'
import {
  choosePlatformPorts,
  loadMerchants,
  oracleProcesses,
  platformUrls,
  startOracle,
  usualPlatformPorts,
} from './local-oracle.ts'
import { chooseTelemetryPorts, LocalTelemetry, startTelemetry } from './local-telemetry.ts'
import { modelDir } from './paths.ts'
import type { Progress } from './progress.ts'
import { startGraphNode } from './services/graph-node.ts'
import { startIpfsStub } from './services/ipfs-stub.ts'
import { PortAllocator } from './services/ports.ts'
import { startPostgres } from './services/postgres.ts'
import { ServiceError, Supervisor } from './services/processes.ts'
import { startWeb } from './services/web.ts'

/** Ports to begin looking for free ones at. */
export interface PreferredPorts {
  readonly web: number
  readonly chain: number
  readonly database: number
  readonly indexer: number
  readonly platforms: number
  readonly telemetry: number
}

export const defaultPorts: PreferredPorts = {
  web: 5080,
  chain: 8545,
  database: 25432,
  indexer: 8000,
  platforms: usualPlatformPorts['lantern-market'],
  telemetry: 8110,
}

/** How to run one local system. Two can run side by side with folders and ports of their own. */
export interface StackOptions {
  /** Logs, subgraph and deployment file. */
  readonly directory: string
  readonly siteDir: string
  readonly ports: PreferredPorts
  /** True when the web port was asked for by name and no other will do. */
  readonly exactWebPort: boolean
  /** The page; waited for before the web server starts. */
  readonly page: Promise<void>
  readonly onDeath: (error: ServiceError) => void
  /** Resolves when the start is to be given up. */
  readonly interrupted?: Promise<void>
  readonly progress: Progress
}

/** A running local system. */
export interface Stack {
  readonly url: string
  readonly rpcUrl: string
  readonly graphqlUrl: string
  readonly deployment: Deployment
  stop(): Promise<void>
}

/**
 * Starts chain, contracts, demo companies, platforms, oracle network, gateway, machines, index and web server. Stops what
 * it has started when one of them fails.
 * @throws ServiceError naming the part, PortInUseError naming who holds the port
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const supervisor = new Supervisor(join(options.directory, 'logs'), options.onDeath)
  const closers: (() => Promise<void>)[] = [() => supervisor.stopAll()]
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close()
  }
  const parts = startParts(options, supervisor, closers)
  // After an interruption nobody waits for the rest, which fails because everything is being stopped.
  parts.catch(() => {})
  const pageFailure = options.page.then(() => new Promise<never>(() => {}))
  try {
    const running = await Promise.race([parts, interruption(options.interrupted), pageFailure])
    return { ...running, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function interruption(interrupted: Promise<void> = new Promise(() => {})): Promise<never> {
  await interrupted
  throw new ServiceError('stopped before everything was running')
}

async function startParts(
  options: StackOptions,
  supervisor: Supervisor,
  closers: (() => Promise<void>)[],
): Promise<Omit<Stack, 'stop'>> {
  const { directory, siteDir, page, progress } = options
  const deploymentPath = join(directory, 'deployment.json')
  const ports = await choosePorts(options)
  const telemetry = new LocalTelemetry(directory, ports.telemetry)
  const postgres = progress.step('database started', () => startPostgres(supervisor, ports.database))
  const merchants = postgres.then((url) => progress.step('merchants imported', () => loadMerchants(url)))
  const mappings = progress.step('subgraph compiled', compileMappings)
  // Failures are reported where the results are waited for.
  for (const waiting of [postgres, merchants, mappings]) waiting.catch(() => {})
  const { url: rpcUrl } = await progress.step('chain started', () => startChain(supervisor, ports.chain, leaseHistory))
  const { deployment, coordinator } = await progress.step('contracts deployed, roles checked', () =>
    deployLocally(rpcUrl, ports.chain, ports.platforms, telemetry.endpoint),
  )
  writeDeployment(deploymentPath, deployment)
  const past = { fleet: telemetry.fleet(deployment), simulatorDir: telemetry.simulatorDir }
  const evidence = await progress.step('balances minted, model in force, machines on lease', () =>
    bringToLife(rpcUrl, deployment, ports.platforms, past),
  )
  const ipfs = await startIpfsStub()
  closers.push(() => ipfs.close())
  const oracle = progress.step('platforms and oracle network started', async () => {
    const { gatewayUrl } = telemetry
    const parts = { rpcUrl, deployment, coordinator, databaseUrl: await merchants, ports: ports.platforms, gatewayUrl }
    await startOracle(supervisor, oracleProcesses(parts))
  })
  const machines = progress.step('gateway and machines started', async () => {
    await startTelemetry(supervisor, telemetry, {
      rpcUrl,
      deployment,
      deploymentPath,
      serverUrl: await postgres,
      evidence,
    })
  })
  const index = progress.step('index started', async () => {
    await mappings
    const manifest = await buildSubgraph({ deploymentFile: deploymentPath, outDir: join(directory, 'subgraph') })
    const indexed = { manifest, network: deployment.name, rpcUrl, postgresUrl: await postgres, ipfsUrl: ipfs.url }
    return startGraphNode(supervisor, { ...indexed, ports: ports.indexer })
  })
  const [{ url: graphqlUrl }] = await Promise.all([index, oracle, machines])
  await page
  const web = await startWeb({
    port: ports.web,
    siteDir,
    deploymentPath,
    rpcUrl,
    graphqlUrl,
    platforms: platformUrls(ports.platforms),
    gatewayUrl: telemetry.gatewayUrl,
    models: { 'merchant-v1': modelDir },
    demo: demoEndpoints({
      rpcUrl,
      databaseUrl: await merchants,
      fleet: past.fleet,
      simulatorUrl: telemetry.controlUrl,
    }),
  })
  closers.push(() => web.close())
  return { url: web.url, rpcUrl, graphqlUrl, deployment }
}

async function choosePorts({ ports, exactWebPort }: StackOptions) {
  const allocator = new PortAllocator()
  return {
    web: exactWebPort ? await allocator.exactly(ports.web) : await allocator.near(ports.web),
    chain: await allocator.near(ports.chain),
    database: await allocator.near(ports.database),
    indexer: {
      http: await allocator.near(ports.indexer),
      index: await allocator.near(ports.indexer),
      admin: await allocator.near(ports.indexer),
      metrics: await allocator.near(ports.indexer),
    },
    platforms: await choosePlatformPorts(allocator, ports.platforms),
    telemetry: await chooseTelemetryPorts(allocator, ports.telemetry),
  }
}

/** The companies of the demo as a table for the terminal. */
export function companyTable(): string {
  const rows = demoCompanies.map(
    ({ name, nameZh, part, address }) => `  ${name.padEnd(26)}${part.padEnd(22)}${address}  ${nameZh}`,
  )
  return rows.join('\n')
}
