import {
  type DeviceKey,
  deviceOracleAbi,
  devicesAbi,
  immobiliserAbi,
  type KeyType,
  leaseOffersAbi,
  leasesAbi,
  usageMeterAbi,
} from '@tallystick/sdk'
import { type Address, decodeEventLog, type Hex } from 'viem'
import type { RegisteredKey } from '../ingest/directory.ts'
import { type BankContracts, leaseKey, type WatchedContracts } from './contracts.ts'
import type { JournalBlock, JournalLog } from './journal.ts'
import type {
  AlarmAcknowledgement,
  AlarmReport,
  CommandRecord,
  Counters,
  DeviceRecord,
  FleetRecord,
  FollowUpRecord,
  LeaseRecord,
  LeaseState,
  MeterRecord,
} from './records.ts'

type Mutable<Record> = { -readonly [Field in keyof Record]: Record[Field] }

interface Device extends Mutable<DeviceRecord> {
  readonly keys: Map<number, RegisteredKey>
}

interface Fleet extends FleetRecord {
  readonly places: Hex[]
  readonly alarms: Map<Hex, number>
  readonly reports: Map<number, AlarmReport>
  readonly acknowledgements: AlarmAcknowledgement[]
  readonly followUps: Mutable<FollowUpRecord>[]
}

interface Lease extends Mutable<Omit<LeaseRecord, 'commands'>> {
  readonly commands: Mutable<CommandRecord>[]
}

/** Where an event stands. */
type Place = Pick<JournalLog, 'block' | 'time'>

/**
 * What the chain says of devices, leases and alarms, from its events in their order. It is never taken back: after a
 * reorganisation a new one is made from what is left of the journal.
 */
export class ChainPicture {
  readonly contracts: WatchedContracts
  readonly #appliers = new Map<string, (log: JournalLog) => void>()
  readonly #devices = new Map<Hex, Device>()
  readonly #leases = new Map<string, Lease>()
  readonly #fleets = new Map<BankContracts, Fleet>()
  /** The block up to which the picture reaches. */
  head: JournalBlock | undefined

