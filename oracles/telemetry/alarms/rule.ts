import type { AlarmKey, Reading, Region } from '@tallystick/sdk'
import type { Hex } from 'viem'
import type { RefusalCode } from '../ingest/refusal.ts'

export const HOUR_MS = 3_600_000

/** What a machine's lease makes the gateway watch for. */
export interface Watch {
  readonly deviceId: Hex
  /** Names the lease over all banks: alarms of one lease do not go on in the next. Empty while there is none. */
  readonly lease: string
  /** Unix milliseconds of delivery. */
  readonly startedAt: number
  /** Hours without operation before an alarm. */
  readonly unusedHours: number
  /** Burn per operating hour before an alarm, in percent of {@link ratedFuelMlPerHour}. */
  readonly fuelRatePct: number
  /** Idle share of operating hours before an alarm, in percent. */
  readonly idlePct: number
  /** What the machine burns at most by its data sheet; 0 when unknown. */
  readonly ratedFuelMlPerHour: number
  /** Area of work that has been checked; empty for anywhere. */
  readonly region: Region
}

/** What is watched of a machine that serves no lease: only {@link AlarmRule.isPermanent} rules apply. */
export function unleased(deviceId: Hex): Watch {
  const never = Number.POSITIVE_INFINITY
  const limits = { unusedHours: never, fuelRatePct: never, idlePct: never, ratedFuelMlPerHour: 0 }
  return { deviceId, lease: '', startedAt: 0, ...limits, region: [] }
}

/** A reading beside the one before it. */
export interface Sample {
  readonly reading: Reading
  readonly previous: Reading | undefined
  /** Readings missing between the two. */
  readonly gap: number
}

/** What a condition is judged by, besides what the rule remembers. */
export interface Moment {
  /** Unix milliseconds: the reading's own time, or the clock's for conditions that come with time. */
  readonly now: number
  /** The device's last reading; undefined when the gateway has none. */
  readonly last: Reading | undefined
  /** When the gateway last took a reading of the device; the time of delivery when it never did. */
  readonly heardAt: number
  /** How often a device should report, milliseconds. */
  readonly interval: number
  readonly watch: Watch
}

/**
 * One kind of alarm. What it remembers of a device is plain JSON and kept across restarts; methods return the state that
 * they were given when nothing changed, so that it is written only when it must be.
 */
export interface AlarmRule<State> {
  readonly key: AlarmKey
  /** Also watched while the machine serves no lease. */
  readonly isPermanent?: boolean
  /** State of a device of which nothing is known. */
  readonly fresh: State
  observe(state: State, sample: Sample, watch: Watch): State
  /** A message of the device was refused at `at` (Unix milliseconds). */
  refuse?(state: State, code: RefusalCode, at: number): State
  /** The device's connection broke at `at`, by its will. */
  disconnect?(state: State, at: number): State
  /** An officer has closed the matter. */
  close?(state: State): State
  /** Since when (Unix milliseconds) the condition to raise holds; undefined when it does not. */
  holdsSince(state: State, moment: Moment): number | undefined
  /** State after the condition to raise was seen to hold. */
  hold?(state: State, moment: Moment): State
  /** The rule's own condition to clear; asked only when the one to raise does not hold. */
  isCleared(state: State, moment: Moment): boolean
}
