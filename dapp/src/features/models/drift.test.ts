import { describe, expect, it } from 'vitest'
import { driftOf } from './drift'

const even = Array(10).fill(1_000) as number[]
const spread = (perBin: readonly number[]) => perBin.flatMap((count, bin) => Array<number>(count).fill(300 + bin * 55))

describe('driftOf', () => {
  it('is 0 for the same population', () => {
    const { psi, verdict, bins } = driftOf(even, spread(Array(10).fill(20)))
    expect(psi).toBeCloseTo(0, 12)
    expect(verdict).toBe('stable')
    expect(bins[0]).toEqual({ expected: 1_000, actual: 1_000 })
  })

  it('gives the hand-computed value of two bins that change places', () => {
    const expected = [2_000, 0, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000]
    const { psi, verdict } = driftOf(expected, spread([10, 10, 10, 10, 10, 10, 10, 10, 10, 10]))
    // (0.1 − 0.2)·ln(0.1 ÷ 0.2) + (0.1 − 0.00005)·ln(0.1 ÷ 0.00005)
    expect(psi).toBeCloseTo(0.1 * Math.LN2 + 0.09995 * Math.log(2_000), 9)
    expect(verdict).toBe('shifted')
  })

  it('puts the best score into the last bin and does not judge a handful', () => {
    const { bins, verdict } = driftOf(even, [850])
    expect(bins[9]?.actual).toBe(10_000)
    expect(verdict).toBe('too-few')
  })
})
