import { describe, expect, it } from 'vitest'
import {
  auc,
  bootstrapIntervals,
  calibrationTable,
  ks,
  measure,
  percentiles,
  rocCurve,
  wilsonInterval,
} from './metrics.ts'

const risk = Float64Array.of(0.1, 0.4, 0.4, 0.8, 0.9)
const target = Uint8Array.of(0, 0, 1, 0, 1)

describe('AUC and KS', () => {
  it('count pairs by hand, ties half', () => {
    // Defaults at .4 and .9 against goods at .1, .4, .8: 1 + ½ + 0 and 1 + 1 + 1 of 6 pairs.
    expect(auc(risk, target)).toBeCloseTo(4.5 / 6, 12)
    // Up to .8 all goods and half of the defaults have been seen.
    expect(ks(risk, target)).toBeCloseTo(0.5, 12)
  })

  it('are 1 for perfect order, ½ for a constant', () => {
    expect(auc(Float64Array.of(1, 2, 3, 4), Uint8Array.of(0, 0, 1, 1))).toBe(1)
    expect(auc(new Float64Array(4), Uint8Array.of(0, 1, 0, 1))).toBe(0.5)
    expect(ks(new Float64Array(4), Uint8Array.of(0, 1, 0, 1))).toBe(0)
  })

  it('refuse rows of one class', () => {
    expect(() => auc(risk, Uint8Array.of(1, 1, 1, 1, 1))).toThrow('rows with and rows without a default')
  })
})

describe('Brier and ECE', () => {
  it('are the mean squared and the mean binned distance', () => {
    const probability = Float64Array.of(0.2, 0.2, 0.6, 0.6)
    const metrics = measure({ risk: probability, probability, target: Uint8Array.of(0, 1, 1, 1) })
    expect(metrics.brier).toBeCloseTo((0.04 + 0.64 + 0.16 + 0.16) / 4, 12)
    // With fewer rows than bins each row is a bin of its own.
    expect(metrics.ece).toBeCloseTo((0.2 + 0.8 + 0.4 + 0.4) / 4, 12)
  })

  it('bin into ten groups of equal size', () => {
    const probability = Float64Array.from({ length: 100 }, (_, row) => row / 100)
    const bins = calibrationTable({ risk: probability, probability, target: new Uint8Array(100).fill(1, 50) })
    expect(bins.map(({ rows }) => rows)).toEqual(new Array(10).fill(10))
    expect(bins.map(({ observed }) => observed)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
    expect(bins[0]?.predicted).toBeCloseTo(0.045, 12)
  })
})

describe('intervals', () => {
  it('of Wilson match the published example of 1 in 10', () => {
    const [low, high] = wilsonInterval(1, 10)
    expect(low).toBeCloseTo(0.0179, 4)
    expect(high).toBeCloseTo(0.4042, 4)
    expect(wilsonInterval(0, 0)).toEqual([0, 1])
  })

  it('take the nearest rank', () => {
    expect(percentiles(Array.from({ length: 200 }, (_, i) => i + 1))).toEqual([5, 195])
  })

  it('of the bootstrap hold the estimate and depend on the seed alone', () => {
    const many = Float64Array.from({ length: 400 }, (_, row) => ((row * 37) % 400) / 400)
    const outcomes = Uint8Array.from(many, (value, row) => (value + (row % 7) / 7 > 1 ? 1 : 0))
    const predictions = { risk: many, probability: many, target: outcomes }
    const { auc: interval } = bootstrapIntervals(predictions, 7)
    expect(interval[0]).toBeLessThan(auc(many, outcomes))
    expect(interval[1]).toBeGreaterThan(auc(many, outcomes))
    expect(bootstrapIntervals(predictions, 7).auc).toEqual(interval)
    expect(bootstrapIntervals(predictions, 8).auc).not.toEqual(interval)
  })
})

it('draws a ROC curve whose area is the AUC', () => {
  const curve = rocCurve({ risk, probability: risk, target })
  const area = curve.slice(1).reduce((sum, { x, y }, i) => sum + ((x - curve[i]!.x) * (y + curve[i]!.y)) / 2, 0)
  expect(curve.at(-1)).toEqual({ x: 1, y: 1 })
  expect(area).toBeCloseTo(auc(risk, target), 12)
})
