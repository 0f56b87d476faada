import { type BoostingOptions, trainBoosting } from './boosting.ts'
import { cutOffsets, MAX_LEAF_VALUE, type PackedNode, packTrees } from './pack.ts'
import type { Table } from './table.ts'
import type { Ensemble, Tree } from './trees.ts'

export interface CompactOptions extends Omit<BoostingOptions, 'maxDepth'> {
  /** Cuts that the whole model may use, 1 to 256. */
  readonly maxCuts: number
}

/** Trees in integers: everything of a model blob that is learnt, before calibration. */
export interface PackedTrees {
  readonly cuts: readonly Float64Array[]
  readonly trees: Uint8Array
  /** Integer units of one raw logit. */
  readonly unitsPerLogit: number
  /** The logit before the first tree, in integer units. */
  readonly base: number
}

/** Depth of a tree that fits one 32-byte word. */
const DEPTH = 4

/** Bins of the first pass, which only looks for the cuts worth keeping. */
const SEARCH_BINS = 64

/**
 * Boosted trees that share a short table of cuts. A first model shows which cuts lower the loss most; the second is
 * trained on those alone, and its leaves are rounded to signed bytes.
 */
export function trainCompact(table: Table, options: CompactOptions): { ensemble: Ensemble; packed: PackedTrees } {
  const boosting = { ...options, maxDepth: DEPTH }
  const search = trainBoosting(table, { ...boosting, bins: Math.min(options.bins, SEARCH_BINS) })
  const cuts = selectCuts(search.trees, table.columns.length, options.maxCuts)
  const ensemble = trainBoosting(table, boosting, cuts)
  return { ensemble, packed: packEnsemble(ensemble, cuts) }
}

/** The cuts with the greatest total gain, per feature, ascending. Ties go to the lower feature, then to the lower cut. */
function selectCuts(trees: readonly Tree[], features: number, limit: number): Float64Array[] {
  const gains = Array.from({ length: features }, () => new Map<number, number>())
  for (const { feature, cut, gain } of trees) {
    feature.forEach((own, node) => {
      if (own >= 0) gains[own]!.set(cut[node]!, (gains[own]!.get(cut[node]!) ?? 0) + gain[node]!)
    })
  }
  const ranked = gains
    .flatMap((own, feature) => [...own].map(([cut, gain]) => ({ feature, cut, gain })))
    .sort((a, b) => b.gain - a.gain || a.feature - b.feature || a.cut - b.cut)
    .slice(0, limit)
  return gains.map((_, feature) =>
    Float64Array.from(ranked.filter((entry) => entry.feature === feature).map(({ cut }) => cut)).sort(),
  )
}

function packEnsemble({ base, trees }: Ensemble, cuts: readonly Float64Array[]): PackedTrees {
  const greatest = trees.reduce((most, tree) => Math.max(most, ...leafValues(tree).map(Math.abs)), 0)
  const unitsPerLogit = MAX_LEAF_VALUE / greatest
  const offsets = cutOffsets(cuts)
  const pack = (tree: Tree, node: number): PackedNode => {
    const feature = tree.feature[node]!
    if (feature < 0) return { leaf: Math.round(tree.value[node]! * unitsPerLogit) }
    const split = offsets[feature]! + cuts[feature]!.indexOf(tree.cut[node]!)
    return { split, left: pack(tree, tree.left[node]!), right: pack(tree, tree.right[node]!) }
  }
  return {
    cuts,
    trees: packTrees(trees.map((tree) => pack(tree, 0))),
    unitsPerLogit,
    base: Math.round(base * unitsPerLogit),
  }
}

function leafValues({ feature, value }: Tree): number[] {
  return [...value].filter((_, node) => feature[node]! < 0)
}
