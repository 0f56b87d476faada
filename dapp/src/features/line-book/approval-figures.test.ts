import { describe, expect, it } from 'vitest'
import { approvalFigures } from './approval-figures'
import type { DecisionRecord, RequestRecord } from './read-book'

const policy = {
  rules: { scoreMaxAge: 1, stepBps: 0, stepDays: 0, lot: 1n, starterLimit: 0n },
  bands: [{ minScore: 640, multipleBps: 10_000, rateBps: 900, cap: 10n ** 12n }],
}
const request = (state: RequestRecord['state'], seconds: number, score?: number): RequestRecord => ({
  id: '0x01',
  state,
  requestedAt: '100',
  closedAt: state === 'Open' ? null : String(100 + seconds),
  answers: score === undefined ? [] : [{ score, turnover: '100', storedAt: String(100 + seconds) }],
})
const decision = (kind: DecisionRecord['kind']): DecisionRecord => ({
  id: '0x02',
  merchant: '0x03',
  kind,
  newLimit: '1',
  timestamp: '1',
})

describe('approvalFigures', () => {
  it('has nothing to divide by without requests', () => {
    expect(approvalFigures({ requests: [], decisions: [] }, policy, 6)).toMatchObject({
      approval: { numerator: 0n, denominator: 0n },
      medianSeconds: null,
    })
  })

  it('counts answers, failures and waiting times', () => {
    const requests = [
      request('Answered', 2, 700),
      request('Answered', 9, 640),
      request('Answered', 3, 639),
      request('Failed', 1),
      request('Expired', 300),
      request('Open', 0),
    ]
    const decisions = [decision('Policy'), decision('Policy'), decision('Override'), decision('Default')]
    expect(approvalFigures({ requests, decisions }, policy, 6)).toEqual({
      requested: 6,
      failed: 2,
      open: 1,
      approval: { numerator: 2n, denominator: 3n },
      automatic: { numerator: 2n, denominator: 3n },
      medianSeconds: 3n,
      slowSeconds: 9n,
    })
  })
})
