import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  averagePerHour,
  billUsage,
  bracketAt,
  checkTariff,
  packTariff,
  RentTooLowError,
  rentSchedule,
  type Tariff,
  unpackTariff,
  usageRent,
} from './tariff.ts'

const HOUR = 3_600n
/** 120 a hour, from 100 hours 90, from 200 hours 60. */
const TARIFF: Tariff = [
  { fromHours: 0, pricePerHour: 120_000_000n },
  { fromHours: 100, pricePerHour: 90_000_000n },
  { fromHours: 200, pricePerHour: 60_000_000n },
]

const anyTariff: fc.Arbitrary<Tariff> = fc
  .record({
    steps: fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 24 - 1 }), { maxLength: 3 }),
    prices: fc.array(fc.bigInt({ min: 1n, max: 2n ** 40n - 1n }), { minLength: 4, maxLength: 4 }),
  })
  .map(({ steps, prices }) => {
    const falling = [...prices].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0))
    return [0, ...steps.sort((a, b) => a - b)].map((fromHours, index) => ({
      fromHours,
      pricePerHour: falling[index] as bigint,
    }))
  })
const anySeconds = fc.oneof(fc.bigInt({ min: 0n, max: 31n * 86_400n }), fc.bigInt({ min: 0n, max: 2n ** 40n - 1n }))

describe('usageRent', () => {
  it.each([
    [0n, 0n],
    [1n, 33_333n],
    [50n * HOUR, 6_000_000_000n],
    [100n * HOUR, 12_000_000_000n],
    [150n * HOUR, 16_500_000_000n],
    [200n * HOUR, 21_000_000_000n],
    [260n * HOUR, 24_600_000_000n],
  ])('of %d seconds is %d', (opSec, rent) => {
    expect(usageRent(TARIFF, opSec)).toBe(rent)
  })

  it('rounds once over the sum of the brackets', () => {
    const thirds: Tariff = [
      { fromHours: 0, pricePerHour: 2n },
      { fromHours: 1, pricePerHour: 1n },
    ]
    // 2 and 1800/3600 of 1; then 3599/3600: the halves of the brackets are added before rounding.
    expect(usageRent(thirds, 1_800n + HOUR)).toBe(2n)
    expect(usageRent(thirds, 2n * HOUR)).toBe(3n)
  })

  it('never falls with the hours', () => {
    fc.assert(
      fc.property(anyTariff, anySeconds, anySeconds, (tariff, opSec, more) => {
        expect(usageRent(tariff, opSec + more)).toBeGreaterThanOrEqual(usageRent(tariff, opSec))
      }),
    )
  })

  it('is on average never dearer an hour with more hours, up to the rounding of one minor unit', () => {
    fc.assert(
      fc.property(anyTariff, anySeconds, anySeconds, (tariff, opSec, more) => {
        const longer = opSec + more
        expect(usageRent(tariff, longer) * opSec).toBeLessThanOrEqual((usageRent(tariff, opSec) + 1n) * longer)
      }),
    )
  })

  it('costs no more in one period than split over two, up to the rounding of one minor unit', () => {
    fc.assert(
      fc.property(anyTariff, anySeconds, anySeconds, (tariff, first, second) => {
        const split = usageRent(tariff, first) + usageRent(tariff, second)
        expect(usageRent(tariff, first + second)).toBeLessThanOrEqual(split + 1n)
      }),
    )
  })
})

describe('averagePerHour', () => {
  it('is the price over the hours, rounded down, and nothing without hours', () => {
    expect(averagePerHour(TARIFF, 0n)).toBeNull()
    expect(averagePerHour(TARIFF, 100n * HOUR)).toBe(120_000_000n)
    expect(averagePerHour(TARIFF, 150n * HOUR)).toBe(110_000_000n)
    expect(averagePerHour(TARIFF, 300n * HOUR)).toBe(90_000_000n)
  })

  it('never rises', () => {
    fc.assert(
      fc.property(anyTariff, anySeconds, anySeconds, (tariff, opSec, more) => {
        const [before, after] = [averagePerHour(tariff, opSec + 1n), averagePerHour(tariff, opSec + 1n + more)]
        expect(after).toBeLessThanOrEqual(before as bigint)
      }),
    )
  })
})

