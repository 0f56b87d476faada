import { readFileSync } from 'node:fs'
import { type Deployment, DeploymentError, parseDeployment } from '@tallystick/sdk'
import { type Hex, isHex, size } from 'viem'
import { type AdapterConfig, AdapterConfigError, readAdapterConfig } from './adapters/adapter-config.ts'
import { type GatewayKey, GatewayKeyError, readGatewayKey } from './api/gateway-key.ts'
import type { BrokerTls } from './broker/embedded.ts'
import type { BrokerChoice } from './ingest/start.ts'
import type { LogLevel } from './log.ts'

/** Environment variables of the process, in the order in which `--help` lists them. */
export const SETTINGS = {
  DATABASE_URL: 'PostgreSQL, postgresql://user:password@host:port/database',
  RPC_URL: 'JSON-RPC endpoint of the chain',
  DEPLOYMENT: 'path of the deployment JSON',
  GATEWAY_KEY_FILE: 'PEM of the P-256 key that signs answers about alarms; made when it is not there',
  HTTP_PORT: 'port of the HTTP interface',
  HTTP_HOST: 'address that the HTTP interface listens on (127.0.0.1)',
  KEEPER_KEY: 'private key of the gateway at UsageMeter; without it nothing is written to the chain',
  MQTT_PORT: 'port of the embedded broker',
  MQTT_HOST: 'address that the embedded broker listens on (127.0.0.1)',
  MQTT_SECRET: "what the devices' passwords are derived from, 16 characters or more",
  MQTT_TLS_PORT: 'port of the embedded broker with TLS; needs the two files below',
  MQTT_TLS_KEY_FILE: "PEM of the server's private key",
  MQTT_TLS_CERT_FILE: "PEM of the server's certificate",
  MQTT_TLS_CA_FILE: "PEM of the devices' certificate authority; with it each device needs a certificate",
  MQTT_TLS_CRL_FILE: "PEM of that authority's revocation list",
  MQTT_URL: 'external broker instead of the embedded one, such as mqtts://gateway:password@broker:8883',
  ADAPTERS_FILE: 'names of machines that do not sign, and a feed to poll: see adapters/README.md',
  READING_INTERVAL: 'seconds between two readings of a device (300)',
  CONFIRMATIONS: 'blocks that make an event final (1 on a local chain, else 12)',
  VERIFY_THREADS: 'threads that check signatures (one less than there are cores, at most 4)',
  LOG_LEVEL: 'debug, info, warn, error or silent (info)',
} as const

type SettingName = keyof typeof SETTINGS
export type Environment = Readonly<Record<string, string | undefined>>

/** What a gateway runs with. */
export interface GatewayConfig {
  readonly databaseUrl: string
  readonly rpcUrl: string
  readonly deployment: Deployment
  readonly key: GatewayKey
  readonly http: { readonly port: number; readonly host: string }
  readonly keeperKey: Hex | undefined
  readonly broker: BrokerChoice
  /** Machines that do not sign; undefined when none are named. */
  readonly adapters: AdapterConfig | undefined
  /** Milliseconds. */
  readonly readingInterval: number
  readonly confirmations: number
  readonly verifyThreads: number | undefined
  readonly logLevel: LogLevel
}

/** A gateway that was not started because of how it was configured. The message says what to change. */
export class GatewayConfigError extends Error {
  override readonly name = 'GatewayConfigError'
}

const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent']
const MIN_SECRET_LENGTH = 16
const LOOPBACK = '127.0.0.1'

/**
 * Reads the environment and the files that it names.
 * @throws GatewayConfigError naming what is missing or malformed
 */
export function readConfig(env: Environment): GatewayConfig {
  const deployment = readDeployment(required(env, 'DEPLOYMENT'))
  return {
    databaseUrl: url(env, 'DATABASE_URL', ['postgres:', 'postgresql:']),
    rpcUrl: url(env, 'RPC_URL', ['http:', 'https:']),
    deployment,
    key: readKey(required(env, 'GATEWAY_KEY_FILE')),
    http: { port: port(env, 'HTTP_PORT'), host: env.HTTP_HOST || LOOPBACK },
    keeperKey: keeperKey(env),
    broker: env.MQTT_URL ? { external: { url: url(env, 'MQTT_URL', ['mqtt:', 'mqtts:']) } } : embedded(env),
    adapters: env.ADAPTERS_FILE ? readAdapters(env.ADAPTERS_FILE) : undefined,
    readingInterval: 1_000 * count(env, 'READING_INTERVAL', 300),
    confirmations: count(env, 'CONFIRMATIONS', deployment.local ? 1 : 12),
    verifyThreads: env.VERIFY_THREADS ? count(env, 'VERIFY_THREADS', 1) : undefined,
    logLevel: logLevel(env.LOG_LEVEL || 'info'),
  }
}

