import { MERCHANT_V1, MISSING } from '@tallystick/sdk'
import { describe, expect, it } from 'vitest'
import type { DailyFacts } from './facts.ts'
import { featuresOf, withinScopes } from './features.ts'
import { plainHistory } from './testing/facts.ts'

/** Features by name. */
function named(history: readonly DailyFacts[]): Record<string, number> {
  const { features } = featuresOf(history)
  return Object.fromEntries(MERCHANT_V1.map(({ name }, f) => [name, features[f] as number]))
}

describe('features of a merchant', () => {
  it('are exact for a business that never changes', () => {
    expect(named(plainHistory(400))).toEqual({
      transaction_amount: 300_000,
      transaction_count: 300,
      avg_rating: 400,
      inventory_turnover: 1_000,
      monthly_growth: 0,
      gmv_volatility: 0,
      refund_rate: 100,
      tenure_months: 13,
      past_defaults: 0,
      months_since_default: MISSING,
    })
  })

  it('reach to the end of the last day in UTC+8', () => {
    expect(featuresOf(plainHistory(200)).asOf).toBe(Date.parse('2026-11-23T00:00:00+08:00') / 1_000)
  })

  it('look at 90 days of sales and no further', () => {
    const within = named(plainHistory(400, (ago) => (ago === 89 ? { paidAmount: 10_003n } : {})))
    const before = named(plainHistory(400, (ago) => (ago === 90 ? { paidAmount: 99_999n } : {})))
    expect(within.transaction_amount).toBe(300_001)
    expect(before.transaction_amount).toBe(300_000)
  })

  it('round the mean down', () => {
    expect(named(plainHistory(400, (ago) => (ago === 0 ? { paidAmount: 10_002n } : {}))).transaction_amount).toBe(
      300_000,
    )
  })

  it('take growth from month to month, and falls towards −∞', () => {
    const doubled = named(plainHistory(400, (ago) => (ago < 30 ? { paidAmount: 20_000n } : {})))
    expect(doubled.monthly_growth).toBe(1_666)
    const fallen = named(plainHistory(400, (ago) => (ago < 30 ? { paidAmount: 6_667n } : {})))
    // (6667 − 10000) ÷ 10000 = −0.3333, a sixth of which is −555.5.
    expect(fallen.monthly_growth).toBe(-556)
  })

  it('leave growth from nothing out', () => {
    // Of six growths one is from nothing, one to nothing and four are level.
    const quiet = { paidAmount: 0n, paidCount: 0 }
    expect(named(plainHistory(400, (ago) => (ago >= 30 && ago < 60 ? quiet : {}))).monthly_growth).toBe(-2_000)
  })

  it('measure volatility as the standard deviation of whole months over their mean', () => {
    // Six months of 2, six of 1: mean 1.5, deviation 0.5.
    expect(named(plainHistory(400, (ago) => (ago < 180 ? { paidAmount: 20_000n } : {}))).gmv_volatility).toBe(3_333)
  })

  it('count a first month that is cut short in neither growth nor volatility', () => {
    const { monthly_growth, gmv_volatility } = named(plainHistory(199))
    expect([monthly_growth, gmv_volatility]).toEqual([0, 0])
  })

  it('leave out what is not there', () => {
    const bare = named(plainHistory(200, () => ({ ratingCount: 0, ratingStars: 0, inventory: 0n })))
    expect(bare.avg_rating).toBe(MISSING)
    expect(bare.inventory_turnover).toBe(MISSING)
  })

  it('have neither growth, volatility nor refunds when sales stopped a year ago', () => {
    const stopped = named(
      plainHistory(800, (ago) => (ago < 400 ? { paidAmount: 0n, paidCount: 0, refundedAmount: 0n } : {})),
    )
    expect([stopped.monthly_growth, stopped.gmv_volatility, stopped.refund_rate]).toEqual([MISSING, MISSING, MISSING])
    expect(stopped.transaction_amount).toBe(0)
  })

  it('remember defaults for 36 whole months', () => {
    const withDefaults = (...days: number[]) =>
      named(plainHistory(1_300, (ago) => (days.includes(ago) ? { creditDefaults: 1 } : {})))
    // 2023-11-23 is the first day within 36 months of 2026-11-22, 1095 days before it.
    expect(withDefaults(1_095)).toMatchObject({ past_defaults: 1, months_since_default: 35 })
    expect(withDefaults(1_096)).toMatchObject({ past_defaults: 0, months_since_default: MISSING })
    expect(withDefaults(700, 31)).toMatchObject({ past_defaults: 2, months_since_default: 1 })
  })

  it('stay within the schema', () => {
    expect(named(plainHistory(400, () => ({ refundedAmount: 20_000n }))).refund_rate).toBe(10_000)
  })

  it('need 180 days since the first order', () => {
    expect(() => featuresOf(plainHistory(179))).toThrow('a score needs 180 days of orders on this platform')
    expect(featuresOf(plainHistory(180)).features).toHaveLength(10)
    const noOrders = plainHistory(400, () => ({ paidAmount: 0n, paidCount: 0 }))
    expect(() => featuresOf(noOrders)).toThrow('a score needs 180 days of orders on this platform')
  })

  it('outside the scopes become missing', () => {
    const { features } = featuresOf(plainHistory(400))
    const turnoverOnly = withinScopes(features, 0b00001)
    expect(turnoverOnly.map((value) => value !== MISSING)).toEqual(MERCHANT_V1.map(({ scope }) => scope === 0))
  })
})
