import { binOf, chooseCuts } from './histogram.ts'
import type { Table } from './table.ts'

export interface BinningOptions {
  /** Most bins of a feature, 2 to 16. */
  readonly maxBins: number
  /** Least share of all rows in a bin. */
  readonly minShare: number
  /** Neighbours that differ by less than this χ² (one degree of freedom) are merged. */
  readonly minChiSquare: number
}

/** Neighbouring values of a feature that get one weight. */
export interface Bin {
  readonly rows: number
  readonly defaults: number
  /** Weight of evidence, ln(share of goods ÷ share of defaults): above zero where merchants are better than average. */
  readonly woe: number
}

export interface BinnedFeature {
  /** Ascending; bin i holds the values above i cuts. */
  readonly cuts: readonly number[]
  readonly bins: readonly Bin[]
  /** Information value, Σ (share of goods − share of defaults) · woe. */
  readonly informationValue: number
}

const FINE_BINS = 48

/** Rows of one bin, and how many of them defaulted. */
export interface BinCounts {
  readonly rows: number
  readonly defaults: number
}

/** Bins one feature so that neighbouring bins differ in risk. Missing values, when frequent enough, stay a bin of their own. */
export function binFeature(table: Table, feature: number, options: BinningOptions): BinnedFeature {
  const { values } = table.columns[feature]!
  const cuts = chooseCuts(values, FINE_BINS)
  return joinBins(countBins(values, table.target, cuts), cuts, options)
}

/** Joins fine bins until neighbours differ in risk. Needs their counts only: federated training has no more. */
export function joinBins(
  fine: readonly BinCounts[],
  fineCuts: ArrayLike<number>,
  options: BinningOptions,
): BinnedFeature {
  const counts = [...fine]
  const cuts = Array.from(fineCuts)
  const rows = counts.reduce((sum, bin) => sum + bin.rows, 0)
  mergeSmall(counts, cuts, options.minShare * rows)
  mergeSimilar(counts, cuts, options)
  return weigh(counts, cuts)
}

/** Rows and defaults in each of the bins between `cuts`. */
export function countBins(values: Float64Array, target: Uint8Array, cuts: ArrayLike<number>): BinCounts[] {
  const counts = Array.from({ length: cuts.length + 1 }, () => ({ rows: 0, defaults: 0 }))
  for (let row = 0; row < values.length; row++) {
    const bin = counts[binOf(values[row]!, cuts)]!
    bin.rows++
    bin.defaults += target[row]!
  }
  return counts
}

/** Joins bin `left` with the next one. */
function merge(counts: BinCounts[], cuts: number[], left: number): void {
  const [a, b] = [counts[left]!, counts[left + 1]!]
  counts.splice(left, 2, { rows: a.rows + b.rows, defaults: a.defaults + b.defaults })
  cuts.splice(left, 1)
}

function mergeSmall(counts: BinCounts[], cuts: number[], minRows: number): void {
  while (counts.length > 1) {
    const smallest = argMin(counts.map(({ rows }) => rows))
    if (counts[smallest]!.rows >= minRows) return
    const below = smallest > 0 ? chiSquare(counts, smallest - 1) : Number.POSITIVE_INFINITY
    const above = smallest + 1 < counts.length ? chiSquare(counts, smallest) : Number.POSITIVE_INFINITY
    merge(counts, cuts, below <= above ? smallest - 1 : smallest)
  }
}

function mergeSimilar(counts: BinCounts[], cuts: number[], { maxBins, minChiSquare }: BinningOptions): void {
  while (counts.length > 1) {
    const distances = cuts.map((_, left) => chiSquare(counts, left))
    const closest = argMin(distances)
    if (counts.length <= maxBins && distances[closest]! >= minChiSquare) return
    merge(counts, cuts, closest)
  }
}

/** Pearson's χ² of bin `left` and the next one against their common default rate. */
function chiSquare(counts: readonly BinCounts[], left: number): number {
  const pair = [counts[left]!, counts[left + 1]!]
  const rows = pair.reduce((sum, bin) => sum + bin.rows, 0)
  const rate = pair.reduce((sum, bin) => sum + bin.defaults, 0) / rows
  if (rate === 0 || rate === 1) return 0
  return pair
    .filter((bin) => bin.rows > 0)
    .reduce((sum, bin) => sum + (bin.defaults - bin.rows * rate) ** 2 / (bin.rows * rate * (1 - rate)), 0)
}

function weigh(counts: readonly BinCounts[], cuts: readonly number[]): BinnedFeature {
  const defaults = counts.reduce((sum, bin) => sum + bin.defaults, 0)
  const goods = counts.reduce((sum, bin) => sum + bin.rows, 0) - defaults
  // Half a row on both sides keeps the logarithm finite in pure bins.
  const shareOfGoods = (bin: BinCounts) => (bin.rows - bin.defaults + 0.5) / goods
  const shareOfDefaults = (bin: BinCounts) => (bin.defaults + 0.5) / defaults
  const bins = counts.map((bin) => ({ ...bin, woe: Math.log(shareOfGoods(bin) / shareOfDefaults(bin)) }))
  const informationValue = bins.reduce((sum, bin) => sum + (shareOfGoods(bin) - shareOfDefaults(bin)) * bin.woe, 0)
  return { cuts, bins, informationValue }
}

function argMin(values: readonly number[]): number {
  return values.reduce((best, value, index) => (value < values[best]! ? index : best), 0)
}
