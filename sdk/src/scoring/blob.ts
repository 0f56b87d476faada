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
  /** Byte at which the problem was found. */
  readonly offset: number

  constructor(problem: ModelProblem, offset: number) {
    super(`${problem} at byte ${offset}`)
    this.problem = problem
    this.offset = offset
  }
}

/**
 * Reads a model and checks every byte of it, so that evaluating it cannot fail or leave the exact integers.
 * @throws ModelFormatError at the first byte that breaks the format of docs/scoring.md
 */
export function parseModel(blob: Uint8Array): Model {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.length)
  const demand = (condition: boolean, problem: ModelProblem, offset: number) => {
    if (!condition) throw new ModelFormatError(problem, offset)
  }
  demand(blob.length > HEADER_BYTES && blob.length <= MAX_BLOB_BYTES, 'LENGTH', blob.length)
  demand(view.getUint32(0) === MAGIC, 'MAGIC', 0)
  const features = view.getUint8(4)
  demand(features > 0 && features <= 64, 'FEATURE_COUNT', 4)
  const turnoverFeature = view.getUint8(5)
  demand(turnoverFeature < features || turnoverFeature === NO_TURNOVER_FEATURE, 'TURNOVER_FEATURE', 5)
  const cutCount = view.getUint16(6)
  demand(cutCount > 0 && cutCount <= 256, 'CUT_COUNT', 6)
  const treeCount = view.getUint16(8)
  demand(treeCount > 0 && treeCount <= 700, 'TREE_COUNT', 8)
  const cutsAt = HEADER_BYTES + 10 * features
  const treesAt = cutsAt + 8 * cutCount
  demand(blob.length === treesAt + TREE_BYTES * treeCount, 'LENGTH', blob.length)

  const base = view.getInt32(10)
  const slope = view.getInt32(14)
  const offset = int64At(view, 18)
  const reach = Math.abs(offset) + slope * (Math.abs(base) + MAX_LEAF * treeCount)
  demand(slope > 0 && Number.isSafeInteger(offset) && reach <= Number.MAX_SAFE_INTEGER, 'SCORE_LINE', 14)

  const pdBps = sequence(PD_ENTRIES, (k) => view.getUint16(26 + 2 * k))
  pdBps.forEach((pd, k) => {
    demand(pd <= (pdBps[k - 1] ?? 10_000), 'DEFAULT_PROBABILITY', 26 + 2 * k)
  })
  const reasonCodes = sequence(features, (f) => view.getUint8(HEADER_BYTES + f))
  reasonCodes.forEach((code, f) => {
    demand(code > 0, 'REASON_CODE', HEADER_BYTES + f)
  })
  const reference = sequence(features, (f) => int64At(view, HEADER_BYTES + 2 * features + 8 * f))
  reference.forEach((value, f) => {
    demand(Number.isSafeInteger(value), 'REFERENCE', HEADER_BYTES + 2 * features + 8 * f)
  })

  let next = 0
  const cuts = sequence(features, (f) => {
    let previous = MISSING
    return sequence(view.getUint8(HEADER_BYTES + features + f), () => {
      demand(next < cutCount, 'CUT_COUNT', HEADER_BYTES + features + f)
      const at = cutsAt + 8 * next++
      const cut = int64At(view, at)
      demand(Number.isSafeInteger(cut) && cut > previous, 'CUT', at)
      previous = cut
      return cut
    })
  })
  demand(next === cutCount, 'CUT_COUNT', HEADER_BYTES + features)

  const trees = blob.slice(treesAt)
  trees.forEach((byte, i) => {
    const position = i % TREE_BYTES
    demand(position > 14 || byte < cutCount, 'SPLIT', treesAt + i)
    demand(position < 31 || byte === 0, 'TREE_PADDING', treesAt + i)
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

/** A big-endian i64 as a number; beyond the safe integers the result is not one either, so a check finds it. */
function int64At(view: DataView, offset: number): number {
  return view.getInt32(offset) * 2 ** 32 + view.getUint32(offset + 4)
}

function sequence<T>(length: number, element: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => element(index))
}
