import { describe, expect, it } from 'vitest'
import { FitError, fitLogistic, logisticSums, newtonStep } from './irls.ts'

describe('logistic regression', () => {
  it('finds the closed-form log odds of two groups', () => {
    // Group 0: 1 default of 4; group 1: 3 of 4. Without a penalty the coefficients are ln(1/3) and ln 9.
    const group = [0, 0, 0, 0, 1, 1, 1, 1]
    const [intercept, slope] = fitLogistic([group], [1, 0, 0, 0, 1, 1, 1, 0], { ridge: 0 })
    expect(intercept).toBeCloseTo(Math.log(1 / 3), 9)
    expect(slope).toBeCloseTo(Math.log(9), 9)
  })

  it('adds up over parts of the rows', () => {
    const beta = [0.3, -0.7]
    const whole = logisticSums([[1, 2, 3, 4]], [0, 1, 0, 1], beta)
    const first = logisticSums([[1, 2]], [0, 1], beta)
    const second = logisticSums([[3, 4]], [0, 1], beta)
    whole.forEach((sum, i) => {
      expect((first[i] as number) + (second[i] as number)).toBeCloseTo(sum, 12)
    })
  })

  it('shrinks with the penalty', () => {
    const slope = (ridge: number) => fitLogistic([[-1, -1, 1, 1, 1, -1]], [0, 0, 1, 1, 0, 1], { ridge })[1] as number
    expect(slope(10)).toBeGreaterThan(0)
    expect(slope(10)).toBeLessThan(slope(1))
  })

  it('refuses one class and columns that say the same', () => {
    expect(() => fitLogistic([[1, 2]], [1, 1])).toThrow(new FitError('the rows are of one class only'))
    const sums = logisticSums([[1, 1, 1]], [0, 1, 0], [0, 0])
    expect(() => newtonStep(sums, [0, 0], 0)).toThrow(new FitError('coefficient 1 is not determined by the data'))
  })
})