  constructor(contracts: WatchedContracts) {
    this.contracts = contracts
    const at = (address: Address, applier: (log: JournalLog) => void) =>
      this.#appliers.set(address.toLowerCase(), applier)
    at(contracts.devices, (log) => this.#applyDevices(log))
    for (const bank of contracts.banks) {
      at(bank.offers, (log) => this.#applyOffers(bank, log))
      at(bank.leases, (log) => this.#applyLeases(bank, log))
      at(bank.meter, (log) => this.#applyMeter(bank, log))
      at(bank.immobiliser, (log) => this.#applyImmobiliser(bank, log))
      at(bank.deviceOracle, (log) => this.#applyDeviceOracle(bank, log))
      this.#fleets.set(bank, { places: [], alarms: new Map(), reports: new Map(), acknowledgements: [], followUps: [] })
    }
  }

  get devices(): ReadonlyMap<Hex, DeviceRecord> {
    return this.#devices
  }

  /** Leases by {@link leaseKey}, in the order of their proposals. */
  get leases(): ReadonlyMap<string, LeaseRecord> {
    return this.#leases
  }

  fleetOf(bank: BankContracts): FleetRecord {
    return this.#fleet(bank)
  }

  /** The lease that a device serves now or served last; undefined when it never did. */
  leaseOf(deviceId: Hex): LeaseRecord | undefined {
    return [...this.#leases.values()].findLast(
      (lease) => lease.deviceId === deviceId && lease.deliveredAt !== undefined,
    )
  }

  /** Takes the next log; logs of other contracts are none of ours. */
  apply(log: JournalLog): void {
    this.#appliers.get(log.address.toLowerCase())?.(log)
  }

  #applyDevices(log: JournalLog): void {
    const event = decode(devicesAbi, log)
    if (event === undefined || !('deviceId' in event.args)) return
    if (event.eventName === 'DeviceRegistered') {
      const { deviceId, ...facts } = event.args
      const binding = { book: undefined, keyVersion: 0, registeredAt: log.time }
      this.#devices.set(deviceId, { deviceId, ...facts, ...binding, keys: new Map() })
      return
    }
    const device = this.#device(event.args.deviceId)
    if (event.eventName === 'DeviceKeySet') setKey(device, event.args)
    else if (event.eventName === 'DeviceKeyRevoked') revokeKey(device, event.args.keyVersion)
    else if (event.eventName === 'DeviceTierChanged') device.tier = event.args.newTier
    else if (event.eventName === 'DeviceBound') device.book = event.args.book
    else if (event.eventName === 'DeviceFreed') device.book = undefined
  }

  #applyOffers(bank: BankContracts, log: JournalLog): void {
    const event = decode(leaseOffersAbi, log)
    if (event?.eventName === 'LeaseProposed') {
      const { leaseId, deviceId, manufacturer, terms, region, termsHash } = event.args
      this.#leases.set(leaseKey(bank, leaseId), {
        ...{ bank, leaseId, deviceId, manufacturer, lessee: terms.lessee, terms, corners: region, termsHash },
        ...{ state: 'Proposed', steppedAt: log.time, deliveredAt: undefined, dueSince: 0, impairedPct: 0 },
        ...{ finalBilled: false, meter: undefined, commands: [] },
      })
    } else if (event?.eventName === 'OfferWithdrawn') {
      step(this.#lease(bank, event.args.leaseId), 'Cancelled', log)
    }
  }

  #applyLeases(bank: BankContracts, log: JournalLog): void {
    const event = decode(leasesAbi, log)
    if (event === undefined || !('leaseId' in event.args)) return
    const lease = this.#lease(bank, event.args.leaseId)
    const next = STATE_AFTER[event.eventName]
    if (next !== undefined) step(lease, next, log)
    if (event.eventName === 'LeaseDelivered') lease.deliveredAt = log.time
    else if (event.eventName === 'LeaseMarked') lease.impairedPct = event.args.newPct
    else if (event.eventName === 'RentBilled') {
      lease.dueSince = event.args.dueSince
      lease.finalBilled = lease.meter?.last ?? false
    } else if (event.eventName === 'RentPaid' && event.args.due === 0n) {
      lease.dueSince = 0
      if (event.args.state === ACTIVE) lease.impairedPct = 0
    }
  }

  #applyMeter(bank: BankContracts, log: JournalLog): void {
    const event = decode(usageMeterAbi, log)
    if (event === undefined || !('leaseId' in event.args)) return
    const lease = this.#lease(bank, event.args.leaseId)
    if (event.eventName === 'MeterOpened') {
      const { deviceId, opening, digest, periodDays, end } = event.args
      lease.meter = {
        ...{ deviceId, opening, openingDigest: digest, periodDays, end, period: 1, silent: 0 },
        ...{ isSuspended: false, last: false, report: undefined },
      }
      return
    }
    const { meter } = lease
    if (meter === undefined) return
    if (event.eventName === 'UsageReported') {
      const { closing, digest, root, received, final_, reporter } = event.args
      const report = { closing, digest, root, received, finalAt: final_, reporter, isConfirmed: false }
      lease.meter = {
        ...meter,
        report: { ...report, isConfirmed: meter.report?.digest === digest && meter.report.isConfirmed },
      }
    } else if (event.eventName === 'UsageConfirmed' && meter.report) {
      lease.meter = { ...meter, report: { ...meter.report, isConfirmed: true } }
    } else if (event.eventName === 'PeriodSettled') lease.meter = settled(meter, event.args)
    else if (event.eventName === 'MeterContradicted') lease.meter = { ...meter, isSuspended: true }
    else if (event.eventName === 'MeterReset') {
      const { opening, digest } = event.args
      lease.meter = { ...meter, isSuspended: false, opening, openingDigest: digest, report: undefined }
    } else if (event.eventName === 'MeterCut') lease.meter = cut(meter, event.args.end)
    else if (event.eventName === 'MeterClosed') lease.meter = undefined
  }

  #applyImmobiliser(bank: BankContracts, log: JournalLog): void {
    const event = decode(immobiliserAbi, log)
    if (event === undefined || !('leaseId' in event.args)) return
    const { commands } = this.#lease(bank, event.args.leaseId)
    if (event.eventName === 'CommandIssued') {
      const { commandId, deviceId, locked, reason, by } = event.args
      commands.push({ ...placeOf(log), commandId, deviceId, isLock: locked, reason, by, acknowledgedAt: undefined })
    } else {
      const { commandId, ts } = event.args
      const command = commands.find((issued) => issued.commandId === commandId)
      if (command) command.acknowledgedAt = Number(ts)
    }
  }

