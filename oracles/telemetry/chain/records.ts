/** What the chain says of things, as the gateway holds it. Times of the chain are Unix seconds. */
import type { Address, Hex } from 'viem'
import type { RegisteredKey } from '../ingest/directory.ts'
import type { BankContracts } from './contracts.ts'

export interface DeviceRecord {
  readonly deviceId: Hex
  readonly manufacturer: Address
  readonly oem: string
  readonly model: string
  readonly serialHash: Hex
  readonly ratedFuelMlPerHour: number
  /** Index in `IDevices.Tier`. */
  readonly tier: number
  /** Book whose lease the device serves, undefined while it is free. */
  readonly book: Address | undefined
  /** Version of the present key. */
  readonly keyVersion: number
  readonly keys: ReadonlyMap<number, RegisteredKey>
  readonly registeredAt: number
}

/** Names of `ILeases.State`, as far as a lease that was proposed can be in. */
export type LeaseState =
  | 'Proposed'
  | 'Signed'
  | 'Approved'
  | 'Active'
  | 'Noticed'
  | 'Defaulted'
  | 'Repossessed'
  | 'WrittenOff'
  | 'Ended'
  | 'Cancelled'

/** Counters as the meter keeps them; `ts` in Unix milliseconds. */
export interface Counters {
  readonly seq: bigint
  readonly ts: number
  readonly opSec: number
  readonly idleSec: number
  readonly fuelMl: bigint
}

/** A closing reading that stands. */
export interface UsageReport {
  readonly closing: Counters
  readonly digest: Hex
  /** Zero when only the reading was brought. */
  readonly root: Hex
  readonly received: number
  /** Second from which the period can be settled. */
  readonly finalAt: number
  readonly reporter: Address
  readonly isConfirmed: boolean
}

/** A lease's meter in its running period. */
export interface MeterRecord {
  readonly deviceId: Hex
  readonly opening: Counters
  readonly openingDigest: Hex
  readonly periodDays: number
  readonly period: number
  /** Last second of the period. */
  readonly end: number
  /** Periods before this one without a reading that counted. */
  readonly silent: number
  readonly isSuspended: boolean
  /** The running period is the last. */
  readonly last: boolean
  readonly report: UsageReport | undefined
}

export interface CommandRecord {
  readonly block: number
  readonly time: number
  readonly commandId: bigint
  readonly deviceId: Hex
  readonly isLock: boolean
  readonly reason: string
  readonly by: Address
  /** Unix milliseconds at which the device says that it was carried out; undefined until the chain has its word. */
  readonly acknowledgedAt: number | undefined
}

/** Terms as they were proposed; amounts in minor units, see `ILeases.Terms`. */
export interface LeaseTerms {
  readonly deviceId: Hex
  readonly lessee: Address
  readonly price: bigint
  readonly buyOut: bigint
  readonly deposit: bigint
  readonly baseRent: bigint
  readonly minimumRent: bigint
  readonly rateBps: number
  readonly coverBps: number
  readonly earlyFeeBps: number
  readonly periodDays: number
  readonly periods: number
  readonly tariff: readonly { readonly fromHours: number; readonly pricePerHour: number | bigint }[]
  readonly alarms: { readonly unusedHours: number; readonly fuelRatePct: number; readonly idlePct: number }
}

export interface LeaseRecord {
  readonly bank: BankContracts
  readonly leaseId: bigint
  readonly deviceId: Hex
  readonly manufacturer: Address
  readonly lessee: Address
  readonly terms: LeaseTerms
  readonly termsHash: Hex
  /** Region as it was proposed: latE7, lonE7, … */
  readonly corners: readonly number[]
  readonly state: LeaseState
  /** When the lease came into its state. */
  readonly steppedAt: number
  readonly deliveredAt: number | undefined
  /** Day of the oldest unpaid bill, 0 when none. */
  readonly dueSince: number
  readonly impairedPct: number
  /** The last period has been billed. */
  readonly finalBilled: boolean
  readonly meter: MeterRecord | undefined
  /** In the order in which they were given. */
  readonly commands: readonly CommandRecord[]
}

/** An answer of the oracle network. */
export interface AlarmReport {
  readonly block: number
  readonly time: number
  readonly batch: number
  readonly asOf: number
  readonly answer: Hex
}

export interface AlarmAcknowledgement {
  readonly block: number
  readonly time: number
  readonly deviceId: Hex
  /** Alarm bits. */
  readonly alarms: number
  /** keccak256 of the officer's words, zero for none. */
  readonly note: Hex
  readonly by: Address
}

export interface FollowUpRecord {
  readonly block: number
  readonly time: number
  readonly deviceId: Hex
  readonly followUpId: bigint
  readonly alarms: number
  readonly note: Hex
  readonly dueDay: number
  readonly by: Address
  readonly closed:
    | { readonly block: number; readonly time: number; readonly note: Hex; readonly by: Address }
    | undefined
}

/** What a bank's `DeviceOracle` says. */
export interface FleetRecord {
  /** Enrolled devices; the first has index 1. */
  readonly places: readonly Hex[]
  /** Alarm bits as last applied; devices without an entry have none. */
  readonly alarms: ReadonlyMap<Hex, number>
  /** The last answer of each batch. */
  readonly reports: ReadonlyMap<number, AlarmReport>
  readonly acknowledgements: readonly AlarmAcknowledgement[]
  readonly followUps: readonly FollowUpRecord[]
}
