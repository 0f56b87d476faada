import { join } from 'node:path'
import type { Address, Hex } from 'viem'
import type { Provider } from '../../oracles/platform/provider.ts'
import { root } from '../paths.ts'
import { host } from './ports.ts'
import type { Service, Supervisor } from './processes.ts'

/** What one platform's process needs to know. */
export interface PlatformProcess {
  readonly provider: Provider
  readonly port: number
  readonly databaseUrl: string
  readonly rpcUrl: string
  readonly consents: Address
  readonly scoreOracle: Address
  /** Ed25519 seed. */
  readonly signingKey: Hex
  /** Key of the oracle network. */
  readonly apiKey: string
  readonly modelFile: string
}

/** Where a platform on this machine listens. */
export function platformUrl(port: number): string {
  return `http://${host}:${port}`
}

/** Starts the server of a data provider. */
export function startPlatform(supervisor: Supervisor, platform: PlatformProcess): Promise<Service> {
  const { provider, port } = platform
  return supervisor.start({
    name: provider.id,
    command: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', join(root, 'oracles', 'platform', 'main.ts')],
    env: {
      DATABASE_URL: platform.databaseUrl,
      PROVIDER_ID: provider.id,
      PROVIDER_NAME: provider.name,
      PROVIDER_NAME_ZH: provider.nameZh,
      PROVIDER_SCOPES: scopeBits(provider.scopes).join(','),
      RPC_URL: platform.rpcUrl,
      CONSENTS: platform.consents,
      SCORE_ORACLE: platform.scoreOracle,
      SIGNING_KEY: platform.signingKey,
      API_KEY: platform.apiKey,
      MODEL_FILE: platform.modelFile,
      PORT: String(port),
    },
    ready: async () => (await fetch(`${platformUrl(port)}/health`)).ok,
  })
}

function scopeBits(mask: number): number[] {
  return Array.from({ length: 31 }, (_, bit) => bit).filter((bit) => (mask >> bit) & 1)
}
