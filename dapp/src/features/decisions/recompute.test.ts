import type { Policy } from '@tallystick/sdk'
import { describe, expect, it } from 'vitest'
import { isSame, recomputeLimit } from './recompute'

const yuan = 1_000_000n
const policy: Policy = {
  rules: { scoreMaxAge: 1, stepBps: 2_500, stepDays: 7, lot: 1_000n * yuan, starterLimit: 0n },
  bands: [{ minScore: 640, multipleBps: 10_000, rateBps: 900, cap: 500_000n * yuan }],
}
/** A second score of 700 at 300,000 yuan a month: the limit of 200,000 rises by a quarter. */
const decision = {
  score: 700,
  turnover: '30000000',
  oldLimit: String(200_000n * yuan),
  newLimit: String(250_000n * yuan),
  rateBps: 900,
  band: 0,
  raisedDay: 20_000,
  day: 20_010,
  mayRise: true,
  isFirst: false,
}

describe('recomputeLimit', () => {
  it('finds no difference in what the policy decided', () => {
    const again = recomputeLimit(decision, policy, 6)
    expect(again && Object.values(again).every(isSame)).toBe(true)
  })

  it('finds a limit that does not follow from the policy', () => {
    const again = recomputeLimit({ ...decision, newLimit: String(300_000n * yuan) }, policy, 6)
    expect(again?.limit).toEqual({ recorded: 300_000n * yuan, recomputed: 250_000n * yuan })
    expect(again && isSame(again.limit)).toBe(false)
  })

  it('reads a missing band and leaves alone what no policy decided', () => {
    const again = recomputeLimit({ ...decision, score: 600, band: 255, newLimit: '0', rateBps: 0 }, policy, 6)
    expect(again && Object.values(again).every(isSame)).toBe(true)
    expect(recomputeLimit(decision, undefined, 6)).toBeUndefined()
  })
})

describe('isSame', () => {
  it.each([
    [{ recorded: 1, recomputed: 1 }, true],
    [{ recorded: 1, recomputed: 2 }, false],
    [{ recorded: 1, recomputed: 1, contract: 1 }, true],
    [{ recorded: 1, recomputed: 1, contract: 2 }, false],
  ])('%o: %s', (figure, same) => expect(isSame(figure)).toBe(same))
})
