import { describe, expect, it } from 'vitest'
import { type LeaseRules, rulesRoute } from './rules-change'

const rules: LeaseRules = { maxFinanced: 5_000n, minDepositBps: 1_000, minRateBps: 400, maxDays: 1_825, minTier: 1 }

describe('rulesRoute', () => {
  it('sends nothing when nothing differs', () => {
    expect(rulesRoute(rules, { ...rules })).toBe('none')
  })

  it.each([{ maxFinanced: 4_999n }, { minDepositBps: 1_001 }, { minRateBps: 401 }, { maxDays: 1_824 }, { minTier: 2 }])(
    'tightens at once: %o',
    (change) => expect(rulesRoute(rules, { ...rules, ...change })).toBe('tighten'),
  )

  it.each([{ maxFinanced: 5_001n }, { minDepositBps: 999 }, { minRateBps: 399 }, { maxDays: 1_826 }, { minTier: 0 }])(
    'announces a looser rule: %o',
    (change) => expect(rulesRoute(rules, { ...rules, ...change })).toBe('loosen'),
  )

  it('announces a mixed change as a whole', () => {
    expect(rulesRoute(rules, { ...rules, minRateBps: 500, maxDays: 2_000 })).toBe('loosen')
  })
})
