import { expect, it } from 'vitest'
import { checkRules } from './rule-checks'

const RULES = { maxFinanced: 1_000n, minDepositBps: 1_001, minRateBps: 400, maxDays: 360, minTier: 2 }
const LEASE = { financed: 999n, deposit: 100n, rateBps: 400, periodDays: 30, periods: 12, tier: 2 }

function failed(part: Partial<typeof LEASE>): readonly string[] {
  return checkRules({ ...LEASE, ...part }, RULES)
    .filter(({ passed }) => !passed)
    .map(({ rule }) => rule)
}

it('passes a lease that lies on every bound', () => {
  // 999 × 10.01 % = 99.9999, of which the contract asks the next whole unit.
  expect(checkRules(LEASE, RULES).find(({ rule }) => rule === 'deposit')?.bound).toBe(100n)
  expect(failed({})).toEqual([])
})

it('names each rule that is broken by one unit', () => {
  expect(failed({ financed: 1_001n, deposit: 101n })).toEqual(['financed'])
  expect(failed({ deposit: 99n })).toEqual(['deposit'])
  expect(failed({ rateBps: 399 })).toEqual(['rate'])
  expect(failed({ periodDays: 31 })).toEqual(['term'])
  expect(failed({ tier: 1 })).toEqual(['tier'])
})
