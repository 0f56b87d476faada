import { describe, expect, it } from 'vitest'
import type { LeaseRules } from './rules-change'
import { draftOfRules, readRules } from './rules-form'

const rules: LeaseRules = {
  maxFinanced: 5_000_000_000_000n,
  minDepositBps: 1_000,
  minRateBps: 450,
  maxDays: 1_825,
  minTier: 2,
}
const draft = draftOfRules(rules, 6)

describe('readRules', () => {
  it('reads back what draftOfRules writes', () => {
    expect(readRules(draft, 6)).toEqual({ rules, wrong: [] })
  })

  it.each([
    [{ maxFinanced: '' }, 'maxFinanced'],
    [{ maxFinanced: '-1' }, 'maxFinanced'],
    [{ minDeposit: '100.01' }, 'minDeposit'],
    [{ minRate: '36.01' }, 'minRate'],
    [{ minRate: 'x' }, 'minRate'],
    [{ maxDays: '0' }, 'maxDays'],
    [{ maxDays: '65536' }, 'maxDays'],
  ])('names the rule that cannot be read: %o', (change, field) => {
    expect(readRules({ ...draft, ...change }, 6).wrong).toEqual([field])
  })
})
