import type { Address } from 'viem'
import type { DailyFacts } from '../facts.ts'

export const merchant: Address = '0x00000000000000000000000000000000000a11ce'

/** 2026-11-22 */
export const lastDay = 20_779

/** A day with round figures: 10 orders of 10.00, 5 ratings of 4 stars, stock of 365.00 and costs of 10.00. */
export function plainDay(day: number, changes: Partial<DailyFacts> = {}): DailyFacts {
  return {
    merchant,
    day,
    paidAmount: 10_000n,
    paidCount: 10,
    refundedAmount: 100n,
    ratingStars: 20,
    ratingCount: 5,
    costOfGoods: 1_000n,
    inventory: 36_500n,
    creditDefaults: 0,
    ...changes,
  }
}

/** Plain days up to and with {@link lastDay}. */
export function plainHistory(days: number, changes: (ago: number) => Partial<DailyFacts> = () => ({})): DailyFacts[] {
  return Array.from({ length: days }, (_, k) => plainDay(lastDay - days + 1 + k, changes(days - 1 - k)))
}
