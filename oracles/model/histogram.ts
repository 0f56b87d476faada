import { MISSING } from './scoring.ts'

/** The cut that separates missing (below) from every value (above). */
export const PRESENT_CUT = MISSING + 1

/** Bins are bytes: at most 255 cuts a feature. */
export const MAX_CUTS_PER_FEATURE = 255

/**
 * Cuts for a histogram of at most `maxBins` bins with about equally many rows; a value that is frequent enough gets a bin
 * of its own. Cuts are integers: `x > cut` sends a row to the right.
 */
export function chooseCuts(values: Float64Array, maxBins: number): Float64Array {
  const { distinct, counts } = countDistinct(values)
  if (distinct.length <= maxBins) return Float64Array.from(distinct.slice(1), (next, i) => between(distinct[i]!, next))
  const cuts: number[] = []
  let rowsLeft = values.length
  let inBin = 0
  for (let i = 0; i + 1 < distinct.length && cuts.length < maxBins - 1; i++) {
    inBin += counts[i]!
    const fair = rowsLeft / (maxBins - cuts.length)
    if (inBin >= fair || counts[i + 1]! >= fair) {
      cuts.push(between(distinct[i]!, distinct[i + 1]!))
      rowsLeft -= inBin
      inBin = 0
    }
  }
  return Float64Array.from(cuts)
}

function countDistinct(values: Float64Array): { distinct: number[]; counts: number[] } {
  const distinct: number[] = []
  const counts: number[] = []
  for (const value of values.toSorted()) {
    const last = distinct.length - 1
    if (last >= 0 && distinct[last] === value) counts[last]!++
    else {
      distinct.push(value)
      counts.push(1)
    }
  }
  return { distinct, counts }
}

/** The integer in the middle; halves are taken first so that the sum stays a safe integer. */
function between(low: number, high: number): number {
  if (low === MISSING) return PRESENT_CUT
  return Math.max(low, Math.floor(low / 2 + high / 2))
}

/** Number of cuts below a value: 0 … cuts.length. */
export function binOf(value: number, cuts: ArrayLike<number>): number {
  let low = 0
  let high = cuts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (value > cuts[middle]!) low = middle + 1
    else high = middle
  }
  return low
}

/** Columns as bin numbers, the form in which trees are grown. */
export interface BinnedColumns {
  readonly cuts: readonly Float64Array[]
  readonly bins: readonly Uint8Array[]
  /** Where each feature's bins start in a histogram; the last entry is the histogram's number of bins. */
  readonly offsets: Int32Array
}

/** @param cuts at most {@link MAX_CUTS_PER_FEATURE} a feature, ascending */
export function binColumns(columns: readonly Float64Array[], cuts: readonly Float64Array[]): BinnedColumns {
  const offsets = new Int32Array(columns.length + 1)
  const bins = columns.map((values, feature) => {
    const own = cuts[feature]!
    offsets[feature + 1] = offsets[feature]! + own.length + 1
    return Uint8Array.from(values, (value) => binOf(value, own))
  })
  return { cuts, bins, offsets }
}

/** Per bin: sum of gradients, sum of Hessians, number of rows. */
export const HISTOGRAM_FIELDS = 3
