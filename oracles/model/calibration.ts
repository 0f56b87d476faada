import { fitLogistic, logistic } from './irls.ts'
import { PD_ENTRIES } from './scoring.ts'

/** Points that double the odds, and the anchor of the score line: 600 points at 30 good to 1 bad (docs/scoring.md). */
const POINTS_TO_DOUBLE = 40
const ANCHOR_SCORE = 600
const ANCHOR_ODDS = 30

/** Points of score per unit of logit. */
export const POINTS_PER_LOGIT = POINTS_TO_DOUBLE / Math.LN2

/** A calibrated logit is `slope · raw + intercept`. */
export interface Calibration {
  readonly slope: number
  readonly intercept: number
}

/** Takes raw logits as they are. */
export const UNCALIBRATED: Calibration = { slope: 1, intercept: 0 }

/**
 * Platt scaling: logistic regression of the outcome on the raw logit (Platt 1999).
 * @param logits raw logits of rows that the model was not trained on
 * @throws FitError when only one outcome occurs
 */
export function fitPlatt(logits: Float64Array, target: Uint8Array): Calibration {
  // A trace of ridge keeps the slope finite when the logits separate the outcomes.
  const [intercept, slope] = fitLogistic([logits], target, { ridge: 0.01 })
  return { slope: slope!, intercept: intercept! }
}

export function calibrated({ slope, intercept }: Calibration, logit: number): number {
  return logistic(slope * logit + intercept)
}

/**
 * The integer score line: `score = (offset − slope · logit) >> 16`, rounded to the nearest point.
 * @param unitsPerLogit how many of the model's integer units make one raw logit
 */
export function scoreLine(calibration: Calibration, unitsPerLogit: number): { slope: number; offset: number } {
  const anchor = ANCHOR_SCORE - POINTS_PER_LOGIT * (Math.log(ANCHOR_ODDS) + calibration.intercept)
  const slope = Math.round((65_536 * POINTS_PER_LOGIT * calibration.slope) / unitsPerLogit)
  return { slope, offset: Math.round(65_536 * (anchor + 0.5)) }
}

/** Default probability in bps at scores 300, 316, … 860, what the score line says it is. */
export function pdTable(): number[] {
  return Array.from({ length: PD_ENTRIES }, (_, k) => {
    const score = 300 + 16 * k
    const odds = ANCHOR_ODDS * 2 ** ((score - ANCHOR_SCORE) / POINTS_TO_DOUBLE)
    return Math.round(10_000 / (1 + odds))
  })
}

/**
 * Isotonic regression by pool-adjacent-violators: the non-falling step function of the risk nearest to the outcomes. The
 * model card holds it against Platt scaling.
 */
export function fitIsotonic(risk: Float64Array, target: Uint8Array): (risk: number) => number {
  const order = Int32Array.from(risk, (_, row) => row).sort((a, b) => risk[a]! - risk[b]! || a - b)
  const pools: { highest: number; rows: number; defaults: number }[] = []
  for (const row of order) {
    let pool = { highest: risk[row]!, rows: 1, defaults: target[row]! as number }
    for (let below = pools.at(-1); below && violates(below, pool); below = pools.at(-1)) {
      pools.pop()
      pool = { highest: pool.highest, rows: pool.rows + below.rows, defaults: pool.defaults + below.defaults }
    }
    pools.push(pool)
  }
  return (value) => {
    const pool = pools.find(({ highest }) => value <= highest) ?? pools.at(-1)!
    return pool.defaults / pool.rows
  }
}

/** Equal risks belong to one pool whatever their outcomes. */
function violates(below: { highest: number; rows: number; defaults: number }, pool: typeof below): boolean {
  return below.highest === pool.highest || below.defaults * pool.rows >= pool.defaults * below.rows
}
