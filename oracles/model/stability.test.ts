import { describe, expect, it } from 'vitest'
import { countScores, judgeStability, scoreBin, scoreBinStarts, sharesBps, stabilityIndex } from './stability.ts'

describe('score bins', () => {
  it('are ten of 55 points, the last with 850', () => {
    expect(scoreBinStarts()).toEqual([300, 355, 410, 465, 520, 575, 630, 685, 740, 795])
    expect([300, 354, 355, 794, 795, 850].map(scoreBin)).toEqual([0, 0, 1, 8, 9, 9])
    expect(countScores([300, 301, 850])).toEqual([2, 0, 0, 0, 0, 0, 0, 0, 0, 1])
  })
})

describe('shares in bps', () => {
  it('sum to 10 000 whatever the rounding', () => {
    expect(sharesBps([1, 1, 1])).toEqual([3334, 3333, 3333])
    expect(sharesBps([0, 7])).toEqual([0, 10_000])
    expect(() => sharesBps([0, 0])).toThrow('nothing to share out')
  })
})

describe('stability index', () => {
  it('is the sum of differences times log ratios', () => {
    // 0.25 → 0.4 and 0.75 → 0.6.
    const byHand = (0.4 - 0.25) * Math.log(0.4 / 0.25) + (0.6 - 0.75) * Math.log(0.6 / 0.75)
    expect(stabilityIndex([2500, 7500], [40, 60])).toBeCloseTo(byHand, 12)
  })

  it('is zero for the same population and finite for an empty bin', () => {
    expect(stabilityIndex([5000, 5000], [1000, 1000])).toBeCloseTo(0, 12)
    expect(stabilityIndex([0, 10_000], [1000, 0])).toBeGreaterThan(5)
    expect(stabilityIndex([0, 10_000], [1000, 0])).toBeLessThan(50)
  })

  it('is judged by the bands of the industry', () => {
    expect([0, 0.0999, 0.1, 0.2499, 0.25].map(judgeStability)).toEqual([
      'stable',
      'stable',
      'watch',
      'watch',
      'shifted',
    ])
  })
})
