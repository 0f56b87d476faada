import { describe, expect, it } from 'vitest'
import { predictTable } from './evaluation.ts'
import { defaultFitOptions, fitModel, fitPredictor, MODEL_KINDS } from './fit.ts'
import { measure } from './metrics.ts'
import { createRandom } from './random.ts'
import { fitSchema } from './schema.ts'
import { encodeModel, evaluate, parseModel } from './scoring.ts'
import { readRow } from './table.ts'
import { noisyTable, tableOf } from './testing/tables.ts'

const training = noisyTable(3000, 31)
const test = noisyTable(3000, 32)
const { schema } = fitSchema(training)
const options = { ...defaultFitOptions(schema, 1), forest: { trees: 30, maxDepth: 30, minRows: 5, seed: 1 } }

describe.each(MODEL_KINDS)('a %s model', (kind) => {
  it('orders and calibrates rows that it has not seen', () => {
    const metrics = measure(predictTable(fitPredictor(kind, training, options), test))
    expect(metrics.auc).toBeGreaterThan(0.8)
    expect(metrics.ece).toBeLessThan(0.06)
  })

  it('refuses one class', () => {
    const oneClass = tableOf({ a: [1, 2, 3] }, [1, 1, 1])
    expect(() => fitPredictor(kind, oneClass, options)).toThrow('all 3 rows are defaults')
  })
})

describe.each(['compact', 'gbdt', 'scorecard'] as const)('a %s model', (kind) => {
  it('refuses features that say nothing', () => {
    const random = createRandom(1)
    const constant = tableOf(
      { a: new Array(600).fill(5) },
      Array.from({ length: 600 }, () => random.integer(2)),
    )
    expect(() => fitPredictor(kind, constant, defaultFitOptions(fitSchema(constant).schema, 1))).toThrow(
      'there is nothing to learn from this data',
    )
  })
})

it('writes scores whose default probability is the calibrated one', () => {
  const { model, calibration, packed } = fitModel('compact', training, options)
  const parsed = parseModel(encodeModel(model))
  for (let index = 0; index < 200; index++) {
    const { logit, score, pdBps } = evaluate(parsed, readRow(test, index))
    const calibrated = (calibration.slope * logit) / packed.unitsPerLogit + calibration.intercept
    if (score > 300 && score < 850)
      expect(Math.abs(pdBps / 10_000 - 1 / (1 + Math.exp(-calibrated)))).toBeLessThan(0.006)
  }
})