  #applyDeviceOracle(bank: BankContracts, log: JournalLog): void {
    const event = decode(deviceOracleAbi, log)
    if (event === undefined) return
    const fleet = this.#fleet(bank)
    const place = placeOf(log)
    if (event.eventName === 'DeviceEnrolled') fleet.places[Number(event.args.index) - 1] = event.args.deviceId
    else if (event.eventName === 'AlarmsReported') {
      const { batch, asOf, answer } = event.args
      fleet.reports.set(batch, { ...place, batch, asOf, answer })
    } else if (event.eventName === 'AlarmsChanged') fleet.alarms.set(event.args.deviceId, event.args.newAlarms)
    else if (event.eventName === 'AlarmsAcknowledged') fleet.acknowledgements.push({ ...place, ...event.args })
    else if (event.eventName === 'FollowUpOpened') {
      fleet.followUps.push({ ...event.args, ...place, closed: undefined })
    } else if (event.eventName === 'FollowUpClosed') {
      const { followUpId, note, by } = event.args
      const followUp = fleet.followUps.find((opened) => opened.followUpId === followUpId)
      if (followUp) followUp.closed = { ...place, note, by }
    }
  }

  #device(deviceId: Hex): Device {
    return this.#devices.get(deviceId) ?? unheard(`device ${deviceId}`)
  }

  #lease(bank: BankContracts, leaseId: bigint): Lease {
    return this.#leases.get(leaseKey(bank, leaseId)) ?? unheard(`lease ${leaseKey(bank, leaseId)}`)
  }

  #fleet(bank: BankContracts): Fleet {
    return this.#fleets.get(bank) ?? unheard(`bank with the leases ${bank.leases}`)
  }
}

/** State of `ILeases.State`. */
const ACTIVE = 4

const STATE_AFTER: Readonly<Record<string, LeaseState>> = {
  LeaseSigned: 'Signed',
  LeaseApproved: 'Approved',
  LeaseCancelled: 'Cancelled',
  LeaseDelivered: 'Active',
  LeaseNoticed: 'Noticed',
  LeaseCured: 'Active',
  LeaseDefaulted: 'Defaulted',
  LeaseRepossessed: 'Repossessed',
  LeaseWrittenOff: 'WrittenOff',
  LeaseEnded: 'Ended',
}

/** @returns undefined for an event that the interface does not have */
function decode<const Abi extends readonly unknown[]>(abi: Abi, { topics, data }: JournalLog) {
  try {
    return decodeEventLog({ abi, topics, data, strict: true })
  } catch {
    return undefined
  }
}

/** The logs do not begin where these contracts begin: the start block is wrong. */
function unheard(what: string): never {
  throw new Error(`the chain speaks of ${what}, which no earlier event made: check the deployment's startBlock`)
}

function step(lease: Lease, state: LeaseState, { time }: Place): void {
  lease.state = state
  lease.steppedAt = time
}

function placeOf({ block, time }: Place): Place {
  return { block, time }
}

interface KeySet {
  readonly keyVersion: number
  readonly key: { readonly keyType: number; readonly x: Hex; readonly y: Hex }
  readonly time: number
}

function setKey(device: Device, { keyVersion, key, time }: KeySet): void {
  const before = device.keys.get(device.keyVersion)
  // A revoked key stays revoked.
  if (before && before.validUntil > time) device.keys.set(device.keyVersion, { ...before, validUntil: time })
  const { keyType, x, y }: DeviceKey = { ...key, keyType: key.keyType as KeyType }
  device.keyVersion = keyVersion
  device.keys.set(keyVersion, { keyType, x, y, validUntil: Number.POSITIVE_INFINITY })
}

function revokeKey(device: Device, keyVersion: number): void {
  const key = device.keys.get(keyVersion)
  if (key) device.keys.set(keyVersion, { ...key, validUntil: 0 })
}

interface Settlement {
  readonly period: number
  readonly usage: { readonly known: boolean }
  readonly nextEnd: number
}

function settled(meter: MeterRecord, { period, usage, nextEnd }: Settlement): MeterRecord {
  const next = { ...meter, period: period + 1, end: nextEnd, report: undefined }
  if (!usage.known || meter.report === undefined) return { ...next, silent: meter.silent + 1 }
  return { ...next, silent: 0, opening: meter.report.closing, openingDigest: meter.report.digest }
}

function cut(meter: MeterRecord, end: number): MeterRecord {
  const isPast = meter.report !== undefined && secondOf(meter.report.closing) > end
  return { ...meter, end, last: true, report: isPast ? undefined : meter.report }
}

function secondOf({ ts }: Counters): number {
  return Math.floor(ts / 1_000)
}
