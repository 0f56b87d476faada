import { type BinnedFeature, type BinningOptions, binFeature } from './binning.ts'
import { POINTS_PER_LOGIT } from './calibration.ts'
import type { PackedTrees } from './compact.ts'
import { binOf } from './histogram.ts'
import { fitLogistic } from './irls.ts'
import { cutOffsets, MAX_LEAF_VALUE, type PackedNode, packTrees } from './pack.ts'
import type { Table } from './table.ts'

export interface ScorecardOptions extends BinningOptions {
  /** Features with a lower information value are left out. */
  readonly minInformation: number
  /** L2 penalty on the weights of the attributes. */
  readonly ridge: number
}

export const scorecardDefaults: ScorecardOptions = {
  maxBins: 8,
  minShare: 0.03,
  minChiSquare: 2,
  minInformation: 0.005,
  ridge: 4,
}

/** One line of the card: the points that a merchant gets for the bin that its value falls into. */
export interface Attribute extends BinnedFeature {
  /** Index of the feature. */
  readonly feature: number
  /** Whole points per bin, on the scale of the score (40 points double the odds); higher = safer. */
  readonly points: readonly number[]
}

export interface Scorecard {
  /** Points that everybody gets: minus the logit of default at average weights of evidence. */
  readonly basePoints: number
  readonly attributes: readonly Attribute[]
}

/**
 * A points scorecard: weights of evidence by bin, weighed by a logistic regression, rounded to whole points. A feature
 * that the regression would turn against its own weights of evidence is left out.
 */
export function trainScorecard(table: Table, options: ScorecardOptions): Scorecard {
  const binned = table.columns.map((_, feature) => binFeature(table, feature, options))
  const { coefficients, kept } = fitSigned(table, worthwhile(binned, options), options.ridge)
  return toPoints(kept, coefficients)
}

/** A feature that may become an attribute of the card. */
export type Candidate = BinnedFeature & { readonly feature: number }

/** The binned features, by index, that tell enough to be weighed. */
export function worthwhile(
  binned: readonly BinnedFeature[],
  { minInformation }: Pick<ScorecardOptions, 'minInformation'>,
): Candidate[] {
  return binned
    .map((candidate, feature) => ({ feature, ...candidate }))
    .filter(({ bins, informationValue }) => bins.length > 1 && informationValue >= minInformation)
}

/** The regression as a card of whole points. @param coefficients intercept, then one for each of `kept` */
export function toPoints(kept: readonly Candidate[], coefficients: ArrayLike<number>): Scorecard {
  const attributes = kept.map((candidate, index) => ({
    ...candidate,
    points: candidate.bins.map(({ woe }) => Math.round(-POINTS_PER_LOGIT * coefficients[index + 1]! * woe)),
  }))
  return { basePoints: Math.round(-POINTS_PER_LOGIT * coefficients[0]!), attributes }
}

/** Fits, drops the features whose weight is not below zero, and fits again until none is left to drop. */
function fitSigned(table: Table, candidates: readonly Candidate[], ridge: number) {
  const columns = candidates.map((candidate) => woeColumn(table, candidate))
  let kept = candidates.map((_, index) => index)
  for (;;) {
    const coefficients = fitLogistic(
      kept.map((index) => columns[index]!),
      table.target,
      { ridge },
    )
    const signed = kept.filter((_, position) => coefficients[position + 1]! < 0)
    if (signed.length === kept.length) return { coefficients, kept: kept.map((index) => candidates[index]!) }
    kept = signed
  }
}

/** A feature and the weight of evidence of each of its bins. */
export interface WoeAttribute {
  readonly feature: number
  readonly cuts: readonly number[]
  readonly bins: readonly { readonly woe: number }[]
}

/** Weight of evidence of every row. */
export function woeColumn(table: Table, { feature, cuts, bins }: WoeAttribute): Float64Array {
  return table.columns[feature]!.values.map((value) => bins[binOf(value, cuts)]!.woe)
}

/** Total points of a row; higher = safer. */
export function scorecardPoints({ basePoints, attributes }: Scorecard, row: ArrayLike<number>): number {
  return attributes.reduce((sum, { feature, cuts, points }) => sum + points[binOf(row[feature]!, cuts)]!, basePoints)
}

/**
 * The card as trees of one feature each, which find the bin by bisection. One unit of the packed logit is one point, so
 * nothing is lost; an attribute with more than 127 points is spread over several trees.
 */
export function packScorecard({ basePoints, attributes }: Scorecard, features: number): PackedTrees {
  const cuts = Array.from({ length: features }, (_, feature) =>
    Float64Array.from(attributes.find((attribute) => attribute.feature === feature)?.cuts ?? []),
  )
  const offsets = cutOffsets(cuts)
  const roots = attributes.flatMap(({ feature, points }) =>
    spreadPoints(points).map((part) => bisect(offsets[feature]!, part, 0, part.length - 1)),
  )
  return { cuts, trees: packTrees(roots), unitsPerLogit: POINTS_PER_LOGIT, base: -basePoints }
}

/** Splits points into parts that fit a leaf and sum to them. */
function spreadPoints(points: readonly number[]): number[][] {
  const parts = Math.ceil(Math.max(1, ...points.map(Math.abs)) / MAX_LEAF_VALUE)
  return Array.from({ length: parts }, (_, part) =>
    points.map((value) => Math.trunc((value * (part + 1)) / parts) - Math.trunc((value * part) / parts)),
  )
}

function bisect(offset: number, points: readonly number[], low: number, high: number): PackedNode {
  // 0 − x rather than −x: a leaf of −0 is not the integer 0 to a strict comparison.
  if (low === high) return { leaf: 0 - points[low]! }
  const middle = (low + high) >> 1
  return {
    split: offset + middle,
    left: bisect(offset, points, low, middle),
    right: bisect(offset, points, middle + 1, high),
  }
}
