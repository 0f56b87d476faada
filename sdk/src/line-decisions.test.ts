import { describe, expect, it } from 'vitest'
import { type DecisionInput, decideLimit, markAt } from './line-decisions.ts'
import type { Policy } from './lines.ts'

const yuan = 1_000_000n
const policy: Policy = {
  rules: { scoreMaxAge: 3_024_000, stepBps: 2_500, stepDays: 7, lot: 1_000n * yuan, starterLimit: 10_000n * yuan },
  bands: [{ minScore: 640, multipleBps: 10_000, rateBps: 900, cap: 500_000n * yuan }],
}
const input: DecisionInput = {
  score: 700,
  turnover: 30_000_000n,
  oldLimit: 200_000n * yuan,
  raisedDay: 100,
  day: 120,
  mayRise: true,
  isFirst: false,
}
const decide = (change: Partial<DecisionInput>) => decideLimit(policy, 6, { ...input, ...change }).limit / yuan

describe('decideLimit', () => {
  it('follows the policy by steps, but for the first decision', () => {
    expect(decideLimit(policy, 6, input)).toEqual({ limit: 250_000n * yuan, rateBps: 900, band: 0 })
    expect(decide({ isFirst: true, oldLimit: 0n })).toBe(300_000n)
    expect(decide({ day: 106 })).toBe(200_000n)
  })

  it('does not raise for a score that may not be lent on, and cuts all the same', () => {
    expect(decide({ mayRise: false })).toBe(200_000n)
    expect(decide({ mayRise: false, turnover: 10_000_000n })).toBe(100_000n)
    expect(decide({ mayRise: false, isFirst: true, oldLimit: 0n })).toBe(0n)
  })

  it('ends the limit without a band', () => {
    expect(decideLimit(policy, 6, { ...input, score: 600 })).toEqual({ limit: 0n, rateBps: 0, band: undefined })
  })
})

describe('markAt', () => {
  it('climbs the ladder at 30, 60 and 90 days', () => {
    expect([0, 29, 30, 59, 60, 89, 90, 400].map(markAt)).toEqual([0, 0, 25, 25, 50, 50, 100, 100])
  })
})
