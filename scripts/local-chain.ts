import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Deployment, parseDeployment } from '@tallystick/sdk'
import { network } from 'hardhat'
import type { Address } from 'viem'
import { deployFunctionsRouter, type FunctionsRouter, subscribe } from '../oracles/don/router.ts'
import type { PeriodEvidence } from '../oracles/telemetry/periods/archive.ts'
import { moveClock, readClock } from './demo/clock.ts'
import { demoMnemonic, privateKeyOf, transmitter } from './demo/companies.ts'
import { type LeaseSeed, seedLeases } from './demo/leases.ts'
import { activateModel } from './demo/model.ts'
import { seed } from './demo/seed.ts'
import type { FunctionsConfig, NetworkConfig } from './deploy/config.ts'
import { deployNetwork, journalsDir } from './deploy/deploy.ts'
import { type LocalServices, localNetworkWith, noGateway } from './deploy/networks/local.ts'
import { type PlatformPorts, platformUrls, usualPlatformPorts } from './local-oracle.ts'
import { type LocalChain, startAnvil } from './services/anvil.ts'
import type { Supervisor } from './services/processes.ts'

/** A chain begins this many seconds ago, so that the delay of the model's approval has passed when it opens. */
const usualHeadStart = 2 * 3_600

function secondsNow(): number {
  return Math.floor(Date.now() / 1_000)
}

/**
 * An empty local chain, begun so long ago that {@link bringToLife} ends at the present.
 * @param headStart seconds
 */
export function startChain(
  supervisor: Supervisor,
  port: number,
  headStart: number = usualHeadStart,
): Promise<LocalChain> {
  return startAnvil(supervisor, port, demoMnemonic, secondsNow() - headStart)
}

/** The leases' past, for a chain that began {@link leaseHistory} ago. */
export type LeasePast = Pick<LeaseSeed, 'fleet' | 'simulatorDir'>

/**
 * Mints the opening balances, puts the model into force, tells the leases' past, brings the chain's clock to now.
 * @returns evidence of the past periods, for the gateway's archive
 */
export async function bringToLife(
  rpcUrl: string,
  deployment: Deployment,
  ports: PlatformPorts,
  past?: LeasePast,
): Promise<readonly PeriodEvidence[]> {
  await seed(rpcUrl, deployment)
  for (const bank of deployment.banks) await activateModel(rpcUrl, bank, platformUrls(ports)['lantern-market'])
  const evidence = past && (await seedLeases({ ...past, rpcUrl, deployment, present: secondsNow() }))
  const behind = secondsNow() - (await readClock(rpcUrl)).timestamp
  if (behind > 0) await moveClock(rpcUrl, behind)
  return evidence ?? []
}

/** The local network on a chain, and what the oracle network needs of it. */
export interface LocalDeployment {
  readonly deployment: Deployment
  /** Where the oracle network delivers. */
  readonly coordinator: Address
}

/**
 * Deploys the local network with the toolkit's Functions router.
 * @param ports where the platforms listen, or will
 * @param gateway where the machines' gateway listens, or will
 */
export async function deployLocally(
  rpcUrl: string,
  chainPort: number,
  ports: PlatformPorts = usualPlatformPorts,
  gateway: LocalServices['gateway'] = noGateway,
): Promise<LocalDeployment> {
  const router = await deployFunctionsRouter(rpcUrl, privateKeyOf(transmitter))
  const services = { platformUrls: platformUrls(ports), gateway, functions: functionsConfig(router) }
  const config = localNetworkWith(services)
  const deployment = await deployFresh(rpcUrl, chainPort, config)
  const consumers = deployment.banks.flatMap(({ scoreOracle, deviceOracle }) => [scoreOracle, deviceOracle])
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
