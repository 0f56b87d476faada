import { randomBytes } from 'node:crypto'
import type { Deployment } from '@tallystick/sdk'
import type { Address } from 'viem'
import { privateKeyOf, transmitter } from './demo/companies.ts'
import { providerOf, seedMerchants } from './demo/merchants.ts'
import { modelFile } from './demo/model.ts'
import { demoPlatforms, forEachPlatform, type PlatformSlug } from './demo/platforms.ts'
import { type DonProcess, startDon } from './services/don.ts'
import { type PlatformProcess, platformUrl, startPlatform } from './services/platform.ts'
import type { PortAllocator } from './services/ports.ts'
import { createDatabase } from './services/postgres.ts'
import type { Supervisor } from './services/processes.ts'

/** Port of each platform of the demo. */
export type PlatformPorts = Readonly<Record<PlatformSlug, number>>

/** Where they listen unless the ports are taken. */
export const usualPlatformPorts: PlatformPorts = forEachPlatform(({ usualPort }) => usualPort)

/** Where each platform of the demo listens. */
export function platformUrls(ports: PlatformPorts): Record<PlatformSlug, string> {
  return forEachPlatform(({ slug }) => platformUrl(ports[slug]))
}

/** Free ports for the platforms. */
export async function choosePlatformPorts(allocator: PortAllocator, preferred: number): Promise<PlatformPorts> {
  return {
    'lantern-market': await allocator.near(preferred),
    'tongda-pay': await allocator.near(preferred),
  }
}

/**
 * Imports the sample merchants up to yesterday.
 * @param serverUrl a PostgreSQL, where `DATABASE_URL` names no other database
 * @returns connection URL of the platforms' database: `DATABASE_URL`, or one on the given server
 */
export async function loadMerchants(serverUrl: string): Promise<string> {
  const url = process.env.DATABASE_URL ?? (await createDatabase(serverUrl, 'platforms'))
  await seedMerchants(url, Math.floor(Date.now() / 1_000))
  return url
}

/** What platforms and oracle network of a deployed chain run with. */
export interface OracleParts {
  readonly rpcUrl: string
  readonly deployment: Deployment
  /** Where the oracle network delivers. */
  readonly coordinator: Address
  readonly databaseUrl: string
  readonly ports: PlatformPorts
  /** Where the machines' gateway answers, if there is one. */
  readonly gatewayUrl?: string
}

/** The processes of platforms and oracle network, not yet started. */
export interface OracleProcesses {
  readonly platforms: readonly PlatformProcess[]
  readonly don: DonProcess
}

/** Describes the processes. The platforms share keys with the network that exist as long as they run. */
export function oracleProcesses(parts: OracleParts): OracleProcesses {
  const { rpcUrl, deployment, coordinator, databaseUrl, ports, gatewayUrl } = parts
  const asked = [...Object.values(platformUrls(ports)), ...(gatewayUrl === undefined ? [] : [gatewayUrl])]
  const [bank] = deployment.banks
  if (bank === undefined) throw new RangeError('the local network has no bank')
  const { consents } = deployment.network
  const apiKeys = forEachPlatform(() => randomBytes(24).toString('base64url'))
  const shared = { databaseUrl, rpcUrl, consents, scoreOracle: bank.scoreOracle, modelFile }
  return {
    platforms: demoPlatforms.map((platform) => {
      const { slug, signingKey } = platform
      return { ...shared, provider: providerOf(platform), port: ports[slug], signingKey, apiKey: apiKeys[slug] }
    }),
    don: {
      rpcUrl,
      coordinator,
      privateKey: privateKeyOf(transmitter),
      fromBlock: deployment.startBlock,
      allowNet: asked.map((url) => new URL(url).host),
      secrets: Object.fromEntries(demoPlatforms.map(({ slug }, bit) => [`source${bit}`, apiKeys[slug]])),
    },
  }
}

/** Starts the platforms and the network that asks them. */
export async function startOracle(supervisor: Supervisor, { platforms, don }: OracleProcesses): Promise<void> {
  await Promise.all([...platforms.map((platform) => startPlatform(supervisor, platform)), startDon(supervisor, don)])
}
