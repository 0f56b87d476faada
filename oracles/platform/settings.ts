import { type Address, type Hex, isAddress } from 'viem'
import type { Provider } from './provider.ts'
import { PlatformConfigError, type PlatformOptions } from './server.ts'

/** Environment variables of the process, in the order in which `--help` lists them. */
export const SETTINGS = {
  DATABASE_URL: 'PostgreSQL, postgresql://user:password@host:port/database',
  PROVIDER_ID: 'id in the register of consents, such as lantern-market',
  PROVIDER_NAME: 'name in English',
  PROVIDER_NAME_ZH: 'name in Chinese',
  PROVIDER_SCOPES: 'kinds of data that it has, scope bits joined by commas, such as 0,1,2,3,4',
  RPC_URL: 'JSON-RPC endpoint of the chain',
  CONSENTS: 'address of the register of consents',
  SCORE_ORACLE: 'address of the score oracle, the recipient that consents must name',
  SIGNING_KEY: 'Ed25519 seed, 32 bytes in hex',
  API_KEY: 'key of the oracle network, 16 characters or more',
  MODEL_FILE: "path of the scoring model's blob",
  PORT: 'port to listen on',
} as const

type SettingName = keyof typeof SETTINGS
type Environment = Readonly<Record<string, string | undefined>>

/**
 * What a process needs to know to run or to import.
 * @throws PlatformConfigError naming what is missing or malformed
 */
export function readProvider(env: Environment): { readonly databaseUrl: string; readonly provider: Provider } {
  const [databaseUrl, id, name, nameZh, scopes] = required(env, [
    'DATABASE_URL',
    'PROVIDER_ID',
    'PROVIDER_NAME',
    'PROVIDER_NAME_ZH',
    'PROVIDER_SCOPES',
  ])
  return { databaseUrl, provider: { id, name, nameZh, scopes: scopeMask(scopes) } }
}

/**
 * Options of {@link startPlatform} from environment variables.
 * @throws PlatformConfigError naming what is missing or malformed
 */
export function readOptions(env: Environment): PlatformOptions {
  const base = readProvider(env)
  const [rpcUrl, consents, scoreOracle, signingKey, apiKey, modelFile, port] = required(env, [
    'RPC_URL',
    'CONSENTS',
    'SCORE_ORACLE',
    'SIGNING_KEY',
    'API_KEY',
    'MODEL_FILE',
    'PORT',
  ])
  return {
    ...base,
    rpcUrl,
    consents: address('CONSENTS', consents),
    scoreOracle: address('SCORE_ORACLE', scoreOracle),
    signingKey: signingKey as Hex,
    apiKey,
    modelFile,
    port: portNumber(port),
    logger: { level: 'info' },
  }
}

function required<const Names extends readonly SettingName[]>(
  env: Environment,
  names: Names,
): { [Index in keyof Names]: string } {
  const missing = names.filter((name) => !env[name])
  if (missing.length > 0) throw new PlatformConfigError(`set ${missing.join(', ')}; --help tells what they are`)
  return names.map((name) => env[name]) as { [Index in keyof Names]: string }
}

function scopeMask(text: string): number {
  const bits = text.split(',')
  if (!bits.every((bit) => /^(?:[12]?\d|30)$/.test(bit))) {
    throw new PlatformConfigError(`PROVIDER_SCOPES is "${text}"; write scope bits joined by commas, such as 0,1,3`)
  }
  return bits.reduce((mask, bit) => mask | (1 << Number(bit)), 0)
}

function address(name: SettingName, text: string): Address {
  if (!isAddress(text)) throw new PlatformConfigError(`${name} is "${text}", which is no address`)
  return text
}

function portNumber(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new PlatformConfigError(`PORT is "${text}"; use 0 to 65535`)
  return port
}
