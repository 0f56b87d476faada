import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHINA_UTC_OFFSET, dayOf, maturityOf } from './days.ts'
import { penalty, type QuoteInput, quote, YEAR_SECONDS, yearlyCostBps } from './pricing.ts'

const NOW = 1_795_305_600n // 2026-11-22T00:00:00Z, 08:00 in China

const INPUT: QuoteInput = {
  units: 213_600_000_000n,
  discountBps: 450,
  feeBps: 20,
  advanceBps: 9_000,
  dueDay: dayOf(NOW, CHINA_UTC_OFFSET) + 90,
  now: NOW,
  utcOffset: CHINA_UTC_OFFSET,
}

describe('quote', () => {
  it('prices an example that can be checked by hand', () => {
    // 90 days and the 16 hours that are left of today: 7 833 600 s.
    expect(quote(INPUT)).toEqual({
      advance: 192_240_000_000n,
      discount: 2_148_874_521n, // 192 240 000 000 · 450 · 7 833 600 / (10 000 · 31 536 000) = 2 148 874 520.5…
      fee: 384_480_000n,
      price: 189_706_645_479n,
      holdback: 21_360_000_000n,
      tenorSeconds: 7_833_600n,
      allInBps: 538,
    })
  })

  it('rounds for the treasury: advance down, discount and fee up', () => {
    const small = quote({ ...INPUT, units: 10n, advanceBps: 9_999 })
    expect([small.advance, small.discount, small.fee, small.price]).toEqual([9n, 1n, 1n, 7n])
  })

  it('is refused from the due day on', () => {
    const dueDay = dayOf(NOW, CHINA_UTC_OFFSET)
    expect(() => quote({ ...INPUT, dueDay })).toThrow(RangeError)
    expect(quote({ ...INPUT, dueDay: dueDay + 1 }).tenorSeconds).toBe(144_000n)
  })

  it('is refused when the costs eat the advance', () => {
    expect(() => quote({ ...INPUT, units: 1n })).toThrow('leave nothing')
  })

  it('divides the units without loss and never costs less than its rates', () => {
    const inputs = fc.record({
      units: fc.bigInt({ min: 10n ** 6n, max: 2n ** 88n }),
      discountBps: fc.integer({ min: 0, max: 3_000 }),
      feeBps: fc.integer({ min: 0, max: 500 }),
      advanceBps: fc.integer({ min: 1_000, max: 10_000 }),
      days: fc.integer({ min: 1, max: 365 }),
    })
    fc.assert(
      fc.property(inputs, ({ days, ...terms }) => {
        const dueDay = dayOf(NOW, CHINA_UTC_OFFSET) + days
        const result = quote({ ...INPUT, ...terms, dueDay })
        const { advance, discount, fee, price, holdback, tenorSeconds } = result
        expect(price + discount + fee + holdback).toBe(terms.units)
        expect(tenorSeconds).toBe(maturityOf(dueDay, CHINA_UTC_OFFSET) - NOW)
        expect(discount * 10_000n * YEAR_SECONDS >= advance * BigInt(terms.discountBps) * tenorSeconds).toBe(true)
        expect(result.allInBps).toBeGreaterThanOrEqual(terms.discountBps)
      }),
    )
  })
})

describe('yearlyCostBps', () => {
  it.each([
    [5n, 100n, YEAR_SECONDS, 500],
    [1n, 100n, YEAR_SECONDS / 4n, 400],
    [1n, 20_000n, YEAR_SECONDS, 1], // 0.5 bps rounds up
    [1n, 20_001n, YEAR_SECONDS, 0],
  ])('of %d on %d for %d s is %i', (cost, cash, time, bps) => {
    expect(yearlyCostBps(cost, cash, time)).toBe(bps)
  })
})

describe('penalty', () => {
  it('is simple interest for whole days, rounded up', () => {
    expect(penalty(356_000_000_000n, 1_000, 10)).toBe(975_342_466n)
    expect(penalty(1n, 1, 1)).toBe(1n)
    expect(penalty(100n, 0, 10)).toBe(0n)
  })
})
