import type { Policy } from '@tallystick/sdk'
import { describe, expect, it } from 'vitest'
import type { MerchantScore } from '../scores/score'
import { limitAfterRefresh, limitAtDraw } from './limit-now'
import type { CreditLine } from './use-line'

const YUAN = 1_000_000n
const policy: Policy = {
  rules: {
    scoreMaxAge: 3_024_000,
    stepBps: 2_500,
    stepDays: 7,
    lot: 1_000n * YUAN,
    starterLimit: 10_000n * YUAN,
  },
  bands: [
    { minScore: 680, multipleBps: 15_000, rateBps: 720, cap: 1_000_000n * YUAN },
    { minScore: 640, multipleBps: 10_000, rateBps: 900, cap: 500_000n * YUAN },
  ],
}
const line: CreditLine = {
  state: 1,
  principal: 0n,
  rateX18: 0n,
  last: 0,
  accruedX18: 0n,
  duePrincipal: 0n,
  dueInterest: 0n,
  dueSince: 0,
  billDay: 0,
  penalty: 0n,
  penaltyDay: 0,
  limit: 100_000n * YUAN,
  rateBps: 900,
  scoreAt: 1_000,
  raisedDay: 20_000,
  policyVersion: 1,
  overrideUntil: 0,
}
const score: MerchantScore = {
  score: 700,
  pdBps: 150,
  reasons: [],
  version: 1,
  sourceMask: 1,
  asOf: 1_900,
  updatedAt: 2_000,
  turnover: 10_000_000n,
}
const input = { line, score, policy, policyVersion: 1, today: 20_007, decimals: 6 }

const pick = ({ limit, rateBps }: { limit: bigint; rateBps: number }) => [limit / YUAN, rateBps]

describe('limitAtDraw', () => {
  it('takes one step up to a better score, at its price', () => {
    expect(pick(limitAtDraw(input))).toEqual([125_000n, 720])
  })

  it('waits with the limit until the days of a step are over', () => {
    expect(pick(limitAtDraw({ ...input, today: 20_006 }))).toEqual([100_000n, 720])
  })

  it('cuts at once', () => {
    expect(pick(limitAtDraw({ ...input, score: { ...score, score: 500 } }))).toEqual([0n, 0])
  })

  it('stands while the bank has decided by itself, up to its last day', () => {
    expect(pick(limitAtDraw({ ...input, line: { ...line, overrideUntil: 20_007 } }))).toEqual([100_000n, 900])
    expect(pick(limitAtDraw({ ...input, line: { ...line, overrideUntil: 20_006 } }))).toEqual([125_000n, 720])
  })

  it('stands with the score and the policy that it follows already', () => {
    const current = { ...line, scoreAt: 2_000 }
    expect(pick(limitAtDraw({ ...input, line: current }))).toEqual([100_000n, 900])
    expect(pick(limitAtDraw({ ...input, line: current, policyVersion: 2 }))).toEqual([125_000n, 720])
  })
})

describe('limitAfterRefresh', () => {
  it('takes the next step of a score that the line follows already', () => {
    expect(pick(limitAfterRefresh({ ...input, line: { ...line, scoreAt: 2_000 } }, true))).toEqual([125_000n, 720])
  })

  it('does not rise on a score that may not be lent on, and falls all the same', () => {
    expect(pick(limitAfterRefresh(input, false))).toEqual([100_000n, 720])
    expect(pick(limitAfterRefresh({ ...input, score: { ...score, score: 650 } }, false))).toEqual([100_000n, 900])
    expect(pick(limitAfterRefresh({ ...input, score: { ...score, score: 600 } }, false))).toEqual([0n, 0])
  })
})
