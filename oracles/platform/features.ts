/**
 * From daily facts to the features of schema `merchant-v1` (docs/scoring.md), in exact integers.
 *
 * A month is a window of 30 days that ends with the last day of the facts, or 30 days earlier, and so on; a year is twelve
 * of them. A window counts when the first order lies before it or on its first day. Days without facts are days without
 * business. Quotients are rounded towards −∞, once, and clamped to the schema's range. Tenure and the time since a default
 * are whole calendar months.
 */
import { CHINA_UTC_OFFSET, isoDay, MERCHANT_V1, MISSING, startOfDay } from '@tallystick/sdk'
import type { DailyFacts } from './facts.ts'
import { Refusal } from './refusal.ts'

/** Days of data from the first order on that a score needs. */
export const MINIMUM_DAYS = 180

const MONTH_DAYS = 30
const YEAR_MONTHS = 12
const YEAR_DAYS = 365n
const DEFAULT_MEMORY_MONTHS = 36
const GROWTH_MONTHS = 6

/** A merchant's features and the second up to which they reach. */
export interface MerchantFeatures {
  /** End of the last day of the facts, in seconds. */
  readonly asOf: number
  /** In the schema's order. */
  readonly features: readonly number[]
}

/**
 * Features of a merchant.
 * @param history all facts of this merchant, by rising day, at least one
 * @throws Refusal DATA_TOO_YOUNG with less than {@link MINIMUM_DAYS} since the first order
 */
export function featuresOf(history: readonly DailyFacts[]): MerchantFeatures {
  const first = history.find(({ paidCount }) => paidCount > 0)
  const last = history.at(-1)
  if (first === undefined || last === undefined || last.day - first.day + 1 < MINIMUM_DAYS) {
    throw new Refusal('DATA_TOO_YOUNG', `a score needs ${MINIMUM_DAYS} days of orders on this platform`)
  }
  const months = monthsOf(history, first.day, last.day)
  const quarter = history.filter(({ day }) => day > last.day - 3 * MONTH_DAYS)
  const year = history.filter(({ day }) => day > last.day - YEAR_MONTHS * MONTH_DAYS)
  const values: Readonly<Record<string, bigint | undefined>> = {
    transaction_amount: sum(quarter, ({ paidAmount }) => paidAmount) / 3n,
    transaction_count: sum(quarter, ({ paidCount }) => BigInt(paidCount)) / 3n,
    avg_rating: ratio(
      sum(year, ({ ratingStars }) => BigInt(ratingStars)) * 100n,
      sum(year, ({ ratingCount }) => BigInt(ratingCount)),
    ),
    // Cost a day × 365 ÷ (sum of inventories ÷ days): the number of days cancels out.
    inventory_turnover: ratio(
      sum(year, ({ costOfGoods }) => costOfGoods) * YEAR_DAYS * 100n,
      sum(year, ({ inventory }) => inventory),
    ),
    monthly_growth: meanGrowth(months.slice(0, GROWTH_MONTHS + 1)),
    gmv_volatility: volatility(months),
    refund_rate: ratio(
      sum(year, ({ refundedAmount }) => refundedAmount) * 10_000n,
      sum(year, ({ paidAmount }) => paidAmount),
    ),
    tenure_months: BigInt(wholeMonths(first.day, last.day)),
    ...paymentRecord(history, last.day),
  }
  return {
    asOf: Number(startOfDay(last.day + 1, CHINA_UTC_OFFSET)),
    features: MERCHANT_V1.map(({ name, range }) => clamped(values[name], range)),
  }
}

/** Keeps the features whose kind of data is in `scopes`; the others become missing. */
export function withinScopes(features: readonly number[], scopes: number): number[] {
  return features.map((value, f) => ((scopes >> (MERCHANT_V1[f]?.scope ?? 31)) & 1 ? value : MISSING))
}

/** Amounts of the last twelve months, the latest first; only months that the first order does not cut short. */
function monthsOf(history: readonly DailyFacts[], firstDay: number, lastDay: number): bigint[] {
  const count = Math.min(YEAR_MONTHS, Math.floor((lastDay - firstDay + 1) / MONTH_DAYS))
  const amounts = Array.from({ length: count }, () => 0n)
  for (const { day, paidAmount } of history) {
    const month = Math.floor((lastDay - day) / MONTH_DAYS)
    if (month < count) amounts[month] = (amounts[month] ?? 0n) + paidAmount
  }
  return amounts
}

/** Mean of the growths from month to month, each in 1/10000; growth from nothing is left out. */
function meanGrowth(latestFirst: readonly bigint[]): bigint | undefined {
  const growths = latestFirst.slice(0, -1).flatMap((amount, k) => {
    const before = latestFirst[k + 1] ?? 0n
    return before === 0n ? [] : [floorDivide((amount - before) * 10_000n, before)]
  })
  return ratio(
    growths.reduce((total, growth) => total + growth, 0n),
    BigInt(growths.length),
  )
}

/** Population standard deviation ÷ mean in 1/10000: ⌊10⁴ · √(nΣx² − (Σx)²) ÷ Σx⌋. */
function volatility(amounts: readonly bigint[]): bigint | undefined {
  const total = amounts.reduce((all, amount) => all + amount, 0n)
  const squares = amounts.reduce((all, amount) => all + amount * amount, 0n)
  return ratio(squareRoot((BigInt(amounts.length) * squares - total * total) * 100_000_000n), total)
}

function paymentRecord(history: readonly DailyFacts[], lastDay: number): Record<string, bigint | undefined> {
  const remembered = history.filter(
    ({ day, creditDefaults }) => creditDefaults > 0 && wholeMonths(day, lastDay) < DEFAULT_MEMORY_MONTHS,
  )
  const latest = remembered.at(-1)
  return {
    past_defaults: sum(remembered, ({ creditDefaults }) => BigInt(creditDefaults)),
    months_since_default: latest && BigInt(wholeMonths(latest.day, lastDay)),
  }
}

function sum(history: readonly DailyFacts[], figure: (facts: DailyFacts) => bigint): bigint {
  return history.reduce((total, facts) => total + figure(facts), 0n)
}

function ratio(numerator: bigint, denominator: bigint): bigint | undefined {
  return denominator === 0n ? undefined : floorDivide(numerator, denominator)
}

function floorDivide(numerator: bigint, denominator: bigint): bigint {
  return numerator / denominator - (numerator % denominator < 0n ? 1n : 0n)
}

/** ⌊√n⌋ by Newton's method. */
function squareRoot(n: bigint): bigint {
  if (n < 2n) return n
  let root = 1n << BigInt((n.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (root + n / root) >> 1n
    if (next >= root) return root
    root = next
  }
}

/** Whole calendar months from one day to another. */
function wholeMonths(from: number, to: number): number {
  const [fromYear = 0, fromMonth = 0, fromDay = 0] = isoDay(from).split('-').map(Number)
  const [toYear = 0, toMonth = 0, toDay = 0] = isoDay(to).split('-').map(Number)
  return 12 * (toYear - fromYear) + toMonth - fromMonth - (toDay < fromDay ? 1 : 0)
}

function clamped(value: bigint | undefined, [lowest, highest]: readonly [number, number]): number {
  return value === undefined ? MISSING : Math.min(highest, Math.max(lowest, Number(value)))
}
