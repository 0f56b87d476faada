import { setTimeout as sleep } from 'node:timers/promises'
import {
  BATCH_DEVICES,
  deviceOracleAbi,
  devicesAbi,
  immobiliserAbi,
  leasesAbi,
  treasuryAbi,
  usageMeterAbi,
} from '@tallystick/sdk'
import type { Pool } from 'pg'
import {
  type Abi,
  type Account,
  BaseError,
  type Chain,
  ContractFunctionRevertedError,
  encodeFunctionData,
  type Hex,
  type PublicClient,
  type Transport,
} from 'viem'
import { Transmitter } from '../../don/transmitter.ts'
import { listensSince } from '../alarms/listening.ts'
import { alarmBitsOf } from '../alarms/queries.ts'
import { MISSED_INTERVALS } from '../alarms/rules/offline.ts'
import type { Clock } from '../clock.ts'
import { storedAck } from '../commands/acknowledgements.ts'
import { type Log, reasonOf } from '../log.ts'
import type { PeriodEvidence } from '../periods/archive.ts'
import { closePeriods, type EndedPeriod, endedPeriods } from '../periods/closer.ts'
import { isHeardOut } from '../periods/hearing.ts'
import { deviceStates } from '../store/readings.ts'
import { Backlogs } from './backlogs.ts'
import type { BankContracts } from './contracts.ts'
import {
  acknowledgementDuty,
  alarmDuties,
  billDuty,
  cancelDuty,
  type Duty,
  enrolments,
  markDuty,
  reportDuty,
  unlockDuty,
} from './duties.ts'
import type { ChainFollower } from './follower.ts'
import type { KeeperMetrics } from './keeper-metrics.ts'
import type { ChainPicture } from './picture.ts'
import type { FleetRecord, LeaseRecord } from './records.ts'
import { Waits } from './waits.ts'

export interface KeeperOptions {
  readonly client: PublicClient<Transport, Chain>
  readonly account: Account
  readonly pool: Pool
  readonly follower: ChainFollower
  readonly clock: Clock
  readonly log: Log
  readonly metrics: KeeperMetrics
  /** How often a device should report, milliseconds. */
  readonly interval: number
  /** Pause between two passes when nothing happens, milliseconds of the real clock. */
  readonly everyMs: number
}

/** What a bank's meter was deployed with, seconds. */
interface MeterTerms {
  readonly window: number
  readonly tolerance: number
}

/** Gas differs from the estimate when the state changes before the block. */
const GAS_MARGIN_PCT = 130n
const READ_AGAIN_MS = 100

/** Errors of the contracts that calls pass through, so that each refusal has a name. */
const knownErrors: Abi = [devicesAbi, usageMeterAbi, leasesAbi, immobiliserAbi, deviceOracleAbi, treasuryAbi]
  .flat()
  .filter((item) => item.type === 'error')

/**
 * Does on chain what the gateway knows to be due: periods, bills, alarms, arrears, commands. Each pass plans anew from what
 * the chain says, and each call is tried out before it is sent, so it may be killed at any time and does nothing twice.
 */
export class Keeper {
  readonly #options: KeeperOptions
  readonly #stop = new AbortController()
  readonly #transmitter: Transmitter
  readonly #waits = new Waits()
  readonly #backlogs: Backlogs
  readonly #meters = new Map<BankContracts, MeterTerms>()
  /** Below this block, the picture may lack what we, or the keeper before us, have done. */
  #planFrom: number | undefined
  #wake: () => void = () => undefined
  #running: Promise<void> | undefined

