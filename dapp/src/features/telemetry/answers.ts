import type { AlarmKey, AlarmSeverity, ReadingMessage } from '@tallystick/sdk'
import type { Address, Hex } from 'viem'

/** What the gateway answers; see its OpenAPI document. Integers of 64 bits are decimal strings, as devices send them. */
export interface DeviceAnswer {
  readonly deviceId: Hex
  readonly manufacturer: Address
  readonly oem: string
  readonly model: string
  /** Index in `IDevices.Tier`. */
  readonly tier: number
  readonly keyVersion: number
  readonly ratedFuelMlPerHour: number
  /** The lease that it serves, or served last. */
  readonly lease: {
    readonly book: Address
    readonly leaseId: string
    readonly state: string
    readonly lessee: Address
  } | null
  readonly last: LastReading | null
  /** Accepted readings, and numbers that never came. */
  readonly received: string
  readonly missing: string
  readonly alarms: readonly ActiveAlarm[]
  /** Kinds of alarms as the chain has them. */
  readonly alarmsOnChain: readonly AlarmKey[]
  readonly command: CommandAnswer | null
}

export interface LastReading {
  /** With its signature when it came in the list; the stream tells what was measured only. */
  readonly message: ReadingMessage | Pick<ReadingMessage, 'r'>
  readonly digest: Hex
  /** Unix milliseconds of the gateway's clock. */
  readonly receivedAt: number
}

export interface ActiveAlarm {
  readonly id: string
  readonly key: AlarmKey
  readonly severity: AlarmSeverity
  /** Unix milliseconds: when the condition began, and when the alarm was raised. */
  readonly since: number
  readonly raisedAt: number
}

export interface CommandAnswer {
  readonly commandId: string
  readonly locked: boolean
  readonly reason: string
  /** Unix seconds. */
  readonly issuedAt: number
  /** Unix milliseconds by the device; null until the chain has its word. */
  readonly acknowledgedAt: number | null
}

/** The last reading of an interval; counters are cumulative. */
export interface SeriesPoint {
  readonly seq: string
  readonly ts: string
  readonly latE7: number
  readonly lonE7: number
  readonly accuracyCm: number
  readonly opSec: string
  readonly idleSec: string
  readonly fuelMl: string
  readonly fuelPctBp: number
  readonly engine: number
  readonly flags: number
}

/** Words of an officer: the chain has the hash, the gateway the text when it was given to it. */
export interface NoteAnswer {
  readonly hash: Hex
  readonly text: string | null
}

export interface AcknowledgementAnswer {
  readonly by: Address
  /** Unix seconds. */
  readonly at: number
  readonly note: NoteAnswer | null
}

export interface FollowUpAnswer extends AcknowledgementAnswer {
  readonly followUpId: string
  /** Days since 1970-01-01, UTC+8. */
  readonly dueDay: number
  readonly closed: AcknowledgementAnswer | null
}

/** An alarm with what officers did about it. Times are Unix milliseconds. */
export interface AlarmAnswer extends ActiveAlarm {
  readonly deviceId: Hex
  /** The lease that it was raised under, as book/number; empty when there was none. */
  readonly lease: string
  readonly clearedAt: number | null
  readonly clearReason: 'RULE' | 'OFFICER' | 'LEASE_ENDED' | null
  /** The first one after it was raised. */
  readonly acknowledgement: AcknowledgementAnswer | null
  readonly followUps: readonly FollowUpAnswer[]
}

/** Evidence of a period, with one raw reading picked out. */
export interface EvidenceAnswer {
  readonly leaseId: string
  readonly period: number
  readonly deviceId: Hex
  /** Merkle root on chain; zero when somebody else brought the reading. */
  readonly root: Hex
  readonly closing: ReadingMessage
  readonly digests: readonly Hex[]
  readonly picked: { readonly message: ReadingMessage; readonly proof: readonly Hex[] }
}
