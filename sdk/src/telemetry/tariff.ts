import { BPS } from '../money.ts'
import { divideUp, smaller } from '../rounding.ts'

/** Use above `fromHours` of a period costs `pricePerHour`, up to the next bracket. */
export interface Bracket {
  /** Whole hours, below 2^24. */
  readonly fromHours: number
  /** Minor units an hour, above 0 and below 2^40. */
  readonly pricePerHour: bigint
}

/** Price of use within one period: 1 to {@link MAX_BRACKETS} brackets, see {@link checkTariff}. */
export type Tariff = readonly Bracket[]

export const MAX_BRACKETS = 4
const SECONDS_PER_HOUR = 3_600n
const BRACKET_BITS = 64
const HOURS_LIMIT = 2 ** 24
const PRICE_BITS = 40n

export type TariffProblemCode =
  | 'bracket_count'
  | 'first_not_zero'
  | 'hours_out_of_range'
  | 'price_out_of_range'
  | 'hours_not_rising'
  | 'price_rises'

/** What is wrong with a tariff, and at which bracket, counted from 0. */
export interface TariffProblem {
  readonly code: TariffProblemCode
  readonly bracket: number
}

/**
 * All that `LeaseOffers.propose` refuses in a tariff; empty when it is good. Prices that never rise make the average
 * price per hour never rise either.
 */
export function checkTariff(tariff: Tariff): readonly TariffProblem[] {
  if (tariff.length < 1 || tariff.length > MAX_BRACKETS) return [{ code: 'bracket_count', bracket: tariff.length }]
  return tariff.flatMap((bracket, index) =>
    problemsOf(bracket, tariff[index - 1]).map((code) => ({ code, bracket: index })),
  )
}

function problemsOf({ fromHours, pricePerHour }: Bracket, before: Bracket | undefined): TariffProblemCode[] {
  const problems: TariffProblemCode[] = []
  if (!Number.isInteger(fromHours) || fromHours < 0 || fromHours >= HOURS_LIMIT) problems.push('hours_out_of_range')
  if (pricePerHour <= 0n || pricePerHour >= 1n << PRICE_BITS) problems.push('price_out_of_range')
  if (before === undefined && fromHours !== 0) problems.push('first_not_zero')
  if (before !== undefined && fromHours <= before.fromHours) problems.push('hours_not_rising')
  if (before !== undefined && pricePerHour > before.pricePerHour) problems.push('price_rises')
  return problems
}

/**
 * A tariff in one word, as `LeaseOffers.offer` returns it: 64 bits a bracket, hours ‖ price, the first one highest.
 * @throws RangeError when {@link checkTariff} finds a problem
 */
export function packTariff(tariff: Tariff): bigint {
  const [problem] = checkTariff(tariff)
  if (problem) throw new RangeError(`Bracket ${problem.bracket} of the tariff: ${problem.code}`)
  return tariff.reduce((word, { fromHours, pricePerHour }, index) => {
    const bracket = (BigInt(fromHours) << PRICE_BITS) | pricePerHour
    return word | (bracket << shiftOf(index))
  }, 0n)
}

/** Reads {@link packTariff}'s word: no bracket is free of charge, so an empty one ends the list. */
export function unpackTariff(word: bigint): Tariff {
  const brackets: Bracket[] = []
  for (let index = 0; index < MAX_BRACKETS; index++) {
    const bracket = BigInt.asUintN(BRACKET_BITS, word >> shiftOf(index))
    if (bracket === 0n) break
    brackets.push({ fromHours: Number(bracket >> PRICE_BITS), pricePerHour: BigInt.asUintN(40, bracket) })
  }
  return brackets
}

function shiftOf(bracket: number): bigint {
  return BigInt(BRACKET_BITS * (MAX_BRACKETS - 1 - bracket))
}

/**
 * Price of `opSec` seconds of use in one period, exactly as `LeaseOffers.usageRent`:
 * `⌊Σ seconds in the bracket · pricePerHour / 3600⌋`, rounded once.
 */
export function usageRent(tariff: Tariff, opSec: bigint): bigint {
  return secondPrices(tariff, opSec) / SECONDS_PER_HOUR
}