  constructor(options: KeeperOptions) {
    this.#options = options
    const { client, account, log, interval } = options
    this.#backlogs = new Backlogs(MISSED_INTERVALS * interval)
    this.#transmitter = new Transmitter({
      client,
      account,
      log: ({ event, ...details }) => log.warn({ event, ...details }, 'a transaction is delayed'),
      signal: this.#stop.signal,
      tip: () => client.estimateMaxPriorityFeePerGas(),
    })
  }

  start(): void {
    this.#running = this.#run()
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    this.#wake()
    await this.#running
  }

  /** Something has happened that may be a duty: the next pass begins at once. */
  wake(): void {
    this.#wake()
  }

  async #run(): Promise<void> {
    const { everyMs, log } = this.#options
    while (!this.#stop.signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      try {
        await this.pass()
      } catch (error) {
        if (this.#stop.signal.aborted) return
        log.warn({ event: 'keeper-failed', reason: reasonOf(error) }, 'duties could not be looked at')
      }
      await Promise.race([woken, sleep(everyMs, undefined, { ref: false })])
    }
  }

  /** Does what can be done now. @returns how many transactions were mined */
  async pass(): Promise<number> {
    const picture = await this.#freshPicture()
    if (picture === undefined) return 0
    const duties = await this.#plan(picture)
    this.#waits.keepOnly(duties.map(({ key }) => key))
    let done = 0
    for (const duty of duties) if (await this.#perform(duty)) done += 1
    return done
  }

  /** The picture, when it has everything that was done by our account. */
  async #freshPicture(): Promise<ChainPicture | undefined> {
    const { client, follower } = this.#options
    this.#planFrom ??= Number(await client.getBlockNumber({ cacheTime: 0 }))
    const { picture } = follower
    if (picture.head && picture.head.number >= this.#planFrom) return picture
    setTimeout(() => this.#wake(), READ_AGAIN_MS).unref()
    return undefined
  }

  /** Alarms first: they are urgent, the rest has days. */
  async #plan(picture: ChainPicture): Promise<Duty[]> {
    const urgent: Duty[] = []
    const others: Duty[] = []
    for (const bank of picture.contracts.banks) {
      const leases = [...picture.leases.values()].filter((lease) => lease.bank === bank)
      urgent.push(...(await this.#alarmDuties(picture, bank, leases)))
      others.push(...(await this.#leaseDuties(picture, bank, leases)))
    }
    return [...urgent, ...others]
  }

  async #alarmDuties(picture: ChainPicture, bank: BankContracts, leases: readonly LeaseRecord[]): Promise<Duty[]> {
    const fleet = picture.fleetOf(bank)
    const wanted = await this.#newsOf(bank, fleet)
    const batches = Array.from({ length: Math.ceil(fleet.places.length / BATCH_DEVICES) }, (_, batch) => batch)
    const pictures = batches.flatMap((batch) =>
      alarmDuties(bank, fleet, batch, wanted.slice(batch * BATCH_DEVICES, (batch + 1) * BATCH_DEVICES)),
    )
    return [...pictures, ...enrolments(bank, fleet, leases)]
  }

  /** Alarm bytes of a bank's machines; those that just send their past are left as the chain has them. */
  async #newsOf(bank: BankContracts, { places, alarms }: FleetRecord): Promise<number[]> {
    const { pool, clock } = this.#options
    const wanted = await alarmBitsOf(pool, bank.leases, places)
    const applied = places.map((deviceId) => alarms.get(deviceId) ?? 0)
    const changed = places.filter((_, index) => wanted[index] !== applied[index])
    if (changed.length === 0) return wanted
    const states = new Map((await deviceStates(pool, changed)).map((state) => [state.deviceId, state]))
    const now = clock.now()
    const isPast = (deviceId: Hex) => this.#backlogs.isSending(deviceId, states.get(deviceId), now)
    return places.map((deviceId, index) => (isPast(deviceId) ? applied[index] : wanted[index]) ?? 0)
  }

  async #leaseDuties(picture: ChainPicture, bank: BankContracts, leases: readonly LeaseRecord[]): Promise<Duty[]> {
    const now = this.#options.clock.now()
    const { window, tolerance } = await this.#meterTerms(bank)
    const clock = { now, window }
    const heardOut = await this.#heardOut(endedPeriods(leases, tolerance, now), now)
    const evidence = await closePeriods(this.#options.pool, heardOut, now)
    const metered = new Map(evidence.map((period) => [period.leaseId, period]))
    const silent = new Set(heardOut.map(({ leaseId }) => leaseId))
    const duties: Duty[] = []
    for (const lease of leases) {
      const tier = picture.devices.get(lease.deviceId)?.tier ?? 0
      const brought = metered.get(lease.leaseId)
      duties.push(...(await this.#acknowledgement(lease)), ...unlockDuty(lease))
      duties.push(...(brought ? reportDuty(lease, brought) : []))
      duties.push(...billDuty(lease, tier, unmeteredFrom(lease, brought, silent.has(lease.leaseId), window), clock))
      duties.push(...markDuty(lease, clock), ...cancelDuty(lease, clock))
    }
    return duties
  }

  /** Those of the periods of which no reading is on its way any more. */
  async #heardOut(ended: readonly EndedPeriod[], now: number): Promise<EndedPeriod[]> {
    const { pool, interval } = this.#options
    if (ended.length === 0) return []
    const states = await deviceStates(pool, [...new Set(ended.map(({ meter }) => meter.deviceId))])
    const byDevice = new Map(states.map((state) => [state.deviceId, state]))
    const hearing = { now, listensSince: await listensSince(pool, now), patience: MISSED_INTERVALS * interval }
    return ended.filter(({ meter }) => isHeardOut(byDevice.get(meter.deviceId), meter.end, hearing))
  }

  async #acknowledgement(lease: LeaseRecord): Promise<Duty[]> {
    const command = lease.commands.at(-1)
    if (command === undefined || command.acknowledgedAt !== undefined) return []
    const signed = await storedAck(this.#options.pool, command)
    return signed ? acknowledgementDuty(lease, signed) : []
  }

  async #meterTerms(bank: BankContracts): Promise<MeterTerms> {
    const known = this.#meters.get(bank)
    if (known) return known
    const meter = { address: bank.meter, abi: usageMeterAbi } as const
    const { client } = this.#options
    const terms = {
      window: await client.readContract({ ...meter, functionName: 'window' }),
      tolerance: await client.readContract({ ...meter, functionName: 'tolerance' }),
    }
    this.#meters.set(bank, terms)
    return terms
  }

  /** @returns true when the duty's transaction was mined and did what it should */
  async #perform(duty: Duty): Promise<boolean> {
    const { clock, log, metrics } = this.#options
    if (this.#stop.signal.aborted || this.#waits.isWaiting(duty.key, clock.now())) return false
    const { key, to, functionName, args } = duty
    const abi = [...duty.abi, ...knownErrors]
    try {
      const gas = await this.#tryOut({ ...duty, abi })
      const data = encodeFunctionData({ abi, functionName, args: [...args] })
      const receipt = await this.#transmitter.send(to, data, gas, () => !this.#stop.signal.aborted)
      if (receipt === undefined) return false
      this.#planFrom = Math.max(this.#planFrom ?? 0, Number(receipt.blockNumber))
      const isDone = receipt.status === 'success'
      metrics.transactions.inc({ duty: functionName, outcome: isDone ? 'done' : 'reverted' })
      log.info({ event: 'duty-sent', duty: key, isDone, hash: receipt.transactionHash }, 'a duty was sent')
      if (!isDone) this.#waits.postpone(key, clock.now())
      return isDone
    } catch (error) {
      this.#postpone(duty, error)
      return false
    }
  }

  /** Tries the call out on the next block. @returns gas to send it with @throws when the chain refuses it */
  async #tryOut({ to, abi, functionName, args }: Duty): Promise<bigint> {
    const { client, account } = this.#options
    const call = { address: to, abi, functionName, args: [...args], account, blockTag: 'pending' } as const
    await client.simulateContract(call)
    return ((await client.estimateContractGas(call)) * GAS_MARGIN_PCT) / 100n
  }

  /** A refusal with a name means that the duty's time has not come; everything else is worth a warning. */
  #postpone({ key, functionName }: Duty, error: unknown): void {
    const { clock, log, metrics } = this.#options
    if (this.#stop.signal.aborted) return
    const refusal = refusalOf(error)
    const isNew = this.#waits.postpone(key, clock.now(), refusal)
    metrics.postponed.inc({ duty: functionName, reason: refusal?.name ?? 'failed' })
    const reason = refusal?.name ?? reasonOf(error)
    if (isNew) log[refusal ? 'info' : 'warn']({ event: 'duty-postponed', duty: key, reason }, 'a duty has to wait')
  }
}

/**
 * Second from which a period without a counting reading may be billed: never while readings of it are on their way; when
 * one is there that the chain refuses, after the gateway has tried for a whole window.
 */
function unmeteredFrom(
  { meter }: LeaseRecord,
  evidence: PeriodEvidence | undefined,
  isHeardOut: boolean,
  window: number,
) {
  if (meter?.isSuspended || meter?.report) return 0
  if (!isHeardOut) return Number.POSITIVE_INFINITY
  return evidence ? Math.ceil(evidence.archivedAt / 1_000) + window : 0
}

/** A contract's error, and the second before which it will stay so, where the error says that. */
export interface ContractRefusal {
  readonly name: string
  readonly until: number | undefined
}

function refusalOf(error: unknown): ContractRefusal | undefined {
  const reverted = error instanceof BaseError && error.walk((cause) => cause instanceof ContractFunctionRevertedError)
  if (!(reverted instanceof ContractFunctionRevertedError) || reverted.data === undefined) return undefined
  const { errorName: name, args, abiItem } = reverted.data
  const place = 'inputs' in abiItem ? (abiItem.inputs ?? []).findIndex((input) => input.name === 'until') : -1
  const until = args?.[place]
  return { name, until: until === undefined ? undefined : Number(until) }
}
