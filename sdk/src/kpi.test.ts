import { describe, expect, it } from 'vitest'
import {
  concentrationIndex,
  coverageRatio,
  dpdBuckets,
  nplRatio,
  portfolioAtRisk,
  ratioBps,
  topShare,
  utilisation,
  weightedTenor,
  weightedYield,
} from './kpi.ts'
import { YEAR_SECONDS } from './pricing.ts'

const BOOK = [
  { principal: 500n, daysPastDue: 0 },
  { principal: 100n, daysPastDue: 1 },
  { principal: 100n, daysPastDue: 30 },
  { principal: 80n, daysPastDue: 31 },
  { principal: 120n, daysPastDue: 90 },
  { principal: 100n, daysPastDue: 91 },
]

describe('dpdBuckets', () => {
  it('sorts each position into one bucket, limits included', () => {
    expect(dpdBuckets(BOOK)).toEqual([
      { name: 'current', count: 1, principal: 500n },
      { name: '1-30', count: 2, principal: 200n },
      { name: '31-60', count: 1, principal: 80n },
      { name: '61-90', count: 1, principal: 120n },
      { name: '90+', count: 1, principal: 100n },
    ])
  })

  it('keeps the empty buckets', () => {
    expect(dpdBuckets([]).map(({ principal }) => principal)).toEqual([0n, 0n, 0n, 0n, 0n])
  })
})

describe('ratios', () => {
  it('carry both of their parts', () => {
    expect(portfolioAtRisk(BOOK, 30)).toEqual({ numerator: 300n, denominator: 1000n })
    expect(nplRatio(BOOK)).toEqual({ numerator: 100n, denominator: 1000n })
    expect(coverageRatio(BOOK, 50n)).toEqual({ numerator: 50n, denominator: 100n })
    expect(utilisation(30n, 120n)).toEqual({ numerator: 30n, denominator: 120n })
  })

  it('become bps rounded half up, or nothing', () => {
    expect(ratioBps({ numerator: 1n, denominator: 3n })).toBe(3333)
    expect(ratioBps({ numerator: 2n, denominator: 3n })).toBe(6667)
    expect(ratioBps({ numerator: 1n, denominator: 20_000n })).toBe(1)
    expect(ratioBps({ numerator: 5n, denominator: 0n })).toBeNull()
  })
})

describe('concentration', () => {
  it('is 10 000 for one obligor and 10 000/n for n equal ones', () => {
    expect(ratioBps(concentrationIndex([700n]))).toBe(10_000)
    expect(ratioBps(concentrationIndex([100n, 100n, 100n, 100n]))).toBe(2_500)
  })

  it('follows the squares of the shares', () => {
    expect(concentrationIndex([60n, 30n, 10n])).toEqual({ numerator: 4_600n, denominator: 10_000n })
  })

  it('names the share of the largest', () => {
    expect(topShare([10n, 60n, 30n], 2)).toEqual({ numerator: 90n, denominator: 100n })
    expect(topShare([10n], 5)).toEqual({ numerator: 10n, denominator: 10n })
  })
})

describe('weighted figures', () => {
  const deals = [
    { price: 100n, income: 5n, tenorSeconds: YEAR_SECONDS },
    { price: 300n, income: 3n, tenorSeconds: YEAR_SECONDS / 2n },
  ]

  it('weigh the yield by cash and time', () => {
    expect(ratioBps(weightedYield(deals))).toBe(320) // 8 over 100·1 + 300·½ = 3.2 %
  })

  it('weigh the tenor by cash', () => {
    const { numerator, denominator } = weightedTenor(deals)
    expect(numerator / denominator).toBe((YEAR_SECONDS * 5n) / 8n)
  })
})