/** Σ seconds in the bracket · pricePerHour: the price × 3600, without rounding. */
function secondPrices(tariff: Tariff, opSec: bigint): bigint {
  return tariff.reduce((sum, { fromHours, pricePerHour }, index) => {
    const from = BigInt(fromHours) * SECONDS_PER_HOUR
    if (opSec <= from) return sum
    const next = tariff[index + 1]
    const to = next === undefined ? opSec : smaller(opSec, BigInt(next.fromHours) * SECONDS_PER_HOUR)
    return sum + (to - from) * pricePerHour
  }, 0n)
}

/** Average price of an hour in minor units, rounded down; null without use. */
export function averagePerHour(tariff: Tariff, opSec: bigint): bigint | null {
  return opSec === 0n ? null : secondPrices(tariff, opSec) / opSec
}

/** The bracket that the next second of use falls into, and the seconds left until the one after it. */
export function bracketAt(tariff: Tariff, opSec: bigint): { readonly bracket: Bracket; readonly left: bigint | null } {
  const index = tariff.findLastIndex(({ fromHours }) => BigInt(fromHours) * SECONDS_PER_HOUR <= opSec)
  const [bracket, next] = [tariff[index], tariff[index + 1]]
  if (bracket === undefined) throw new RangeError('The tariff does not begin at hour 0')
  return { bracket, left: next === undefined ? null : BigInt(next.fromHours) * SECONDS_PER_HOUR - opSec }
}

/** Use that one bill covers. */
export interface BilledUse {
  readonly tariff: Tariff
  /** Seconds of use in all periods that the bill covers. */
  readonly opSec: bigint
  /** Periods that the use belongs to: the billed one and the silent ones before it. */
  readonly periods: number
  /** Least price of a period's use: `minimumRent − baseRent`. */
  readonly floor: bigint
}

/**
 * Price of the use in a bill, exactly as `Leases.bill`: the seconds are spread evenly over the periods (rounded down),
 * so that silence gains nobody a cheaper bracket: `periods · max(usageRent(⌊opSec / periods⌋), floor)`.
 */
export function billUsage({ tariff, opSec, periods, floor }: BilledUse): bigint {
  if (!Number.isInteger(periods) || periods < 1) throw new RangeError(`A bill covers 1 period or more, not ${periods}`)
  const each = usageRent(tariff, opSec / BigInt(periods))
  return BigInt(periods) * (each > floor ? each : floor)
}

/** What base rents have to pay back. */
export interface RentTerms {
  /** Price less buy-out price, minor units. */
  readonly financed: bigint
  readonly baseRent: bigint
  /** Yearly rate, ACT/365F. */
  readonly rateBps: number
  readonly periodDays: number
  readonly periods: number
}

/** One base rent, minor units. */
export interface RentRow {
  /** From 1. */
  readonly period: number
  readonly rent: bigint
  readonly interest: bigint
  readonly principal: bigint
  /** Principal left after it. */
  readonly remaining: bigint
}

/** The base rents do not pay back what is financed. */
export class RentTooLowError extends Error {
  override readonly name = 'RentTooLowError'
  /** Principal left after the last period. */
  readonly unpaid: bigint

  constructor(unpaid: bigint) {
    super(`The base rents leave ${unpaid} minor units unpaid; raise the base rent or the number of periods`)
    this.unpaid = unpaid
  }
}

/**
 * Repayment plan of a lease whose rents are paid on the day they fall due, as `LeaseOffers.propose` plays it through. A
 * period's interest is `⌈principal · rateBps · periodDays / (10⁴ · 365)⌉`, the rest of the base rent repays principal.
 * The last rent is what is left; the plan ends early when the rents are high.
 * @throws RentTooLowError when principal is left after the last period
 */
export function rentSchedule({ financed, baseRent, rateBps, periodDays, periods }: RentTerms): readonly RentRow[] {
  const rows: RentRow[] = []
  let remaining = financed
  for (let period = 1; period <= periods && remaining > 0n; period++) {
    const interest = divideUp(remaining * BigInt(rateBps) * BigInt(periodDays), BPS * 365n)
    const rent = smaller(baseRent, remaining + interest)
    const principal = rent - interest
    remaining -= principal
    rows.push({ period, rent, interest, principal, remaining })
  }
  if (remaining > 0n) throw new RentTooLowError(remaining)
  return rows
}
