import type { Address } from 'viem'

/** What a platform knows about one merchant's day. Amounts are in 1/100 of the currency. */
export interface DailyFacts {
  /** Account on chain, in lower case. */
  readonly merchant: Address
  /** Days since 1970-01-01 in the platform's offset (UTC+8). */
  readonly day: number
  readonly paidAmount: bigint
  readonly paidCount: number
  readonly refundedAmount: bigint
  /** Sum of the stars given, 1 to 5 each. */
  readonly ratingStars: number
  readonly ratingCount: number
  readonly costOfGoods: bigint
  /** Value of the stock at the end of the day. */
  readonly inventory: bigint
  /** Credit defaults that became known. */
  readonly creditDefaults: number
}

/** Most that an amount may be: a year of such days still adds up to a safe integer. */
export const MAX_AMOUNT = 10n ** 13n

/** Most that a count may be, for the same reason and for the column's type. */
export const MAX_COUNT = 100_000_000

/**
 * Why the facts cannot be true, or undefined when they can.
 * Ranges and whole numbers are the business of whoever reads them.
 */
export function contradiction(facts: DailyFacts): string | undefined {
  if (facts.paidAmount > 0n && facts.paidCount === 0) return 'an amount was paid, but no order'
  if (facts.ratingStars < facts.ratingCount || facts.ratingStars > 5 * facts.ratingCount) {
    return `${facts.ratingCount} ratings cannot add up to ${facts.ratingStars} stars`
  }
  return undefined
}
