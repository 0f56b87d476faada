import { dayOf, maturityOf } from './days.ts'
import { BPS } from './money.ts'
import { divideUp } from './rounding.ts'

/** Seconds in the year of every rate: 365 days, without leap days (ACT/365F). */
export const YEAR_SECONDS = 31_536_000n

/** What a quote depends on; all but `units` and `now` come from the chain. */
export interface QuoteInput {
  /** Units to sell: minor units of the settlement asset at face. */
  readonly units: bigint
  /** Yearly discount rate. */
  readonly discountBps: number
  /** Handling fee on the advance, once. */
  readonly feeBps: number
  /** Part of the units that is financed, 1 to 10 000. */
  readonly advanceBps: number
  /** Last day of payment, days since 1970-01-01 in the profile's offset. */
  readonly dueDay: number
  /** Time of the purchase, unix seconds. */
  readonly now: bigint
  /** The profile's offset from UTC in seconds. */
  readonly utcOffset: number
}

/** What a seller receives and what it costs, in minor units of the settlement asset. */
export interface Quote {
  /** Financed part of the units, rounded down. */
  readonly advance: bigint
  /** Rounded up. */
  readonly discount: bigint
  /** Rounded up. */
  readonly fee: bigint
  /** Paid to the seller now: advance − discount − fee. */
  readonly price: bigint
  /** Paid to the seller after settlement: units − advance. */
  readonly holdback: bigint
  /** Seconds from now to the end of the due day. */
  readonly tenorSeconds: bigint
  /** Yearly cost of the cash received, ACT/365 without compounding, rounded half up. */
  readonly allInBps: number
}

/**
 * Prices a sale of units exactly as `FactoringDesk.quote` does.
 *
 * `advance = ⌊units·advanceBps/1e4⌋`, `discount = ⌈advance·discountBps·(maturity−now)/(1e4·365 d)⌉`,
 * `fee = ⌈advance·feeBps/1e4⌉`.
 * @throws RangeError when the due day is not after today, or discount and fee leave nothing to pay
 */
export function quote(input: QuoteInput): Quote {
  const today = dayOf(input.now, input.utcOffset)
  if (input.dueDay <= today) throw new RangeError(`due day ${input.dueDay} is not after today, ${today}`)
  const tenorSeconds = maturityOf(input.dueDay, input.utcOffset) - input.now
  const advance = (input.units * BigInt(input.advanceBps)) / BPS
  const discount = divideUp(advance * BigInt(input.discountBps) * tenorSeconds, BPS * YEAR_SECONDS)
  const fee = divideUp(advance * BigInt(input.feeBps), BPS)
  const price = advance - discount - fee
  if (price <= 0n) throw new RangeError(`discount ${discount} and fee ${fee} leave nothing of ${advance}`)
  const allInBps = yearlyCostBps(discount + fee, price, tenorSeconds)
  return { advance, discount, fee, price, holdback: input.units - advance, tenorSeconds, allInBps }
}

/**
 * Yearly cost of `cost` on `cash` held for `seconds`, ACT/365 without compounding, in bps rounded half up.
 * @param cash greater than zero, in the same units as `cost`
 * @param seconds greater than zero
 */
export function yearlyCostBps(cost: bigint, cash: bigint, seconds: bigint): number {
  const [numerator, denominator] = [cost * YEAR_SECONDS * BPS, cash * seconds]
  return Number((2n * numerator + denominator) / (2n * denominator))
}

/**
 * Penalty for paying after the grace period, exactly as `Receivables.amountDue` computes it, rounded up.
 * @param principal unpaid face
 * @param penaltyBps yearly rate, ACT/365
 * @param daysLate whole days since the due day
 */
export function penalty(principal: bigint, penaltyBps: number, daysLate: number): bigint {
  return divideUp(principal * BigInt(penaltyBps) * BigInt(daysLate), BPS * 365n)
}
