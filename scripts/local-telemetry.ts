import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Deployment } from '@tallystick/sdk'
import pg from 'pg'
import { bytesToHex } from 'viem'
import { readGatewayKey } from '../oracles/telemetry/api/gateway-key.ts'
import { archivePeriod, type PeriodEvidence } from '../oracles/telemetry/periods/archive.ts'
import { periodMigrations } from '../oracles/telemetry/periods/period-tables.ts'
import { migrate } from '../oracles/telemetry/store/migrations.ts'
import { gateway, privateKeyOf } from './demo/companies.ts'
import { demoFleet, type FleetMember, fleetFile, readingInterval } from './demo/fleet.ts'
import { brokerUrl, type GatewayProcess, gatewayUrl, startGateway } from './services/gateway.ts'
import type { PortAllocator } from './services/ports.ts'
import { createDatabase } from './services/postgres.ts'
import type { Supervisor } from './services/processes.ts'
import { type SimulatorProcess, simulatorUrl, startSimulator } from './services/simulator.ts'

/** Ports of the gateway's interface and broker, and of the simulator's control. */
export interface TelemetryPorts {
  readonly http: number
  readonly mqtt: number
  readonly control: number
}

/** Free ports for gateway and simulator. */
export async function chooseTelemetryPorts(allocator: PortAllocator, preferred: number): Promise<TelemetryPorts> {
  return {
    http: await allocator.near(preferred),
    mqtt: await allocator.near(preferred),
    control: await allocator.near(preferred),
  }
}

/** Gateway and machines of one local network, with keys that exist as long as it runs. */
export class LocalTelemetry {
  readonly ports: TelemetryPorts
  /** Folder of the simulator. */
  readonly simulatorDir: string
  readonly #directory: string
  readonly #keyFile: string
  readonly #fleetSecret = bytesToHex(randomBytes(32))
  readonly #brokerSecret = randomBytes(24).toString('base64url')

  /** @param directory for keys, the fleet file and the machines' memories; what an older network left there is removed */
  constructor(directory: string, ports: TelemetryPorts) {
    this.ports = ports
    this.#directory = join(directory, 'telemetry')
    this.simulatorDir = join(this.#directory, 'simulator')
    this.#keyFile = join(this.#directory, 'gateway-key.pem')
    rmSync(this.#directory, { recursive: true, force: true })
    mkdirSync(this.simulatorDir, { recursive: true, mode: 0o700 })
  }

  /** Where the gateway answers. */
  get gatewayUrl(): string {
    return gatewayUrl(this.ports.http)
  }

  /** Where the simulator is told what befalls a machine. */
  get controlUrl(): string {
    return simulatorUrl(this.ports.control)
  }

  /** What the oracle network is told of the gateway. */
  get endpoint() {
    return { url: this.gatewayUrl, key: readGatewayKey(this.#keyFile).x }
  }

  fleet({ chainId, network }: Deployment): readonly FleetMember[] {
    return demoFleet(chainId, network.devices, this.#fleetSecret)
  }

  gatewayProcess(rpcUrl: string, deploymentPath: string, databaseUrl: string): GatewayProcess {
    return {
      ...{ rpcUrl, deploymentPath, databaseUrl },
      mqttPort: this.ports.mqtt,
      httpPort: this.ports.http,
      mqttSecret: this.#brokerSecret,
      keyFile: this.#keyFile,
      keeperKey: privateKeyOf(gateway),
      readingInterval,
    }
  }

  /** Writes the fleet file, which holds the machines' keys. */
  simulatorProcess(rpcUrl: string, deployment: Deployment): SimulatorProcess {
    const { chainId, network } = deployment
    const file = fleetFile(chainId, network.devices, this.fleet(deployment), this.#brokerSecret)
    const path = join(this.#directory, 'fleet.json')
    writeFileSync(path, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 })
    return {
      fleetFile: path,
      brokerUrl: brokerUrl(this.ports.mqtt),
      stateDir: this.simulatorDir,
      rpcUrl,
      controlPort: this.ports.control,
    }
  }
}

/** What gateway and machines of a deployed network run with. */
export interface TelemetryParts {
  readonly rpcUrl: string
  readonly deployment: Deployment
  readonly deploymentPath: string
  /** A PostgreSQL, on which the gateway gets a database of its own. */
  readonly serverUrl: string
  /** Periods that were billed before the gateway was there. */
  readonly evidence: readonly PeriodEvidence[]
}

/** How gateway and machines are started, and started again. */
export interface TelemetryProcesses {
  readonly gateway: GatewayProcess
  readonly simulator: SimulatorProcess
}

/** Makes the gateway's database, and describes the processes. */
export async function prepareTelemetry(
  telemetry: LocalTelemetry,
  { rpcUrl, deployment, deploymentPath, serverUrl, evidence }: TelemetryParts,
): Promise<TelemetryProcesses> {
  const databaseUrl = await createDatabase(serverUrl, 'telemetry')
  await fillArchive(databaseUrl, evidence)
  return {
    gateway: telemetry.gatewayProcess(rpcUrl, deploymentPath, databaseUrl),
    simulator: telemetry.simulatorProcess(rpcUrl, deployment),
  }
}

/** Starts the gateway, then the machines that report to it. */
export async function startTelemetry(
  supervisor: Supervisor,
  telemetry: LocalTelemetry,
  parts: TelemetryParts,
): Promise<void> {
  const { gateway, simulator } = await prepareTelemetry(telemetry, parts)
  await startGateway(supervisor, gateway)
  await startSimulator(supervisor, simulator)
}

async function fillArchive(databaseUrl: string, evidence: readonly PeriodEvidence[]): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl })
  try {
    await migrate(pool, periodMigrations)
    for (const period of evidence) await archivePeriod(pool, period)
  } finally {
    await pool.end()
  }
}
