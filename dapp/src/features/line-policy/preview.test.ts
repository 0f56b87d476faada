import type { Policy } from '@tallystick/sdk'
import { describe, expect, it } from 'vitest'
import { policyEffect } from './preview'

const yuan = 1_000_000n
const policy: Policy = {
  rules: { scoreMaxAge: 1, stepBps: 2_500, stepDays: 7, lot: 1_000n * yuan, starterLimit: 0n },
  bands: [{ minScore: 640, multipleBps: 10_000, rateBps: 900, cap: 500_000n * yuan }],
}
/** Monthly turnover of 300,000 yuan, in fen. */
const turnover = 30_000_000n
const line = (limit: bigint, score: number) => ({ limit: limit * yuan, score: { score, turnover } })

describe('policyEffect', () => {
  it('counts who is cut, ended and raised, and adds the limits up', () => {
    const lines = [line(300_000n, 640), line(200_000n, 700), line(400_000n, 700), line(50_000n, 639)]
    expect(policyEffect(policy, lines, 6)).toEqual({
      cut: 2,
      ended: 1,
      raised: 1,
      unchanged: 1,
      before: 950_000n * yuan,
      after: 900_000n * yuan,
    })
  })

  it('moves nothing without lines', () => {
    expect(policyEffect(policy, [], 6)).toMatchObject({ cut: 0, raised: 0, before: 0n, after: 0n })
  })
})
