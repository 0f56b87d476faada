import type { ModelProblem } from './model-problems.ts'

/** Stands for a feature that is not known. It lies below every cut. */
export const MISSING: number = Number.MIN_SAFE_INTEGER

/** {@link Model.turnoverFeature} of a model without a turnover feature. */
export const NO_TURNOVER_FEATURE = 255

/** Bytes of one tree: 15 splits, 16 leaves, a zero. */
export const TREE_BYTES = 32

/** Entries of the table of default probabilities: scores 300, 316, … 860. */
export const PD_ENTRIES = 36

const MAGIC = 0x54534d31
const HEADER_BYTES = 98
const MAX_BLOB_BYTES = 24_575
const MAX_LEAF = 128
const MAX_SAFE = Number.MAX_SAFE_INTEGER

/** A scoring model in integers, as docs/scoring.md defines it. */
export interface Model {
  /** Index of the feature that is the merchant's turnover, or {@link NO_TURNOVER_FEATURE}. */
  readonly turnoverFeature: number
  /** The logit before the first tree, in the model's own scale; higher is riskier. */
  readonly base: number
  /** `score = (offset − slope · logit) >> 16`, then clamped to 300…850. */
  readonly slope: number
  readonly offset: number
  /** Default probability in bps at scores 300, 316, … 860. */
  readonly pdBps: readonly number[]
  /** Per feature: the code that names it as a reason. */
  readonly reasonCodes: readonly number[]
  /** Per feature: what a good merchant looks like, or {@link MISSING}. */
  readonly reference: readonly number[]
  /** Per feature: its cuts, strictly rising. */
  readonly cuts: readonly (readonly number[])[]
  /** 32 bytes a tree: the cuts at the 15 inner nodes in heap order, 16 signed leaves, a zero. */
  readonly trees: Uint8Array
}

/** A model blob that breaks the format. Nothing can be scored with it. */
export class ModelFormatError extends Error {
  readonly problem: ModelProblem

  constructor(problem: ModelProblem, detail: string) {
    super(`${problem}: ${detail}`)
    this.problem = problem
  }
}

/**
 * Reads a model and checks every byte of it, so that evaluating it cannot fail or leave the exact integers.
 * @throws ModelFormatError naming the first part that breaks the format of docs/scoring.md
 */
export function parseModel(blob: Uint8Array): Model {
  within(blob.length, HEADER_BYTES, MAX_BLOB_BYTES, 'LENGTH')
  const view = new DataView(blob.buffer, blob.byteOffset, blob.length)
  const byteAt = (at: number) => view.getUint8(at)
  const shortAt = (at: number) => view.getUint16(at)
  // Beyond the safe integers the sum is rounded, but never to a safe one: a check of the range finds it.
  const longAt = (at: number) => view.getInt32(at) * 2 ** 32 + view.getUint32(at + 4)

  within(view.getUint32(0), MAGIC, MAGIC, 'MAGIC')
  const features = within(byteAt(4), 1, 64, 'FEATURE_COUNT')
  const turnoverFeature = byteAt(5)
  if (turnoverFeature !== NO_TURNOVER_FEATURE) within(turnoverFeature, 0, features - 1, 'TURNOVER_FEATURE')
  const cutCount = within(shortAt(6), 1, 256, 'CUT_COUNT')
  const treeCount = within(shortAt(8), 1, 700, 'TREE_COUNT')
  const countsAt = HEADER_BYTES + features
  const referenceAt = countsAt + features
  const cutsAt = referenceAt + 8 * features
  const treesAt = cutsAt + 8 * cutCount
  const length = treesAt + TREE_BYTES * treeCount
  within(blob.length, length, length, 'LENGTH')

  const base = view.getInt32(10)
  const slope = within(view.getInt32(14), 1, 2 ** 31, 'SCORE_LINE')
  const offset = longAt(18)
  const reach = Math.abs(offset) + slope * (Math.abs(base) + MAX_LEAF * treeCount)
  within(reach, 0, MAX_SAFE, 'SCORE_LINE')

  let highest = 10_000
  const pdBps = sequence(PD_ENTRIES, (k) => {
    highest = within(shortAt(26 + 2 * k), 0, highest, 'DEFAULT_PROBABILITY')
    return highest
  })
  const reasonCodes = sequence(features, (f) => within(byteAt(HEADER_BYTES + f), 1, 255, 'REASON_CODE'))
  const reference = sequence(features, (f) => within(longAt(referenceAt + 8 * f), MISSING, MAX_SAFE, 'REFERENCE'))
  let cutsRead = 0
  const cuts = sequence(features, (f) => {
    let previous = MISSING
    const own = within(byteAt(countsAt + f), 0, cutCount - cutsRead, 'CUT_COUNT')
    return sequence(own, () => {
      previous = within(longAt(cutsAt + 8 * cutsRead++), previous + 1, MAX_SAFE, 'CUT')
      return previous
    })
  })
  within(cutsRead, cutCount, cutCount, 'CUT_COUNT')

  const trees = blob.slice(treesAt)
  trees.forEach((byte, i) => {
    const position = i % TREE_BYTES
    if (position < 15) within(byte, 0, cutCount - 1, 'SPLIT')
    if (position === 31) within(byte, 0, 0, 'TREE_PADDING')
  })
  return { turnoverFeature, base, slope, offset, pdBps, reasonCodes, reference, cuts, trees }
}

/**
 * Writes a model as the blob of docs/scoring.md.
 * @throws ModelFormatError when {@link parseModel} would refuse the blob
 */
export function encodeModel(model: Model): Uint8Array {
  const features = model.cuts.length
  const cuts = model.cuts.flat()
  const treesAt = HEADER_BYTES + 10 * features + 8 * cuts.length
  const blob = new Uint8Array(treesAt + model.trees.length)
  const view = new DataView(blob.buffer)
  view.setUint32(0, MAGIC)
  view.setUint8(4, features)
  view.setUint8(5, model.turnoverFeature)
  view.setUint16(6, cuts.length)
  view.setUint16(8, model.trees.length / TREE_BYTES)
  view.setInt32(10, model.base)
  view.setInt32(14, model.slope)
  view.setBigInt64(18, BigInt(model.offset))
  model.pdBps.forEach((pd, k) => {
    view.setUint16(26 + 2 * k, pd)
  })
  model.cuts.forEach((own, f) => {
    view.setUint8(HEADER_BYTES + f, model.reasonCodes[f] ?? 0)
    view.setUint8(HEADER_BYTES + features + f, own.length)
    view.setBigInt64(HEADER_BYTES + 2 * features + 8 * f, BigInt(model.reference[f] ?? MISSING))
  })
  cuts.forEach((cut, i) => {
    view.setBigInt64(HEADER_BYTES + 10 * features + 8 * i, BigInt(cut))
  })
  blob.set(model.trees, treesAt)
  parseModel(blob)
  return blob
}

/** The value itself, when it lies in its range. */
function within(value: number, lowest: number, highest: number, problem: ModelProblem): number {
  if (value < lowest || value > highest)
    throw new ModelFormatError(problem, `${value} is not between ${lowest} and ${highest}`)
  return value
}

function sequence<T>(length: number, element: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => element(index))
}
