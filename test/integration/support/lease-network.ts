import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  assetAbi,
  type Deployment,
  decodeReadingMessage,
  deviceOracleAbi,
  devicesAbi,
  immobiliserAbi,
  leaseOffersAbi,
  leasesAbi,
  type ReadingMessage,
  treasuryAbi,
  usageMeterAbi,
} from '@tallystick/sdk'
import {
  type ContractFunctionParameters,
  createPublicClient,
  getContract,
  type Hex,
  http,
  maxUint128,
  parseEventLogs,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { hardhat } from 'viem/chains'
import { readEvents, type ServerEvent } from '../../../dapp/src/features/telemetry/sse.ts'
import { moveClock, readClock } from '../../../scripts/demo/clock.ts'
import { company, type DemoKey } from '../../../scripts/demo/companies.ts'
import { type FleetMember, registrationOf, siteRegion } from '../../../scripts/demo/fleet.ts'
import { leaseTerms } from '../../../scripts/demo/leases.ts'
import { tellMachine } from '../../../scripts/demo/machines.ts'
import { senderOf } from '../../../scripts/demo/sender.ts'
import { writeDeployment } from '../../../scripts/deploy/deploy.ts'
import { bringToLife, deployLocally, startChain } from '../../../scripts/local-chain.ts'
import { oracleProcesses, usualPlatformPorts } from '../../../scripts/local-oracle.ts'
import {
  chooseTelemetryPorts,
  LocalTelemetry,
  prepareTelemetry,
  type TelemetryProcesses,
} from '../../../scripts/local-telemetry.ts'
import { stateDir } from '../../../scripts/paths.ts'
import { type DonProcess, startDon } from '../../../scripts/services/don.ts'
import { startGateway } from '../../../scripts/services/gateway.ts'
import { openSession } from '../../../scripts/services/gateway-session.ts'
import { PortAllocator } from '../../../scripts/services/ports.ts'
import { startPostgres } from '../../../scripts/services/postgres.ts'
import { type Service, Supervisor } from '../../../scripts/services/processes.ts'
import { startSimulator } from '../../../scripts/services/simulator.ts'

const yuan = 1_000_000n
const firstPort = 26_300
const secureElement = 2

/** Longest time in which gateway, keeper or oracle network are expected to have done something. */
const PATIENCE_MS = 60_000

/** The machine's clock lags behind the chain's by this much at most, milliseconds. */
const clockSkewMs = 5_000

/** What has to run beside the chain. */
export type TelemetryService = 'gateway' | 'simulator' | 'don'

/** The local system's leases without index and page: chain, gateway, machines and oracle network as `npm start` runs them. */
export class LeaseNetwork {
  readonly deployment: Deployment
  readonly rpcUrl: string
  readonly fleet: readonly FleetMember[]
  readonly client
  readonly contracts
  readonly #parts: Parts
  readonly #services = new Map<TelemetryService, Service>()
  readonly #tokens = new Map<DemoKey, string>()

  private constructor(parts: Parts) {
    this.#parts = parts
    this.deployment = parts.deployment
    this.rpcUrl = parts.rpcUrl
    this.fleet = parts.telemetry.fleet(parts.deployment)
    const transport = http(parts.rpcUrl)
    this.client = createPublicClient({ chain: hardhat, transport, pollingInterval: 20, cacheTime: 0 })
    this.contracts = contractsOf(this.deployment, this.client)
  }

  /** Starts everything; the treasury has five million, and the lessee has allowed the lease book to take its money. */
  static async start(): Promise<LeaseNetwork> {
    mkdirSync(stateDir, { recursive: true })
    const folder = mkdtempSync(join(stateDir, 'leases-'))
    // Tests kill parts on purpose, so a death is not reported: what depends on the part fails.
    const supervisor = new Supervisor(join(folder, 'logs'), () => {})
    try {
      const network = new LeaseNetwork(await startParts(supervisor, folder))
      await network.startService('gateway')
      await Promise.all([network.startService('simulator'), network.startService('don')])
      await network.#fund()
      return network
    } catch (error) {
      await supervisor.stopAll()
      rmSync(folder, { recursive: true, force: true })
      throw error
    }
  }

  async stop(): Promise<void> {
    await this.#parts.supervisor.stopAll()
    rmSync(this.#parts.folder, { recursive: true, force: true })
  }

  async startService(name: TelemetryService): Promise<void> {
    const { supervisor, processes, don } = this.#parts
    const start = {
      gateway: () => startGateway(supervisor, processes.gateway),
      simulator: () => startSimulator(supervisor, processes.simulator),
      don: () => startDon(supervisor, don),
    }
    this.#services.set(name, await start[name]())
  }

  /** Ends a part without any warning. */
  async kill(name: TelemetryService): Promise<void> {
    const pid = this.#services.get(name)?.pid
    if (pid === undefined) throw new RangeError(`${name} was never started`)
    process.kill(-pid, 'SIGKILL')
    await until(`${name} ends`, async () => !isRunning(pid))
  }

  /** A transaction of one of the demo's companies. */
  as(key: DemoKey): (call: ContractFunctionParameters) => Promise<void> {
    return senderOf(this.rpcUrl, privateKeyToAccount(company(key).privateKey))
  }

  async #fund(): Promise<void> {
    const { asset, treasury, leases } = this.contracts
    const approve = (spender: Hex) => ({
      ...asset,
      abi: assetAbi,
      functionName: 'approve',
      args: [spender, maxUint128],
    })
    await this.as('jiangnan')(approve(treasury.address))
    await this.as('jiangnan')(approve(leases.address))
    const deposit = [5_000_000n * yuan, company('jiangnan').address]
    await this.as('jiangnan')({ ...treasury, abi: treasuryAbi, functionName: 'deposit', args: deposit })
    await this.as('hengtong')(approve(leases.address))
  }

  // ---------------------------------------------------------------- agreement

  member(machine: number): FleetMember {
    const member = this.fleet[machine]
    if (member === undefined) throw new RangeError(`the fleet has no machine ${machine}`)
    return member
  }

  /** The manufacturer registers a machine, and the register's authority attests its secure element. */
  async register(machine: number): Promise<void> {
    const { address } = this.contracts.devices
    const member = this.member(machine)
    const args = [registrationOf(member), member.possession]
    await this.as('taishan')({ address, abi: devicesAbi, functionName: 'register', args })
    const attested = [member.spec.deviceId, secureElement]
    await this.as('registry')({ address, abi: devicesAbi, functionName: 'setTier', args: attested })
  }

  /** The manufacturer offers a lease of a machine. Returns its number. */
  async propose(machine: number): Promise<bigint> {
    const { address } = this.contracts.offers
    const member = this.member(machine)
    const terms = { ...leaseTerms, deviceId: member.spec.deviceId, lessee: company('hengtong').address }
    const args = [terms, siteRegion(member.machine)]
    await this.as('taishan')({ address, abi: leaseOffersAbi, functionName: 'propose', args })
    return this.contracts.offers.read.count()
  }

  /** A call of the lease book. */
  onLeases(key: DemoKey, functionName: string, ...args: readonly unknown[]): Promise<void> {
    return this.as(key)({ address: this.contracts.leases.address, abi: leasesAbi, functionName, args })
  }

  async sign(leaseId: bigint): Promise<void> {
    const { termsHash } = await this.contracts.offers.read.offer([leaseId])
    await this.onLeases('hengtong', 'sign', leaseId, termsHash)
  }

  /** The lessee takes over the machine with what its display shows. */
  async acceptDelivery(leaseId: bigint, machine: number): Promise<void> {
    const { reading, signature } = await this.readingNow(machine)
    await this.onLeases('hengtong', 'acceptDelivery', leaseId, reading, signature)
    const isKnown = async () => (await this.#findDevice('hengtong', machine)) !== undefined
    await until('the gateway knows the lease', isKnown)
  }

  /** From the offer to a registered machine's first hour on lease. */
  async leaseOut(machine: number): Promise<bigint> {
    const leaseId = await this.propose(machine)
    await this.sign(leaseId)
    await this.onLeases('jiangnan', 'approve', leaseId)
    await this.acceptDelivery(leaseId, machine)
    return leaseId
  }

  // ---------------------------------------------------------------- machines

  /** A reading that the machine signs at this moment of the chain, whose clock it follows within a second or two. */
  async readingNow(machine: number) {
    const now = (await this.now()) * 1_000
    for (;;) {
      const signed = decodeReadingMessage((await this.#tell(machine, 'reading', {})) as ReadingMessage)
      if (Number(signed.reading.ts) > now - clockSkewMs) return signed
      await sleep(200)
    }
  }

  /**
   * Waits until the gateway has everything that a machine has signed: after a jump of the clock, days of readings.
   * @returns number of the newest
   */
  async caughtUp(machine: number): Promise<bigint> {
    const { reading } = await this.readingNow(machine)
    await until(`reading ${reading.seq} is in the interface`, async () => {
      const { last } = await this.deviceView('jiangnan', machine)
      return BigInt(last?.message.r.seq ?? 0) >= reading.seq
    })
    return reading.seq
  }

  /** Lets something befall a machine. */
  async befall(machine: number, kind: string, hours?: number): Promise<void> {
    await this.#tell(machine, 'incident', { kind, ...(hours !== undefined && { hours }) })
  }

  #tell(machine: number, what: 'incident' | 'reading', body: unknown): Promise<unknown> {
    return tellMachine(this.#parts.telemetry.controlUrl, this.member(machine).spec.deviceId, what, body)
  }

  // ---------------------------------------------------------------- gateway

  get gatewayUrl(): string {
    return this.#parts.telemetry.gatewayUrl
  }

  /** Asks the gateway as one of the companies. */
  async ask<Answer>(key: DemoKey, path: string): Promise<Answer> {
    const token = await this.#tokenOf(key)
    const response = await fetch(`${this.gatewayUrl}${path}`, { headers: { authorization: `Bearer ${token}` } })
    if (!response.ok) throw new Error(`the gateway answers ${response.status} to ${path}: ${await response.text()}`)
    return (await response.json()) as Answer
  }

  /** What the gateway tells one of the companies as it happens, until the signal ends it. */
  async *events(key: DemoKey, signal: AbortSignal): AsyncGenerator<ServerEvent> {
    const token = await this.#tokenOf(key)
    const headers = { authorization: `Bearer ${token}` }
    const { body } = await fetch(`${this.gatewayUrl}/v1/stream`, { headers, signal })
    if (body === null) throw new Error('the gateway sends no stream')
    yield* readEvents(body)
  }

  /** A machine as the gateway shows it. */
  async deviceView(key: DemoKey, machine: number): Promise<DeviceView> {
    const view = await this.#findDevice(key, machine)
    if (view === undefined) throw new Error(`${key} does not see machine ${machine}`)
    return view
  }

  async #findDevice(key: DemoKey, machine: number): Promise<DeviceView | undefined> {
    const { devices } = await this.ask<{ readonly devices: readonly DeviceView[] }>(key, '/v1/devices')
    return devices.find(({ deviceId }) => deviceId === this.member(machine).spec.deviceId)
  }

  /** Of a company's session with the gateway, which is opened once. */
  async #tokenOf(key: DemoKey): Promise<string> {
    const known = this.#tokens.get(key)
    if (known !== undefined) return known
    const account = privateKeyToAccount(company(key).privateKey)
    const token = await openSession(this.gatewayUrl, this.deployment.chainId, account)
    this.#tokens.set(key, token)
    return token
  }

  /** Alarm bits of a machine on the chain; none before the keeper has given it its place there. */
  async alarmsOnChain(machine: number): Promise<number> {
    const { alarmOracle } = this.contracts
    const { deviceId } = this.member(machine).spec
    const place = await alarmOracle.read.indexOf([deviceId])
    return place === 0n ? 0 : alarmOracle.read.alarmsOf([deviceId])
  }

  // ---------------------------------------------------------------- time and events

  /** Chain time in seconds. */
  async now(): Promise<number> {
    return (await readClock(this.rpcUrl)).timestamp
  }

  async moveTo(second: number): Promise<void> {
    const now = await this.now()
    if (second > now) await moveClock(this.rpcUrl, second - now)
  }

  async moveDays(days: number): Promise<void> {
    await moveClock(this.rpcUrl, days * 86_400)
  }

  /** Events of the lease book. */
  async leaseEvents() {
    return parseEventLogs({ abi: leasesAbi, logs: await this.#logsOf(this.contracts.leases.address) })
  }

  /** Events of the usage meter. */
  async meterEvents() {
    return parseEventLogs({ abi: usageMeterAbi, logs: await this.#logsOf(this.contracts.meter.address) })
  }

  #logsOf(address: Hex) {
    return this.client.getLogs({ address, fromBlock: 0n })
  }
}

/** Waits for what others do. @throws Error naming what did not happen */
export async function until(what: string, isSo: () => Promise<boolean>, patienceMs = PATIENCE_MS): Promise<void> {
  for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(100)) {
    if (await isSo()) return
  }
  throw new Error(`waited ${patienceMs / 1_000} s in vain: ${what}`)
}

/** What the gateway tells of a machine, as far as tests look at it. */
export interface DeviceView {
  readonly deviceId: Hex
  readonly received: string
  readonly missing: string
  readonly last: { readonly message: ReadingMessage } | null
  readonly alarms: readonly { readonly key: string; readonly severity: string }[]
  readonly alarmsOnChain: readonly string[]
}

interface Parts {
  readonly deployment: Deployment
  readonly rpcUrl: string
  readonly supervisor: Supervisor
  readonly folder: string
  readonly telemetry: LocalTelemetry
  readonly processes: TelemetryProcesses
  readonly don: DonProcess
}

async function startParts(supervisor: Supervisor, folder: string): Promise<Parts> {
  const ports = new PortAllocator()
  const telemetry = new LocalTelemetry(folder, await chooseTelemetryPorts(ports, firstPort))
  const database = startPostgres(supervisor, await ports.near(firstPort))
  database.catch(() => {})
  const chainPort = await ports.near(firstPort)
  const { url: rpcUrl } = await startChain(supervisor, chainPort)
  const { deployment, coordinator } = await deployLocally(rpcUrl, chainPort, usualPlatformPorts, telemetry.endpoint)
  const deploymentPath = join(folder, 'deployment.json')
  writeDeployment(deploymentPath, deployment)
  await bringToLife(rpcUrl, deployment, usualPlatformPorts)
  const serverUrl = await database
  const processes = await prepareTelemetry(telemetry, { rpcUrl, deployment, deploymentPath, serverUrl, evidence: [] })
  const { gatewayUrl } = telemetry
  const oracle = { rpcUrl, deployment, coordinator, databaseUrl: serverUrl, ports: usualPlatformPorts, gatewayUrl }
  return { deployment, rpcUrl, supervisor, folder, telemetry, processes, don: oracleProcesses(oracle).don }
}

function contractsOf({ asset, banks, network }: Deployment, client: LeaseNetwork['client']) {
  const [bank] = banks
  if (bank === undefined) throw new RangeError('the local network has no bank')
  return {
    asset: getContract({ address: asset.address, abi: assetAbi, client }),
    devices: getContract({ address: network.devices, abi: devicesAbi, client }),
    treasury: getContract({ address: bank.treasury, abi: treasuryAbi, client }),
    meter: getContract({ address: bank.meter, abi: usageMeterAbi, client }),
    offers: getContract({ address: bank.leaseOffers, abi: leaseOffersAbi, client }),
    leases: getContract({ address: bank.leases, abi: leasesAbi, client }),
    immobiliser: getContract({ address: bank.immobiliser, abi: immobiliserAbi, client }),
    alarmOracle: getContract({ address: bank.deviceOracle, abi: deviceOracleAbi, client }),
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
