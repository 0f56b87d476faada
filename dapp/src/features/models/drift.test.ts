import { describe, expect, it } from 'vitest'
import { driftOf } from './drift'

const even = Array(10).fill(1_000) as number[]
const spread = (perBin: readonly number[]) => perBin.flatMap((count, bin) => Array<number>(count).fill(300 + bin * 55))

describe('driftOf', () => {
  it('is stable for the same population', () => {
    const drift = driftOf(even, spread(Array(10).fill(20)))
    expect(drift?.verdict).toBe('stable')
    expect(drift?.bins).toEqual(Array(10).fill({ expected: 1_000, actual: 1_000 }))
  })

  it.each([
    // PSI of a share x that moved: x · ln((0.1 + x) ÷ (0.1 − x))
    [5, 'stable'], // 0.025 · ln(0.125 ÷ 0.075) = 0.013
    [14, 'watch'], // 0.07 · ln(0.17 ÷ 0.03) = 0.121
    [18, 'shifted'], // 0.09 · ln(0.19 ÷ 0.01) = 0.265
  ] as const)('judges %i scores of 200 that moved to the next bin: %s', (moved, verdict) => {
    expect(driftOf(even, spread([20 + moved, 20 - moved, ...Array<number>(8).fill(20)]))?.verdict).toBe(verdict)
  })

  it('does not judge a handful', () => {
    const drift = driftOf(even, [850])
    expect(drift?.bins[9]?.actual).toBe(10_000)
    expect(drift?.verdict).toBe('too-few')
  })

  it('is undefined without a score', () => expect(driftOf(even, [])).toBeUndefined())
})
