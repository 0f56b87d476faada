import type { Policy, PolicyBand, PolicyRules } from '@tallystick/sdk'
import { describe, expect, it } from 'vitest'
import { policyRoute } from './policy-change'

const policy: Policy = {
  rules: { scoreMaxAge: 3_024_000, stepBps: 2_500, stepDays: 7, lot: 1_000n, starterLimit: 10_000n },
  bands: [
    { minScore: 720, multipleBps: 20_000, rateBps: 600, cap: 2_000n },
    { minScore: 640, multipleBps: 10_000, rateBps: 900, cap: 500n },
  ],
}

const withRules = (change: Partial<PolicyRules>): Policy => ({ ...policy, rules: { ...policy.rules, ...change } })
const withWorstBand = (change: Partial<PolicyBand>): Policy => ({
  ...policy,
  bands: policy.bands.map((band, index) => (index === 1 ? { ...band, ...change } : band)),
})

describe('policyRoute', () => {
  it('sends nothing when nothing differs', () => {
    expect(policyRoute(policy, structuredClone(policy))).toBe('none')
  })

  it.each([{ scoreMaxAge: 86_400 }, { stepBps: 1_000 }, { stepDays: 14 }, { starterLimit: 0n }])(
    'tightens a rule at once: %o',
    (change) => expect(policyRoute(policy, withRules(change))).toBe('tighten'),
  )

  it.each([{ minScore: 660 }, { multipleBps: 5_000 }, { rateBps: 1_000 }, { cap: 400n }])(
    'tightens a band at once: %o',
    (change) => expect(policyRoute(policy, withWorstBand(change))).toBe('tighten'),
  )

  it.each([{ scoreMaxAge: 3_024_001 }, { stepBps: 2_501 }, { stepDays: 6 }, { starterLimit: 10_001n }, { lot: 500n }])(
    'announces a looser rule: %o',
    (change) => expect(policyRoute(policy, withRules(change))).toBe('loosen'),
  )

  it.each([{ minScore: 639 }, { multipleBps: 10_001 }, { rateBps: 899 }, { cap: 501n }])(
    'announces a looser band: %o',
    (change) => expect(policyRoute(policy, withWorstBand(change))).toBe('loosen'),
  )

  it('announces a change of the number of bands, and a mixed change as a whole', () => {
    expect(policyRoute(policy, { ...policy, bands: policy.bands.slice(0, 1) })).toBe('loosen')
    expect(policyRoute(policy, withWorstBand({ minScore: 700, cap: 501n }))).toBe('loosen')
  })
})
