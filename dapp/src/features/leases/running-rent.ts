import { type Bracket, billUsage, bracketAt, type Tariff } from '@tallystick/sdk'

/** A running period as meter and terms have it, and the device's newest counter. */
export interface RunningPeriod {
  readonly tariff: Tariff
  readonly baseRent: bigint
  readonly minimumRent: bigint
  /** Cumulative operating seconds at the begin of the period. */
  readonly openingOpSec: bigint
  /** Cumulative operating seconds by the newest reading. */
  readonly opSec: bigint
  /** Periods before this one without a reading: their hours belong to it. */
  readonly silent: number
  readonly periodDays: number
  /** Last second of the period. */
  readonly end: bigint
  readonly now: bigint
}

/** What the running period costs so far, and what it will cost if the machine is used on like this. */
export interface RunningRent {
  /** Operating seconds since the period's begin. */
  readonly opSec: bigint
  /** Base rent and use, as if the period ended now; what was committed included. */
  readonly soFar: bigint
  readonly estimate: bigint
  /** Price of the next hour. */
  readonly bracket: Bracket
  /** Operating seconds until the next bracket, over all periods of the bill; null in the last one. */
  readonly left: bigint | null
}

const DAY_SECONDS = 86_400n

/** Computes {@link RunningRent}, rounded as the contract does. */
export function runningRent(period: RunningPeriod): RunningRent {
  const { tariff, baseRent, minimumRent, silent, periodDays, end, now } = period
  const periods = silent + 1
  const used = period.opSec > period.openingOpSec ? period.opSec - period.openingOpSec : 0n
  const floor = minimumRent - baseRent
  const rentOf = (opSec: bigint) => baseRent + billUsage({ tariff, opSec, periods, floor })
  const length = BigInt(periodDays) * DAY_SECONDS
  const remaining = end > now ? end - now : 0n
  // Silent periods before belong to the time in which the hours were used.
  const elapsed = length * BigInt(periods) - remaining
  const expected = elapsed > 0n ? (used * (elapsed + remaining)) / elapsed : used
  const { bracket, left } = bracketAt(tariff, used / BigInt(periods))
  return {
    opSec: used,
    soFar: rentOf(used),
    estimate: rentOf(expected),
    bracket,
    left: left === null ? null : left * BigInt(periods),
  }
}
