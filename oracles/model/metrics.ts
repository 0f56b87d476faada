import type { Point } from './plots.ts'
import { createRandom } from './random.ts'

/** How well scores separate (AUC, KS) and how true probabilities are (Brier, ECE). */
export interface Metrics {
  readonly auc: number
  readonly ks: number
  readonly brier: number
  readonly ece: number
}

export type Interval = readonly [low: number, high: number]

export type MetricIntervals = { readonly [name in keyof Metrics]: Interval }

/** Predictions for rows with a known outcome. */
export interface Predictions {
  /** Any monotone measure of risk: higher = riskier. */
  readonly risk: Float64Array
  /** Probability of default, 0 to 1. */
  readonly probability: Float64Array
  readonly target: Uint8Array
}

/** @throws RangeError when an outcome does not occur: AUC and KS are then undefined */
export function measure(predictions: Predictions): Metrics {
  const sorted = sortByRisk(predictions)
  return measureSorted(sorted, new Float64Array(sorted.target.length).fill(1))
}

/** Area under the ROC curve, ties counted half: the chance that a default has the higher risk (Mann–Whitney). */
export function auc(risk: Float64Array, target: Uint8Array): number {
  return measure({ risk, probability: risk, target }).auc
}

/** Greatest distance between the cumulative shares of defaults and of the others (Kolmogorov–Smirnov). */
export function ks(risk: Float64Array, target: Uint8Array): number {
  return measure({ risk, probability: risk, target }).ks
}

interface Sorted extends Predictions {
  /** Equal numbers share one risk. */
  readonly tie: Int32Array
}

function sortByRisk({ risk, probability, target }: Predictions): Sorted {
  const order = Int32Array.from(risk, (_, row) => row).sort((a, b) => risk[a]! - risk[b]! || a - b)
  const sortedRisk = Float64Array.from(order, (row) => risk[row]!)
  const tie = new Int32Array(order.length)
  for (let i = 1; i < tie.length; i++) tie[i] = tie[i - 1]! + (sortedRisk[i] === sortedRisk[i - 1] ? 0 : 1)
  return {
    risk: sortedRisk,
    probability: Float64Array.from(order, (row) => probability[row]!),
    target: Uint8Array.from(order, (row) => target[row]!),
    tie,
  }
}

/** All metrics in one pass over rows in rising order of risk, row i counted `weight[i]` times. */
function measureSorted({ probability, target, tie }: Sorted, weight: Float64Array): Metrics {
  const totals = [0, 0]
  for (const [row, outcome] of target.entries()) totals[outcome]! += weight[row]!
  const [allGood, allBad] = totals as [number, number]
  if (allGood === 0 || allBad === 0) throw new RangeError('AUC and KS need rows with and rows without a default')
  let good = 0
  let bad = 0
  let pairs = 0
  let ks = 0
  let brier = 0
  for (let row = 0; row < target.length; ) {
    const goodBelow = good
    let badTied = 0
    for (const current = tie[row]; row < target.length && tie[row] === current; row++) {
      const outcome = target[row]!
      if (outcome) badTied += weight[row]!
      else good += weight[row]!
      brier += weight[row]! * (probability[row]! - outcome) ** 2
    }
    bad += badTied
    pairs += badTied * (goodBelow + (good - goodBelow) / 2)
    ks = Math.max(ks, Math.abs(good / allGood - bad / allBad))
  }
  const ece = calibrationError(calibrationBins(probability, target, weight))
  return { auc: pairs / (allGood * allBad), ks, brier: brier / (allGood + allBad), ece }
}

/** Mean prediction beside the default rate that came true, for rows with similar predictions. */
export interface CalibrationBin {
  readonly rows: number
  readonly predicted: number
  readonly observed: number
}

const CALIBRATION_BINS = 10

/**
 * Ten bins with equally many rows. The rows must be in rising order of risk; a group of equal rows is split where a bin
 * is full.
 */
