import { describe, expect, it } from 'vitest'
import { calibrated, fitIsotonic, fitPlatt, pdTable, scoreLine, UNCALIBRATED } from './calibration.ts'
import { logistic } from './irls.ts'
import { createRandom } from './random.ts'

describe('Platt scaling', () => {
  it('finds the line by which logits are off', () => {
    const random = createRandom(9)
    const truth = Float64Array.from({ length: 20_000 }, () => 1.5 * random.normal() - 1)
    const target = Uint8Array.from(truth, (logit) => (random.uniform() < logistic(logit) ? 1 : 0))
    const { slope, intercept } = fitPlatt(
      truth.map((logit) => 2 * logit + 3),
      target,
    )
    expect(slope).toBeCloseTo(0.5, 1)
    expect(intercept).toBeCloseTo(-1.5, 1)
  })

  it('refuses one class', () => {
    expect(() => fitPlatt(Float64Array.of(1, 2), Uint8Array.of(0, 0))).toThrow('one class only')
  })
})

describe('score line', () => {
  const scoreAt = (logit: number) => {
    const units = 1000
    const { slope, offset } = scoreLine(UNCALIBRATED, units)
    return Math.floor((offset - slope * Math.round(logit * units)) / 65_536)
  }

  it('is 600 at 30 good to 1 bad, 40 points more at double the odds', () => {
    expect(scoreAt(-Math.log(30))).toBe(600)
    expect(scoreAt(-Math.log(60))).toBe(640)
    expect(scoreAt(-Math.log(15))).toBe(560)
  })

  it('agrees with the table of default probabilities', () => {
    const table = pdTable()
    expect(table).toHaveLength(36)
    expect(table).toEqual(table.toSorted((a, b) => b - a))
    for (const logit of [-6, -4, -2, 0, 1]) {
      const score = scoreAt(logit)
      const at = (score - 300) / 16
      const [worse, better] = [table[Math.floor(at)]!, table[Math.floor(at) + 1]!]
      const probability = (worse + (better - worse) * (at % 1)) / 10_000
      expect(Math.abs(probability / calibrated(UNCALIBRATED, logit) - 1)).toBeLessThan(0.03)
    }
  })
})

describe('isotonic regression', () => {
  it('pools violators', () => {
    const isotonic = fitIsotonic(Float64Array.of(1, 2, 3, 4), Uint8Array.of(0, 1, 0, 1))
    // Pools {1}, {2, 3}, {4}.
    expect([1, 2, 3, 4, 9].map(isotonic)).toEqual([0, 0.5, 0.5, 1, 1])
  })

  it('never falls', () => {
    const random = createRandom(4)
    const risk = Float64Array.from({ length: 500 }, () => random.normal())
    const target = Uint8Array.from(risk, (value) => (random.uniform() < logistic(value) ? 1 : 0))
    const isotonic = fitIsotonic(risk, target)
    const values = risk.toSorted().map(isotonic)
    expect(values.every((value, i) => i === 0 || value >= values[i - 1]!)).toBe(true)
  })
})
