import { hexToBytes } from 'viem'
import { describe, expect, it } from 'vitest'
import { Random } from '../testing/random.ts'
import { randomModel, randomRow } from '../testing/scoring.ts'
import { referenceEvaluate } from '../testing/scoring-reference.ts'
import { encodeModel, MISSING, type Model, parseModel } from './blob.ts'
import { evaluate, FeatureRowError, featureLosses, reasonCodes } from './evaluate.ts'
import vectors from './vectors.json' with { type: 'json' }

const ROWS = 10_000

/** One feature, one cut at 10; above it the tree adds `above`, else `below`. */
function stump(below: number, above: number, change: Partial<Model> = {}): Model {
  const trees = new Uint8Array(32)
  trees.fill(below & 255, 15, 23).fill(above & 255, 23, 31)
  const line = { base: 0, slope: 65_536, offset: 600 * 65_536 }
  const pdBps = Array.from({ length: 36 }, (_, k) => 10_000 - 100 * k)
  return parseModel(
    encodeModel({
      turnoverFeature: 0,
      ...line,
      pdBps,
      reasonCodes: [7],
      reference: [20],
      cuts: [[10]],
      trees,
      ...change,
    }),
  )
}

describe('evaluation', () => {
  it('gives the results of the shared vectors', () => {
    for (const { blob, cases } of vectors) {
      const model = parseModel(hexToBytes(blob as `0x${string}`))
      for (const { row, reasons, turnover, ...expected } of cases) {
        expect(evaluate(model, row)).toEqual({ ...expected, turnover: BigInt(turnover) })
        expect(reasonCodes(model, row)).toEqual(reasons)
      }
    }
  })

  it(`equals the reference evaluator on ${ROWS} random and edge rows`, () => {
    const random = new Random(7)
    const model = randomModel(random, { features: 10, cuts: 120, trees: 30 })
    const blob = encodeModel(model)
    const scores = new Set<number>()
    for (let i = 0; i < ROWS; i++) {
      const row = randomRow(random, model)
      const { reasons, ...expected } = referenceEvaluate(blob, row)
      const { logit, score, pdBps, turnover } = evaluate(model, row)
      scores.add(score)
      if (BigInt(logit) !== expected.logit || BigInt(score) !== expected.score) expect.fail(`row ${row}`)
      if (BigInt(pdBps) !== expected.pdBps || turnover !== expected.turnover) expect.fail(`row ${row}`)
      if (`${reasonCodes(model, row)}` !== `${reasons}`) expect.fail(`reasons of row ${row}`)
    }
    expect(scores.size).toBeGreaterThan(100)
  })

  it('takes a value on a cut as below it, and missing as below every cut', () => {
    const model = stump(50, -50)
    expect(evaluate(model, [10]).logit).toBe(50)
    expect(evaluate(model, [11]).logit).toBe(-50)
    expect(evaluate(model, [MISSING]).logit).toBe(50)
  })

  it('rounds the score towards minus infinity and clamps it', () => {
    const model = stump(1, -1, { slope: 1 })
    expect(evaluate(model, [0]).score).toBe(599)
    expect(evaluate(model, [11]).score).toBe(600)
    expect(evaluate(stump(127, -128, { slope: 10 * 65_536 }), [0]).score).toBe(300)
    expect(evaluate(stump(127, -128, { slope: 10 * 65_536 }), [11]).score).toBe(850)
  })

  it('interpolates the default probability, rounding down', () => {
    // Score 549 = 300 + 15 · 16 + 9: between 8500 and 8400 bps.
    expect(evaluate(stump(51, 0), [0])).toMatchObject({ score: 549, pdBps: 8443 })
    expect(evaluate(stump(127, -128, { slope: 10 * 65_536 }), [11]).pdBps).toBe(6562)
  })

  it('states the turnover, never below zero', () => {
    expect(evaluate(stump(1, 0), [123_456]).turnover).toBe(123_456n)
    expect(evaluate(stump(1, 0), [-5]).turnover).toBe(0n)
    expect(evaluate(stump(1, 0), [MISSING]).turnover).toBe(0n)
    expect(evaluate(stump(1, 0, { turnoverFeature: 255 }), [123]).turnover).toBe(0n)
  })

  it('names what costs most against the reference, and nothing that helps', () => {
    expect(reasonCodes(stump(50, -50), [5])).toEqual([7, 0, 0, 0])
    expect(featureLosses(stump(50, -50), [5])).toEqual([100])
    expect(reasonCodes(stump(50, -50), [15])).toEqual([0, 0, 0, 0])
    expect(reasonCodes(stump(-50, 50), [5])).toEqual([0, 0, 0, 0])
  })

  it('orders equal losses by feature and names at most four', () => {
    const five = { reasonCodes: [9, 8, 7, 6, 5], reference: Array<number>(5).fill(1), cuts: Array(5).fill([0]) }
    const trees = new Uint8Array(32 * 5)
    for (let f = 0; f < 5; f++) {
      trees.fill(f, 32 * f, 32 * f + 15)
      trees.fill(f === 3 ? 20 : 10, 32 * f + 15, 32 * f + 23)
    }
    expect(reasonCodes(stump(0, 0, { ...five, trees }), [0, 0, 0, 0, 0])).toEqual([6, 9, 8, 7])
  })

  it('refuses rows that are not made for the model', () => {
    const model = stump(1, 0)
    expect(() => evaluate(model, [])).toThrow(new FeatureRowError(0))
    expect(() => evaluate(model, [1, 2])).toThrow(new FeatureRowError(1))
    for (const value of [Number.NaN, 0.5, Number.POSITIVE_INFINITY, 2 ** 53, -(2 ** 53)]) {
      expect(() => evaluate(model, [value])).toThrow(FeatureRowError)
      expect(() => reasonCodes(model, [value])).toThrow(FeatureRowError)
    }
  })
})
