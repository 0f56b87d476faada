import { join } from 'node:path'
import type { Hex } from 'viem'
import { root } from '../paths.ts'
import { host } from './ports.ts'
import type { Service, Supervisor } from './processes.ts'

/** What the machines' gateway needs to know. */
export interface GatewayProcess {
  readonly databaseUrl: string
  readonly rpcUrl: string
  readonly deploymentPath: string
  /** Of the broker that is inside the gateway. */
  readonly mqttPort: number
  readonly httpPort: number
  /** From which the machines' passwords at the broker follow. */
  readonly mqttSecret: string
  /** PEM of the key that signs the pictures of alarms. */
  readonly keyFile: string
  /** Key of the account that brings periods, bills and alarms to the chain. */
  readonly keeperKey: Hex
  /** Seconds between two readings of a machine. */
  readonly readingInterval: number
}

/** Where a gateway on this machine answers. */
export function gatewayUrl(httpPort: number): string {
  return `http://${host}:${httpPort}`
}

/** Where the machines reach the broker of a gateway on this machine. */
export function brokerUrl(mqttPort: number): string {
  return `mqtt://${host}:${mqttPort}`
}

/** Starts the gateway: broker, alarms, periods, keeper and interface in one process. */
export function startGateway(supervisor: Supervisor, gateway: GatewayProcess): Promise<Service> {
  return supervisor.start({
    name: 'gateway',
    command: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', join(root, 'oracles', 'telemetry', 'main.ts')],
    env: {
      DATABASE_URL: gateway.databaseUrl,
      RPC_URL: gateway.rpcUrl,
      DEPLOYMENT: gateway.deploymentPath,
      MQTT_PORT: String(gateway.mqttPort),
      MQTT_SECRET: gateway.mqttSecret,
      HTTP_PORT: String(gateway.httpPort),
      GATEWAY_KEY_FILE: gateway.keyFile,
      KEEPER_KEY: gateway.keeperKey,
      READING_INTERVAL: String(gateway.readingInterval),
    },
    ready: async () => (await fetch(`${gatewayUrl(gateway.httpPort)}/health`)).ok,
  })
}
