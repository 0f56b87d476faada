import { describe, expect, it } from 'vitest'
import { backtest, swapSet } from './backtest.ts'
import { generateMerchants } from './generator.ts'

describe('back-test', () => {
  const development = generateMerchants(10_000, 1)
  const test = generateMerchants(10_000, 2)
  /** A score that knows the true probability. */
  const scored = (merchants: typeof test) => ({
    merchants,
    scores: merchants.defaultProbability.map((probability) => Math.round(850 - 550 * probability)),
  })
  const result = backtest(scored(development), scored(test), 0.015)

  it('keeps the policy on merchants that the cut was not chosen on, within chance', () => {
    expect(result.model.defaulted.ci[0]).toBeLessThanOrEqual(0.015)
    expect(result.model.approved.share).toBeGreaterThan(result.rule.approved.share)
  })

  it('counts every merchant once in the swap set', () => {
    const { bothApproved, swapIn, swapOut, neither } = result.swapSet
    const rows = [bothApproved, swapIn, swapOut, neither].map(({ approved }) => approved.rows)
    expect(rows.reduce((sum, count) => sum + count, 0)).toBe(10_000)
    expect(bothApproved.approved.rows + swapIn.approved.rows).toBe(result.model.approved.rows)
    expect(bothApproved.approved.rows + swapOut.approved.rows).toBe(result.rule.approved.rows)
  })

  it('approves nobody when no cut keeps the policy', () => {
    const blind = { merchants: development, scores: new Float64Array(10_000).fill(600) }
    const refused = backtest(blind, { merchants: test, scores: new Float64Array(10_000).fill(600) }, 0.001)
    expect(refused.scoreCut).toBeNull()
    expect(refused.model.approved.rows).toBe(0)
    expect(refused.tightRule).toBeNull()
  })
})

it('splits merchants by hand as two policies do', () => {
  const set = swapSet(Uint8Array.of(0, 1, 0, 1), [true, true, false, false], [true, false, true, false])
  expect(set.bothApproved.defaulted).toMatchObject({ rows: 0, of: 1, share: 0 })
  expect(set.swapIn.defaulted).toMatchObject({ rows: 1, of: 1, share: 1 })
  expect(set.swapOut.approved).toMatchObject({ rows: 1, of: 4, share: 0.25 })
  expect(set.neither.defaulted).toMatchObject({ rows: 1, of: 1 })
})