describe('bracketAt', () => {
  it('names the price of the next second and how far the next bracket is', () => {
    expect(bracketAt(TARIFF, 0n)).toEqual({ bracket: TARIFF[0], left: 100n * HOUR })
    expect(bracketAt(TARIFF, 100n * HOUR)).toEqual({ bracket: TARIFF[1], left: 100n * HOUR })
    expect(bracketAt(TARIFF, 999n * HOUR)).toEqual({ bracket: TARIFF[2], left: null })
  })

  it('is the price by which use grows', () => {
    fc.assert(
      fc.property(anyTariff, fc.bigInt({ min: 0n, max: 2n ** 36n }), (tariff, opSec) => {
        const { bracket, left } = bracketAt(tariff, opSec)
        const step = left === null || left > HOUR ? HOUR : left
        const growth = usageRent(tariff, opSec + step) - usageRent(tariff, opSec)
        const price = (bracket.pricePerHour * step) / HOUR
        expect([price, price + 1n]).toContain(growth)
      }),
    )
  })
})

describe('billUsage', () => {
  const bill = (opSec: bigint, periods: number, floor = 0n) => billUsage({ tariff: TARIFF, opSec, periods, floor })

  it('spreads the hours of silent periods evenly', () => {
    expect(bill(300n * HOUR, 1)).toBe(27_000_000_000n)
    expect(bill(300n * HOUR, 3)).toBe(36_000_000_000n)
    expect(bill(300n * HOUR + 2n, 3)).toBe(36_000_000_000n)
  })

  it('charges the minimum for each period', () => {
    expect(bill(0n, 1, 5_000_000n)).toBe(5_000_000n)
    expect(bill(3n, 3, 5_000_000n)).toBe(15_000_000n)
    expect(bill(300n * HOUR, 3, 13_000_000_000n)).toBe(39_000_000_000n)
  })

  it('never costs less than billing each period by itself, up to rounding: silence gains nothing', () => {
    const anyPeriods = fc.array(fc.bigInt({ min: 0n, max: 31n * 86_400n }), { minLength: 1, maxLength: 12 })
    const anyFloor = fc.bigInt({ min: 0n, max: 2n ** 40n })
    fc.assert(
      fc.property(anyTariff, anyPeriods, (tariff, uses) => {
        const each = uses.reduce((sum, opSec) => sum + usageRent(tariff, opSec), 0n)
        const opSec = uses.reduce((sum, use) => sum + use, 0n)
        const periods = uses.length
        // Rounded down twice: less than a second and less than a minor unit a period.
        const rounding = BigInt(periods) * ((tariff[0] as { pricePerHour: bigint }).pricePerHour / HOUR + 2n)
        expect(billUsage({ tariff, opSec, periods, floor: 0n }) + rounding).toBeGreaterThanOrEqual(each)
      }),
    )
    fc.assert(
      fc.property(anyTariff, anySeconds, fc.integer({ min: 1, max: 12 }), anyFloor, (tariff, use, periods, floor) => {
        const one = billUsage({ tariff, opSec: use, periods: 1, floor })
        expect(billUsage({ tariff, opSec: use * BigInt(periods), periods, floor })).toBe(BigInt(periods) * one)
      }),
    )
  })

  it('refuses a bill without a period', () => {
    expect(() => bill(1n, 0)).toThrow(RangeError)
  })
})

