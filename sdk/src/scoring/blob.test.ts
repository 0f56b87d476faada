import { describe, expect, it } from 'vitest'
import { Random } from '../testing/random.ts'
import { randomModel } from '../testing/scoring.ts'
import { encodeModel, MISSING, type Model, ModelFormatError, parseModel } from './blob.ts'
import type { ModelProblem } from './model-problems.ts'

const FEATURES = 3
const CUTS = 20
const CUTS_AT = 98 + 10 * FEATURES
const TREES_AT = CUTS_AT + 8 * CUTS

const model = randomModel(new Random(1), { features: FEATURES, cuts: CUTS, trees: 5 })
const blob = encodeModel(model)

function problemOf(work: () => unknown): ModelProblem | undefined {
  try {
    work()
  } catch (error) {
    if (error instanceof ModelFormatError) return error.problem
    throw error
  }
  return undefined
}

function problemAfter(change: (view: DataView) => void): ModelProblem | undefined {
  const bytes = blob.slice()
  change(new DataView(bytes.buffer))
  return problemOf(() => parseModel(bytes))
}

describe('model blob', () => {
  it('survives a round trip', () => {
    expect(parseModel(blob)).toEqual(model)
    expect(encodeModel(parseModel(blob))).toEqual(blob)
  })

  it('is read wherever it lies in a larger buffer', () => {
    const padded = new Uint8Array(blob.length + 9)
    padded.set(blob, 4)
    expect(parseModel(padded.subarray(4, 4 + blob.length))).toEqual(model)
  })

  it('takes the largest model of the format', () => {
    const largest = randomModel(new Random(2), { features: 64, cuts: 256, trees: 679 })
    expect(encodeModel(largest)).toHaveLength(24_514)
    const oneMore = { ...largest, trees: new Uint8Array([...largest.trees, ...largest.trees.subarray(0, 64)]) }
    expect(problemOf(() => encodeModel(oneMore))).toBe('LENGTH')
  })

  const malformed: [string, ModelProblem, (view: DataView) => void][] = [
    ['another magic', 'MAGIC', (v) => v.setUint8(3, 0x32)],
    ['no feature', 'FEATURE_COUNT', (v) => v.setUint8(4, 0)],
    ['65 features', 'FEATURE_COUNT', (v) => v.setUint8(4, 65)],
    ['a turnover feature that does not exist', 'TURNOVER_FEATURE', (v) => v.setUint8(5, FEATURES)],
    ['no cut', 'CUT_COUNT', (v) => v.setUint16(6, 0)],
    ['257 cuts', 'CUT_COUNT', (v) => v.setUint16(6, 257)],
    ['no tree', 'TREE_COUNT', (v) => v.setUint16(8, 0)],
    ['701 trees', 'TREE_COUNT', (v) => v.setUint16(8, 701)],
    ['one tree more than there is', 'LENGTH', (v) => v.setUint16(8, 6)],
    ['one feature less than there is', 'LENGTH', (v) => v.setUint8(4, FEATURES - 1)],
    ['a flat score line', 'SCORE_LINE', (v) => v.setInt32(14, 0)],
    ['a falling score line', 'SCORE_LINE', (v) => v.setInt32(14, -1)],
    ['an offset of 2^53', 'SCORE_LINE', (v) => v.setBigInt64(18, 2n ** 53n)],
    ['the lowest offset of its type', 'SCORE_LINE', (v) => v.setBigInt64(18, -(2n ** 63n))],
    [
      'a base that the slope carries out of the exact integers',
      'SCORE_LINE',
      (v) => {
        v.setInt32(10, -(2 ** 31))
        v.setInt32(14, 2 ** 31 - 1)
      },
    ],
    ['a default probability above one', 'DEFAULT_PROBABILITY', (v) => v.setUint16(26, 10_001)],
    ['a default probability that rises', 'DEFAULT_PROBABILITY', (v) => v.setUint16(96, v.getUint16(94) + 1)],
    ['reason code zero', 'REASON_CODE', (v) => v.setUint8(99, 0)],
    ['a cut too many among the features', 'CUT_COUNT', (v) => v.setUint8(103, v.getUint8(103) + 1)],
    ['a cut too few among the features', 'CUT_COUNT', (v) => v.setUint8(103, v.getUint8(103) - 1)],
    ['a reference of 2^53', 'REFERENCE', (v) => v.setBigInt64(112, 2n ** 53n)],
    ['a cut of -2^53', 'CUT', (v) => v.setBigInt64(CUTS_AT, -(2n ** 53n))],
    ['a cut at missing', 'CUT', (v) => v.setBigInt64(CUTS_AT, BigInt(MISSING))],
    ['equal cuts', 'CUT', (v) => v.setBigInt64(CUTS_AT + 8, v.getBigInt64(CUTS_AT))],
    ['a split at no cut', 'SPLIT', (v) => v.setUint8(TREES_AT + 14, CUTS)],
    ['something in the padding', 'TREE_PADDING', (v) => v.setUint8(TREES_AT + 63, 1)],
  ]
  it.each(malformed)('refuses %s', (_, problem, change) => {
    expect(problemAfter(change)).toBe(problem)
  })

  it('says which value is out of which range', () => {
    const bytes = blob.slice()
    bytes[4] = 65
    expect(() => parseModel(bytes)).toThrow('FEATURE_COUNT: 65 is not between 1 and 64')
  })

  it('refuses every shortening and a byte too many', () => {
    for (let length = 0; length < blob.length; length++)
      expect(problemOf(() => parseModel(blob.subarray(0, length)))).toBe('LENGTH')
    expect(problemOf(() => parseModel(new Uint8Array([...blob, 0])))).toBe('LENGTH')
  })

  it('does not write what it would not read', () => {
    const unsorted: Model = { ...model, cuts: model.cuts.map((cuts) => [...cuts].reverse()) }
    expect(problemOf(() => encodeModel(unsorted))).toBe('CUT')
  })
})
