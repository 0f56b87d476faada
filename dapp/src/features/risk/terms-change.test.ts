import { describe, expect, it } from 'vitest'
import { changedFields, type DebtorTerms, looserFields, NO_TERMS, routeOf } from './terms-change'

const terms: DebtorTerms = {
  discountBps: 480,
  feeBps: 10,
  advanceBps: 9_500,
  maxTenorDays: 184,
  minUnits: 1_000_000_000n,
  version: 3,
  enabled: true,
}

describe('routeOf', () => {
  it('sends nothing when only the version differs', () => {
    expect(routeOf(terms, { ...terms, version: 4 })).toBe('none')
  })

  it.each([
    { discountBps: 500 },
    { feeBps: 20 },
    { advanceBps: 9_000 },
    { maxTenorDays: 90 },
    { minUnits: 2_000_000_000n },
    { enabled: false },
  ])('tightens at once: %o', (change) => {
    expect(routeOf(terms, { ...terms, ...change })).toBe('tightenTerms')
  })

  it.each([{ discountBps: 400 }, { feeBps: 0 }, { advanceBps: 10_000 }, { maxTenorDays: 185 }, { minUnits: 1n }])(
    'announces what is looser: %o',
    (change) => {
      expect(routeOf(terms, { ...terms, ...change })).toBe('loosenTerms')
      expect(looserFields(terms, { ...terms, ...change })).toEqual(Object.keys(change))
    },
  )

  it('announces a mixed change as a whole', () => {
    const mixed = { ...terms, discountBps: 600, advanceBps: 9_600 }
    expect(routeOf(terms, mixed)).toBe('loosenTerms')
    expect(changedFields(terms, mixed)).toEqual(['discountBps', 'advanceBps'])
    expect(looserFields(terms, mixed)).toEqual(['advanceBps'])
  })

  it('announces the first terms of a debtor', () => {
    expect(routeOf(NO_TERMS, terms)).toBe('loosenTerms')
  })
})