describe('packTariff', () => {
  it('comes back unchanged', () => {
    fc.assert(
      fc.property(anyTariff, (tariff) => {
        expect(unpackTariff(packTariff(tariff))).toEqual(tariff)
      }),
    )
  })

  it('puts the first bracket highest, hours before price, as the contract does', () => {
    const word = packTariff([
      { fromHours: 0, pricePerHour: 5n },
      { fromHours: 160, pricePerHour: 3n },
    ])
    expect(word).toBe(0x000000_0000000005_0000a0_0000000003_00000000000000000000000000000000n)
    expect(unpackTariff(0n)).toEqual([])
  })

  it('refuses what is not a tariff', () => {
    expect(() => packTariff([{ fromHours: 1, pricePerHour: 5n }])).toThrow('first_not_zero')
  })
})

describe('checkTariff', () => {
  const [first, second] = TARIFF as [Tariff[number], Tariff[number]]
  it.each([
    ['bracket_count', 0, []],
    ['bracket_count', 5, [1, 2, 3, 4, 5].map((hour) => ({ fromHours: hour - 1, pricePerHour: 1n }))],
    ['first_not_zero', 0, [second]],
    ['hours_not_rising', 2, [first, second, second]],
    ['price_rises', 1, [first, { ...second, pricePerHour: 120_000_001n }]],
    ['price_out_of_range', 1, [first, { ...second, pricePerHour: 0n }]],
    ['price_out_of_range', 0, [{ ...first, pricePerHour: 1n << 40n }]],
    ['hours_out_of_range', 1, [first, { ...second, fromHours: 2 ** 24 }]],
    ['hours_out_of_range', 1, [first, { ...second, fromHours: 0.5 }]],
  ])('finds %s at bracket %d', (code, bracket, tariff) => {
    expect(checkTariff(tariff)).toContainEqual({ code, bracket })
  })

  it('finds nothing in a good one', () => {
    expect(checkTariff(TARIFF)).toEqual([])
  })
})

describe('rentSchedule', () => {
  const TERMS = { financed: 1_000_000_000_000n, baseRent: 86_500_000_000n, rateBps: 600, periodDays: 30, periods: 12 }

  it('pays back to the last minor unit, interest first', () => {
    const rows = rentSchedule(TERMS)
    expect(rows).toHaveLength(12)
    expect(rows[0]).toEqual({
      period: 1,
      rent: 86_500_000_000n,
      interest: 4_931_506_850n,
      principal: 81_568_493_150n,
      remaining: 918_431_506_850n,
    })
    expect(rows.at(-1)).toMatchObject({ period: 12, remaining: 0n })
    expect(rows.at(-1)?.rent).toBeLessThanOrEqual(TERMS.baseRent)
  })

  it('balances for any terms that pay back', () => {
    const anyTerms = fc.record({
      financed: fc.bigInt({ min: 1n, max: 2n ** 60n }),
      share: fc.integer({ min: 1, max: 100 }),
      rateBps: fc.integer({ min: 1, max: 3_600 }),
      periodDays: fc.integer({ min: 7, max: 31 }),
      periods: fc.integer({ min: 1, max: 60 }),
    })
    fc.assert(
      fc.property(anyTerms, ({ share, ...terms }) => {
        const baseRent = (terms.financed * BigInt(100 + share)) / (100n * BigInt(terms.periods)) + 1n
        try {
          const rows = rentSchedule({ ...terms, baseRent })
          expect(rows.reduce((sum, { principal }) => sum + principal, 0n)).toBe(terms.financed)
          expect(rows.every(({ rent, interest, principal }) => rent === interest + principal && rent <= baseRent)).toBe(
            true,
          )
          expect(rows.at(-1)?.remaining).toBe(0n)
        } catch (error) {
          expect((error as RentTooLowError).unpaid).toBeGreaterThan(0n)
        }
      }),
    )
  })

  it('ends early when the rents are high', () => {
    expect(rentSchedule({ ...TERMS, baseRent: 2_000_000_000_000n })).toHaveLength(1)
  })

  it('refuses rents that leave principal, also when they do not even pay the interest', () => {
    expect(() => rentSchedule({ ...TERMS, baseRent: 80_000_000_000n })).toThrow(RentTooLowError)
    expect(() => rentSchedule({ ...TERMS, baseRent: 1n })).toThrow(RentTooLowError)
  })
})
