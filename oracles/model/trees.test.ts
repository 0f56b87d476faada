import { describe, expect, it } from 'vitest'
import { boostingDefaults, trainBoosting } from './boosting.ts'
import { forestDefaults, trainForest } from './forest.ts'
import { chooseCuts, PRESENT_CUT } from './histogram.ts'
import { logistic } from './irls.ts'
import { auc } from './metrics.ts'
import { MISSING } from './scoring.ts'
import { mapRows, type Table } from './table.ts'
import { noisyTable, tableOf } from './testing/tables.ts'
import { predict } from './trees.ts'

const options = { ...boostingDefaults, trees: 30 }

describe('cuts', () => {
  it('stand between neighbouring values, with equally many rows a bin', () => {
    expect([...chooseCuts(Float64Array.of(1, 2, 4, 4, 9), 10)]).toEqual([1, 3, 6])
    const spread = chooseCuts(
      Float64Array.from({ length: 1000 }, (_, i) => i),
      4,
    )
    expect([...spread]).toEqual([249, 499, 749])
  })

  it('put missing below every value', () => {
    expect([...chooseCuts(Float64Array.of(MISSING, -5, MISSING), 10)]).toEqual([PRESENT_CUT])
  })

  it('give a frequent value a bin of its own', () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => (i < 60 ? 50 : i))
    expect([...chooseCuts(values, 3)].some((cut) => cut >= 50 && cut < 60)).toBe(true)
  })
})

describe('boosting', () => {
  const training = noisyTable(3000, 1)
  const test = noisyTable(3000, 2)

  it('learns an order that holds on other rows', () => {
    const model = trainBoosting(training, options)
    expect(
      auc(
        mapRows(test, (row) => predict(model, row)),
        test.target,
      ),
    ).toBeGreaterThan(0.7)
  })

  it('starts from the default rate and stays there when nothing can be learnt', () => {
    const constant = tableOf(
      { a: new Array(100).fill(7) },
      Array.from({ length: 100 }, (_, row) => (row < 20 ? 1 : 0)),
    )
    expect(logistic(predict(trainBoosting(constant, options), [7]))).toBeCloseTo(0.2, 6)
  })

  it('learns what a missing value means', () => {
    const a = Array.from({ length: 400 }, (_, row) => (row % 4 === 0 ? MISSING : row))
    const target = a.map((value, row) => (value === MISSING || row % 50 === 1 ? 1 : 0))
    const model = trainBoosting(tableOf({ a }, target), options)
    expect(predict(model, [MISSING])).toBeGreaterThan(1)
    expect(predict(model, [200])).toBeLessThan(-1)
  })

  it.each([1, -1] as const)('keeps a monotone sign of %i everywhere', (sign) => {
    // Against its own signal `b` or `a` would be used the other way round.
    const monotone = [sign, sign, 0]
    const model = trainBoosting(training, { ...options, monotone })
    for (let step = 0; step < 300; step++) {
      const row = [(step * 37) % 1000, (step * 61) % 1000, (step * 17) % 1000]
      for (const feature of [0, 1]) {
        const higher = row.with(feature, row[feature]! + 120)
        expect(sign * (predict(model, higher) - predict(model, row))).toBeGreaterThanOrEqual(0)
      }
    }
  })

  it('is used both ways without a constraint, so the constraint is what keeps the sign', () => {
    const model = trainBoosting(training, options)
    expect(predict(model, [900, 500, 500])).toBeGreaterThan(predict(model, [100, 500, 500]))
    expect(predict(model, [500, 900, 500])).toBeLessThan(predict(model, [500, 100, 500]))
  })
})

describe('forest', () => {
  const training = noisyTable(1000, 3)
  const small = { ...forestDefaults, trees: 20 }
  const predictAll = (seed: number, table: Table) => {
    const forest = trainForest(training, { ...small, seed })
    return mapRows(table, (row) => predict(forest, row))
  }

  it('predicts probabilities that order other rows', () => {
    const test = noisyTable(1000, 4)
    const probabilities = predictAll(1, test)
    expect(Math.min(...probabilities)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...probabilities)).toBeLessThanOrEqual(1 + 1e-12)
    expect(auc(probabilities, test.target)).toBeGreaterThan(0.65)
  })

  it('depends on the seed alone', () => {
    expect(predictAll(1, training)).toEqual(predictAll(1, training))
    expect(predictAll(1, training)).not.toEqual(predictAll(2, training))
  })
})
