import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Deployment, parseDeployment } from '@tallystick/sdk'
import { network } from 'hardhat'
import type { Address } from 'viem'
import { deployFunctionsRouter, type FunctionsRouter, subscribe } from '../oracles/don/router.ts'
import { buildSubgraph, compileMappings } from '../subgraph/scripts/build.ts'
import { moveClock, readClock } from './demo/clock.ts'
import { demoCompanies, demoMnemonic, privateKeyOf, transmitter } from './demo/companies.ts'
import { demoEndpoints } from './demo/endpoints.ts'
import { providerOf, seedMerchants } from './demo/merchants.ts'
import { activateModel, modelFile } from './demo/model.ts'
import { demoPlatforms, type PlatformSlug } from './demo/platforms.ts'
import { seed } from './demo/seed.ts'
import type { FunctionsConfig, NetworkConfig } from './deploy/config.ts'
import { deployNetwork, journalsDir, writeDeployment } from './deploy/deploy.ts'
import { localNetworkWith } from './deploy/networks/local.ts'
import { modelDir } from './paths.ts'
import type { Progress } from './progress.ts'
import { startAnvil } from './services/anvil.ts'
import { startDon } from './services/don.ts'
import { startGraphNode } from './services/graph-node.ts'
import { startIpfsStub } from './services/ipfs-stub.ts'
import { platformUrl, startPlatform } from './services/platform.ts'
import { PortAllocator } from './services/ports.ts'
import { createDatabase, startPostgres } from './services/postgres.ts'
import { ServiceError, Supervisor } from './services/processes.ts'
import { startWeb } from './services/web.ts'

/** Ports to begin looking for free ones at. */
export interface PreferredPorts {
  readonly web: number
  readonly chain: number
  readonly database: number
  readonly indexer: number
  readonly platforms: number
}

export const defaultPorts: PreferredPorts = {
  web: 5080,
  chain: 8545,
  database: 25432,
  indexer: 8000,
  platforms: 8100,
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
 * Starts chain, contracts, demo companies, platforms, oracle network, index and web server. Stops what it has started
 * when one of them fails.
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
  const postgres = progress.step('database started', () => startPostgres(supervisor, ports.database))
  const merchants = postgres.then((url) => progress.step('merchants imported', () => loadMerchants(url)))
  const mappings = progress.step('subgraph compiled', compileMappings)
  // Failures are reported where the results are waited for.
  for (const waiting of [postgres, merchants, mappings]) waiting.catch(() => {})
  const chain = await progress.step('chain started', () =>
    startAnvil(supervisor, ports.chain, demoMnemonic, secondsNow() - headStart),
  )
  const { url: rpcUrl } = chain
  const { deployment, coordinator } = await progress.step('contracts deployed, roles checked', () =>
    deployWithOracle(rpcUrl, ports.chain, ports.platforms),
  )
  writeDeployment(deploymentPath, deployment)
  await progress.step('balances minted, model in force', () => bringToLife(rpcUrl, deployment, ports.platforms))
  const ipfs = await startIpfsStub()
  closers.push(() => ipfs.close())
  const oracle = progress.step('platforms and oracle network started', async () => {
    const parts = { rpcUrl, deployment, coordinator, databaseUrl: await merchants, ports: ports.platforms }
    await startOracle(supervisor, parts)
  })
  const index = progress.step('index started', async () => {
    await mappings
    const manifest = await buildSubgraph({ deploymentFile: deploymentPath, outDir: join(directory, 'subgraph') })
    const indexed = { manifest, network: deployment.name, rpcUrl, postgresUrl: await postgres, ipfsUrl: ipfs.url }
    return startGraphNode(supervisor, { ...indexed, ports: ports.indexer })
  })
  const [{ url: graphqlUrl }] = await Promise.all([index, oracle])
  await page
  const web = await startWeb({
    port: ports.web,
    siteDir,
    deploymentPath,
    rpcUrl,
    graphqlUrl,
    platforms: platformUrls(ports.platforms),
    models: { 'merchant-v1': modelDir },
    demo: demoEndpoints(rpcUrl, await merchants),
  })
  closers.push(() => web.close())
  return { url: web.url, rpcUrl, graphqlUrl, deployment }
}

/** The chain begins this many seconds ago, so that the delay of the model's approval has passed when it opens. */
const headStart = 2 * 3_600

function secondsNow(): number {
  return Math.floor(Date.now() / 1_000)
}

type PlatformPorts = Readonly<Record<PlatformSlug, number>>

function platformUrls(ports: PlatformPorts): Record<PlatformSlug, string> {
  return forEachPlatform((slug) => platformUrl(ports[slug]))
}

function forEachPlatform<Value>(value: (slug: PlatformSlug) => Value): Record<PlatformSlug, Value> {
  const entries = demoPlatforms.map(({ slug }) => [slug, value(slug)])
  return Object.fromEntries(entries) as Record<PlatformSlug, Value>
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
    platforms: {
      'lantern-market': await allocator.near(ports.platforms),
      'tongda-pay': await allocator.near(ports.platforms),
    } satisfies PlatformPorts,
  }
}

