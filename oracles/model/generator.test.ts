import { describe, expect, it } from 'vitest'
import { defaultProbability, generateMerchants } from './generator.ts'
import { auc, calibrationTable } from './metrics.ts'
import { MERCHANT_V1, MISSING } from './scoring.ts'
import { countDefaults, readRow } from './table.ts'

const COUNT = 20_000
const merchants = generateMerchants(COUNT, 5)
const { table, defaultProbability: truth, collateralCover } = merchants

describe('synthetic merchants', () => {
  it('follow from the seed', () => {
    expect(generateMerchants(200, 5)).toEqual(generateMerchants(200, 5))
    expect(generateMerchants(200, 5).table.target).not.toEqual(generateMerchants(200, 6).table.target)
  })

  it('default as often as their probabilities say, in every tenth', () => {
    for (const { rows, predicted, observed } of calibrationTable({
      risk: truth,
      probability: truth,
      target: table.target,
    })) {
      const standardError = Math.sqrt((predicted * (1 - predicted)) / rows)
      expect(Math.abs(observed - predicted)).toBeLessThan(4 * standardError)
    }
  })

  it('have a best possible AUC between chance and certainty', () => {
    expect(auc(truth, table.target)).toBeGreaterThan(0.85)
    expect(auc(truth, table.target)).toBeLessThan(0.9)
    expect(countDefaults(table.target) / COUNT).toBeGreaterThan(0.05)
    expect(countDefaults(table.target) / COUNT).toBeLessThan(0.1)
  })

  it('keep to the ranges of the schema', () => {
    MERCHANT_V1.forEach(({ range: [lowest, highest] }, feature) => {
      for (const value of table.columns[feature]!.values) {
        expect(value === MISSING || (Number.isSafeInteger(value) && value >= lowest && value <= highest)).toBe(true)
      }
    })
  })

  it('have a time since the last default exactly when there was one', () => {
    for (let row = 0; row < COUNT; row++) {
      const features = readRow(table, row)
      expect(features[9] === MISSING).toBe(features[8] === 0)
    }
  })

  it('are riskier in the direction that the schema says', () => {
    for (let row = 0; row < 300; row++) {
      const features = readRow(table, row)
      MERCHANT_V1.forEach(({ monotone, scale }, feature) => {
        if (monotone === 0) return
        const higher = features.with(feature, features[feature]! + scale)
        expect(monotone * (defaultProbability(higher) - defaultProbability(features))).toBeGreaterThanOrEqual(0)
      })
    }
  })

  it('offer collateral that says little about the risk', () => {
    expect(Math.abs(auc(collateralCover, table.target) - 0.5)).toBeLessThan(0.1)
  })
})
