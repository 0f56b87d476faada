import { describe, expect, it } from 'vitest'
import {
  approvalRate,
  autoDecisionRate,
  type DecidedRequest,
  expectedLoss,
  expectedLossAmount,
  type LinePosition,
  lineNplRatio,
  populationStability,
  scoreBin,
  scoreShares,
  timeToDecision,
} from './credit-kpi.ts'
import { ratioBps } from './kpi.ts'

const request = (seconds: bigint, answered = true, approved = answered): DecidedRequest => ({
  answered,
  approved,
  requestedAt: 1_000n,
  closedAt: 1_000n + seconds,
})

describe('decisions', () => {
  const requests = [request(3n), request(2n), request(9n, true, false), request(300n, false), request(4n)]

  it('are approved for a share of the answered requests', () => {
    expect(approvalRate(requests)).toEqual({ numerator: 3n, denominator: 4n })
    expect(ratioBps(approvalRate([]))).toBeNull()
  })

  it('are automatic unless the bank decided', () => {
    expect(autoDecisionRate(4, 0)).toEqual({ numerator: 4n, denominator: 4n })
    expect(autoDecisionRate(4, 3)).toEqual({ numerator: 4n, denominator: 7n })
    expect(ratioBps(autoDecisionRate(0, 0))).toBeNull()
  })

  it('take a time of which the nearest rank is told', () => {
    expect(timeToDecision(requests, 50)).toBe(3n)
    expect(timeToDecision(requests, 75)).toBe(4n)
    expect(timeToDecision(requests, 95)).toBe(9n)
    expect(timeToDecision([request(7n)], 50)).toBe(7n)
    expect(timeToDecision([request(7n, false)], 50)).toBeNull()
  })
})

describe('risk of lines', () => {
  const line = (principal: bigint, daysPastDue: number, pdBps: number, onBooks = true): LinePosition => ({
    ...{ principal, daysPastDue, pdBps, onBooks },
  })
  const lines = [line(600n, 0, 200), line(300n, 90, 1_000), line(100n, 91, 3_000), line(250n, 400, 9_000, false)]

  it('is non-performing after more than 90 days, with or without write-offs', () => {
    expect(lineNplRatio(lines, false)).toEqual({ numerator: 100n, denominator: 1_000n })
    expect(lineNplRatio(lines, true)).toEqual({ numerator: 350n, denominator: 1_250n })
  })

  it('is expected to cost PD × LGD × EAD, with a PD of 100 % in default', () => {
    // (600 · 2 % + 300 · 10 % + 100 · 100 %) · 45 % = 63.9 of 1000
    expect(ratioBps(expectedLoss(lines, 4_500))).toBe(639)
    expect(expectedLossAmount(lines, 4_500)).toBe(64n)
    expect(expectedLossAmount(lines, 0)).toBe(0n)
    expect(ratioBps(expectedLoss([], 4_500))).toBeNull()
  })
})

describe('drift of scores', () => {
  it('has bins of 55 points, of which the last takes 850', () => {
    expect([300, 354, 355, 794, 795, 850].map(scoreBin)).toEqual([0, 0, 1, 8, 9, 9])
    expect(scoreShares([300, 301, 850, 600])).toEqual([5_000, 0, 0, 0, 0, 2_500, 0, 0, 0, 2_500])
    expect(scoreShares([])).toEqual(Array(10).fill(null))
  })

  it('is zero where the population is the baseline', () => {
    const scores = Array.from({ length: 10 }, (_, bin) => 300 + 55 * bin)
    expect(populationStability(scores, Array(10).fill(1_000))).toBeCloseTo(0, 12)
  })

  it('is Σ (a − e) · ln(a / e)', () => {
    const scores = [...Array(7).fill(700), ...Array(3).fill(600)]
    const baseline = [0, 0, 0, 0, 0, 5_000, 0, 5_000, 0, 0]
    const shift = 0.2 * Math.log(0.7 / 0.5) - 0.2 * Math.log(0.3 / 0.5)
    const empty = 8 * (0.05 - 0.00005) * Math.log(0.05 / 0.00005)
    expect(populationStability(scores, baseline)).toBeCloseTo(shift + empty, 10)
  })

  it('needs a score and ten shares', () => {
    expect(populationStability([], Array(10).fill(1_000))).toBeNull()
    expect(() => populationStability([700], [10_000])).toThrow(RangeError)
  })
})
