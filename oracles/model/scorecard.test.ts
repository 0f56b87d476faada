import { describe, expect, it } from 'vitest'
import { assembleModel, referenceRow } from './assemble.ts'
import { binFeature } from './binning.ts'
import { UNCALIBRATED } from './calibration.ts'
import { auc } from './metrics.ts'
import { createRandom } from './random.ts'
import { fitSchema } from './schema.ts'
import { packScorecard, type Scorecard, scorecardDefaults, scorecardPoints, trainScorecard } from './scorecard.ts'
import { encodeModel, evaluate, MISSING, parseModel } from './scoring.ts'
import { mapRows, readRow } from './table.ts'
import { noisyTable, tableOf } from './testing/tables.ts'

const binning = { maxBins: 8, minShare: 0.03, minChiSquare: 3.84 }

describe('binning', () => {
  it('gives weights of evidence as the log of shares', () => {
    // 60 goods and 20 defaults up to 0, 20 goods and 20 defaults above.
    const a = [...new Array(80).fill(0), ...new Array(40).fill(1)]
    const target = [
      ...new Array(60).fill(0),
      ...new Array(20).fill(1),
      ...new Array(20).fill(0),
      ...new Array(20).fill(1),
    ]
    const { cuts, bins, informationValue } = binFeature(tableOf({ a }, target), 0, binning)
    expect(cuts).toEqual([0])
    expect(bins.map(({ woe }) => woe)).toEqual([
      expect.closeTo(Math.log(60.5 / 80 / (20.5 / 40)), 12),
      expect.closeTo(Math.log(20.5 / 80 / (20.5 / 40)), 12),
    ])
    expect(informationValue).toBeGreaterThan(0)
  })

  it('merges neighbours that do not differ', () => {
    const random = createRandom(3)
    const a = Array.from({ length: 2000 }, () => random.integer(100))
    const target = a.map((value) => (random.uniform() < (value < 50 ? 0.1 : 0.4) ? 1 : 0))
    const { cuts } = binFeature(tableOf({ a }, target), 0, { ...binning, minChiSquare: 11 })
    expect(cuts.some((cut) => Math.abs(cut - 50) <= 4)).toBe(true)
    expect(cuts.length).toBeLessThanOrEqual(2)
  })

  it('keeps missing apart when it is frequent', () => {
    const a = Array.from({ length: 1000 }, (_, row) => (row % 4 === 0 ? MISSING : row))
    const target = a.map((value, row) => (value === MISSING ? (row % 8 === 0 ? 1 : 0) : row % 20 === 1 ? 1 : 0))
    const { cuts, bins } = binFeature(tableOf({ a }, target), 0, binning)
    expect(cuts[0]).toBe(MISSING + 1)
    expect(bins[0]?.rows).toBe(250)
  })
})

describe('scorecard', () => {
  const training = noisyTable(4000, 21)
  const test = noisyTable(4000, 22)
  const card = trainScorecard(training, { ...scorecardDefaults, minInformation: 0.05 })

  it('orders other rows and leaves noise out', () => {
    expect(card.attributes.map(({ feature }) => training.columns[feature]?.name)).toEqual(['a', 'b'])
    expect(
      auc(
        mapRows(test, (row) => -scorecardPoints(card, row)),
        test.target,
      ),
    ).toBeGreaterThan(0.8)
  })

  it('gives more points where defaults are rarer', () => {
    for (const { bins, points } of card.attributes) {
      const byWoe = bins.map(({ woe }, bin) => ({ woe, points: points[bin]! })).sort((a, b) => a.woe - b.woe)
      expect(byWoe.map((bin) => bin.points)).toEqual(byWoe.map((bin) => bin.points).toSorted((a, b) => a - b))
    }
  })

  const asModel = (scorecard: Scorecard) => {
    const { schema } = fitSchema(training)
    return parseModel(
      encodeModel(assembleModel(packScorecard(scorecard, 3), UNCALIBRATED, schema, referenceRow(training))),
    )
  }

  it('is the same in the blob, point for point', () => {
    const model = asModel(card)
    for (let index = 0; index < 500; index++) {
      const row = readRow(test, index)
      expect(evaluate(model, row).logit).toBe(0 - scorecardPoints(card, row))
    }
  })

  it('spreads attributes of more than 127 points over several trees', () => {
    const bins = [300, -301, 5].map((woe) => ({ rows: 1, defaults: 0, woe }))
    const attribute = { feature: 1, cuts: [10, 20], bins, points: [300, -301, 5], informationValue: 1 }
    const steep = { basePoints: 40, attributes: [attribute] }
    const model = asModel(steep)
    expect(model.trees.length).toBe(3 * 32)
    for (const value of [MISSING, 10, 11, 20, 21]) {
      expect(evaluate(model, [0, value, 0]).logit).toBe(0 - scorecardPoints(steep, [0, value, 0]))
    }
  })
})