/** What devices' passwords are derived from. @throws GatewayConfigError when it is missing or short */
export function readSecret(env: Environment): string {
  const secret = required(env, 'MQTT_SECRET')
  if (secret.length >= MIN_SECRET_LENGTH) return secret
  throw new GatewayConfigError(`MQTT_SECRET must have at least ${MIN_SECRET_LENGTH} characters`)
}

function embedded(env: Environment): BrokerChoice {
  if (!env.MQTT_PORT && !env.MQTT_TLS_PORT) {
    throw new GatewayConfigError('set MQTT_PORT or MQTT_TLS_PORT for the embedded broker, or MQTT_URL for another one')
  }
  const plain = env.MQTT_PORT ? { port: port(env, 'MQTT_PORT') } : {}
  const tls = env.MQTT_TLS_PORT ? { tls: readTls(env) } : {}
  return { embedded: { ...plain, ...tls, host: env.MQTT_HOST || LOOPBACK, secret: readSecret(env) } }
}

function readAdapters(path: string): AdapterConfig {
  try {
    return readAdapterConfig(path)
  } catch (error) {
    throw error instanceof AdapterConfigError ? new GatewayConfigError(`ADAPTERS_FILE: ${error.message}`) : error
  }
}

function readTls(env: Environment): BrokerTls {
  const optional = (name: SettingName) => (env[name] ? readFile(env, name) : undefined)
  const [ca, crl] = [optional('MQTT_TLS_CA_FILE'), optional('MQTT_TLS_CRL_FILE')]
  return {
    port: port(env, 'MQTT_TLS_PORT'),
    key: readFile(env, 'MQTT_TLS_KEY_FILE'),
    cert: readFile(env, 'MQTT_TLS_CERT_FILE'),
    ...(ca === undefined ? {} : { ca }),
    ...(crl === undefined ? {} : { crl }),
  }
}

function readFile(env: Environment, name: SettingName): string {
  const path = required(env, name)
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new GatewayConfigError(`${name} is ${path}, which cannot be read`)
  }
}

function readDeployment(path: string): Deployment {
  try {
    return parseDeployment(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    const reason = error instanceof DeploymentError ? `is no deployment: ${error.message}` : 'cannot be read as JSON'
    throw new GatewayConfigError(`DEPLOYMENT ${path} ${reason}`)
  }
}

function readKey(path: string): GatewayKey {
  try {
    return readGatewayKey(path)
  } catch (error) {
    if (error instanceof GatewayKeyError) throw new GatewayConfigError(error.message)
    throw error
  }
}

function keeperKey(env: Environment): Hex | undefined {
  const key = env.KEEPER_KEY
  if (!key) return undefined
  if (isHex(key) && size(key) === 32) return key
  throw new GatewayConfigError('KEEPER_KEY must be a private key: 0x and 64 hex digits')
}

function required(env: Environment, name: SettingName): string {
  const value = env[name]
  if (value) return value
  throw new GatewayConfigError(`set ${name} (${SETTINGS[name]}); --help lists all settings`)
}

function url(env: Environment, name: SettingName, protocols: readonly string[]): string {
  const text = required(env, name)
  if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text
  // The value may hold a password.
  throw new GatewayConfigError(
    `${name} must be a URL that begins with ${protocols.map((each) => `${each}//`).join(' or ')}`,
  )
}

function port(env: Environment, name: SettingName): number {
  const text = required(env, name)
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new GatewayConfigError(`${name} is "${text}"; use a port from 0 to 65535`)
}

function count(env: Environment, name: SettingName, usual: number): number {
  const text = env[name] || String(usual)
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new GatewayConfigError(`${name} is "${text}"; use a whole number from 1`)
}

function logLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((known) => known === text)
  if (level !== undefined) return level
  throw new GatewayConfigError(`LOG_LEVEL is "${text}"; use ${LOG_LEVELS.join(', ')}`)
}