export function calibrationBins(
  probability: Float64Array,
  target: Uint8Array,
  weight: Float64Array = new Float64Array(target.length).fill(1),
): CalibrationBin[] {
  const total = weight.reduce((sum, value) => sum + value, 0)
  const sums = Array.from({ length: CALIBRATION_BINS }, () => ({ rows: 0, predicted: 0, observed: 0 }))
  let seen = 0
  for (let row = 0; row < target.length; row++) {
    const middle = seen + weight[row]! / 2
    const bin = sums[Math.min(CALIBRATION_BINS - 1, Math.floor((middle * CALIBRATION_BINS) / total))]!
    bin.rows += weight[row]!
    bin.predicted += weight[row]! * probability[row]!
    bin.observed += weight[row]! * target[row]!
    seen += weight[row]!
  }
  return sums
    .filter(({ rows }) => rows > 0)
    .map(({ rows, predicted, observed }) => ({ rows, predicted: predicted / rows, observed: observed / rows }))
}

/** Expected calibration error: mean distance between prediction and outcome over the bins, weighted by rows. */
function calibrationError(bins: readonly CalibrationBin[]): number {
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0)
  return bins.reduce((sum, bin) => sum + (bin.rows / rows) * Math.abs(bin.predicted - bin.observed), 0)
}

/** The calibration table of predictions in any order. */
export function calibrationTable(predictions: Predictions): CalibrationBin[] {
  const { probability, target } = sortByRisk(predictions)
  return calibrationBins(probability, target)
}

/** The ROC curve from (0, 0) to (1, 1), riskiest rows first: share of goods on x, of defaults on y. */
export function rocCurve({ risk, probability, target }: Predictions): Point[] {
  const sorted = sortByRisk({ risk, probability, target })
  const allBad = target.reduce((sum, outcome) => sum + outcome, 0)
  const allGood = target.length - allBad
  const points: Point[] = [{ x: 0, y: 0 }]
  let bad = 0
  for (let row = target.length - 1; row >= 0; row--) {
    bad += sorted.target[row]!
    if (row > 0 && sorted.tie[row] === sorted.tie[row - 1]) continue
    points.push({ x: (target.length - row - bad) / allGood, y: bad / allBad })
  }
  return points
}

/**
 * 95 % intervals: percentiles over `samples` bootstrap samples of the rows.
 * The predictions stay as they are, so the intervals tell the chance in the test rows, not that of training.
 */
export function bootstrapIntervals(predictions: Predictions, seed: number, samples = 200): MetricIntervals {
  const sorted = sortByRisk(predictions)
  const rows = sorted.target.length
  const random = createRandom(seed)
  const weight = new Float64Array(rows)
  const measured = Array.from({ length: samples }, () => {
    weight.fill(0)
    for (let draw = 0; draw < rows; draw++) weight[random.integer(rows)]!++
    return measureSorted(sorted, weight)
  })
  const interval = (name: keyof Metrics) => percentiles(measured.map((metrics) => metrics[name]))
  return { auc: interval('auc'), ks: interval('ks'), brier: interval('brier'), ece: interval('ece') }
}

/** The 2.5th and 97.5th percentile, nearest rank. */
export function percentiles(values: readonly number[]): Interval {
  const sorted = values.toSorted((a, b) => a - b)
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!
  return [rank(0.025), rank(0.975)]
}

/** 95 % interval of a share (Wilson 1927), which stays inside [0, 1] also for small counts. */
export function wilsonInterval(hits: number, rows: number): Interval {
  if (rows === 0) return [0, 1]
  const z = 1.959964
  const share = hits / rows
  const centre = share + z ** 2 / (2 * rows)
  const spread = z * Math.sqrt((share * (1 - share)) / rows + z ** 2 / (4 * rows ** 2))
  const scale = 1 + z ** 2 / rows
  return [Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale)]
}