/** @returns connection URL of the platforms' database: `DATABASE_URL`, or one on the given server */
async function loadMerchants(serverUrl: string): Promise<string> {
  const url = process.env.DATABASE_URL ?? (await createDatabase(serverUrl, 'platforms'))
  await seedMerchants(url, secondsNow())
  return url
}

/** Mints the opening balances, puts the model into force, and brings the chain's clock to now. */
async function bringToLife(rpcUrl: string, deployment: Deployment, ports: PlatformPorts): Promise<void> {
  await seed(rpcUrl, deployment)
  for (const bank of deployment.banks) await activateModel(rpcUrl, bank, platformUrls(ports)['lantern-market'])
  const behind = secondsNow() - (await readClock(rpcUrl)).timestamp
  if (behind > 0) await moveClock(rpcUrl, behind)
}

interface OracleParts {
  readonly rpcUrl: string
  readonly deployment: Deployment
  readonly coordinator: Address
  readonly databaseUrl: string
  readonly ports: PlatformPorts
}

/** Starts the platforms and the network that asks them. They share keys that exist as long as they run. */
async function startOracle(supervisor: Supervisor, parts: OracleParts): Promise<void> {
  const { rpcUrl, deployment, coordinator, databaseUrl, ports } = parts
  const [bank] = deployment.banks
  if (bank === undefined) throw new RangeError('the local network has no bank')
  const { consents } = deployment.network
  const apiKeys = forEachPlatform(() => randomBytes(24).toString('base64url'))
  const shared = { databaseUrl, rpcUrl, consents, scoreOracle: bank.scoreOracle, modelFile }
  const platforms = demoPlatforms.map((platform) => {
    const { slug, signingKey } = platform
    const own = { provider: providerOf(platform), port: ports[slug], signingKey, apiKey: apiKeys[slug] }
    return startPlatform(supervisor, { ...shared, ...own })
  })
  const don = startDon(supervisor, {
    rpcUrl,
    coordinator,
    privateKey: privateKeyOf(transmitter),
    fromBlock: deployment.startBlock,
    allowNet: Object.values(platformUrls(ports)).map((url) => new URL(url).host),
    secrets: Object.fromEntries(demoPlatforms.map(({ slug }, bit) => [`source${bit}`, apiKeys[slug]])),
  })
  await Promise.all([...platforms, don])
}

/** Deploys the local network with the toolkit's Functions router; scores can be asked for. */
export async function deployLocally(rpcUrl: string, chainPort: number): Promise<Deployment> {
  const ports = { 'lantern-market': defaultPorts.platforms, 'tongda-pay': defaultPorts.platforms + 1 }
  return (await deployWithOracle(rpcUrl, chainPort, ports)).deployment
}

async function deployWithOracle(rpcUrl: string, chainPort: number, ports: PlatformPorts) {
  const router = await deployFunctionsRouter(rpcUrl, privateKeyOf(transmitter))
  const config = localNetworkWith({ platformUrls: platformUrls(ports), functions: functionsConfig(router) })
  const deployment = await deployFresh(rpcUrl, chainPort, config)
  const consumers = deployment.banks.map(({ scoreOracle }) => scoreOracle)
  const opened = await subscribe(rpcUrl, privateKeyOf(transmitter), router, subscriptionFunds, consumers)
  if (opened !== firstSubscription) throw new Error(`the router opened subscription ${opened}, not its first`)
  return { deployment, coordinator: router.coordinator }
}

/** A new router counts its subscriptions from one. */
const firstSubscription = 1n

/** A thousand LINK. */
const subscriptionFunds = 1_000n * 10n ** 18n

function functionsConfig({ router, donId }: FunctionsRouter): FunctionsConfig {
  return {
    kind: 'test',
    router,
    donId,
    subscriptionId: firstSubscription,
    // The local nodes keep one set of secrets: the platforms' keys.
    secretsVersion: 1n,
    secretsSlot: 0,
    callbackGasLimit: 300_000,
  }
}

/** A fresh chain knows nothing of an older chain's journal, which Ignition would otherwise resume. */
async function deployFresh(rpcUrl: string, chainPort: number, config: NetworkConfig): Promise<Deployment> {
  const journal = `local-${chainPort}`
  rmSync(join(journalsDir, journal), { recursive: true, force: true })
  const connection = await network.create({ network: 'local', chainType: 'l1', override: { url: rpcUrl } })
  try {
    return parseDeployment(await deployNetwork(connection, config, journal))
  } finally {
    await connection.close()
  }
}

/** The companies of the demo as a table for the terminal. */
export function companyTable(): string {
  const rows = demoCompanies.map(
    ({ name, nameZh, part, address }) => `  ${name.padEnd(26)}${part.padEnd(22)}${address}  ${nameZh}`,
  )
  return rows.join('\n')
}
