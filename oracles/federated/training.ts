/**
 * A points scorecard from sums alone: bins from the counts on the public grid, then a logistic regression on weights of
 * evidence, one sum for each Newton step. Where the sums come from makes no difference: pooled rows or masked totals.
 */
import { joinBins } from '../model/binning.ts'
import { FitError, largest, newtonStep } from '../model/irls.ts'
import {
  type Candidate,
  type Scorecard,
  type ScorecardOptions,
  scorecardDefaults,
  toPoints,
  worthwhile,
} from '../model/scorecard.ts'
import type { Table } from '../model/table.ts'
import type { Coordinator } from './coordinator.ts'
import { fromFixedPoint } from './masking.ts'
import type { Task } from './messages.ts'
import { FRACTION_BITS, GRID, histogramsOf, lengthOf, tableSums } from './sums.ts'

/** Adds up what a task asks for, over whatever rows there are. */
export type SumSource = (task: Task) => Promise<Float64Array>

/** A fitted card. */
export interface TrainedCard {
  readonly card: Scorecard
  readonly attributes: readonly Candidate[]
  /** Intercept, then the weight of each attribute. */
  readonly coefficients: Float64Array
}

const MAX_STEPS = 30
const TOLERANCE = 1e-9

/** Sums over rows that one has. */
export function pooledSums(table: Table): SumSource {
  return async (task) => tableSums(table, task)
}

/** Sums over rows that nobody shows. */
export function federatedSums(coordinator: Coordinator): SumSource {
  return async (task) => {
    const { sum } = await coordinator.total(task, lengthOf(task))
    return fromFixedPoint(sum, FRACTION_BITS[task.kind])
  }
}

/**
 * Trains a scorecard. A feature that the regression would turn against its own weights of evidence is left out.
 * @throws FitError when all rows are of one class, or the regression does not converge
 */
export async function trainCard(sums: SumSource, options: ScorecardOptions = scorecardDefaults): Promise<TrainedCard> {
  let attributes = worthwhile(await agreedBins(sums, options), options)
  for (;;) {
    const coefficients = await regress(sums, attributes, options.ridge)
    const signed = attributes.filter((_, k) => (coefficients[k + 1] as number) < 0)
    if (signed.length === attributes.length)
      return { card: toPoints(attributes, coefficients), attributes, coefficients }
    attributes = signed
  }
}

async function agreedBins(sums: SumSource, options: ScorecardOptions) {
  const histograms = histogramsOf(await sums({ kind: 'histogram' }))
  const [first = []] = histograms
  const rows = first.reduce((total, bin) => total + bin.rows, 0)
  const defaults = first.reduce((total, bin) => total + bin.defaults, 0)
  if (defaults === 0 || defaults === rows) throw new FitError('the rows of all parties together are of one class only')
  return histograms.map((counts, feature) => joinBins(counts, GRID[feature] ?? [], options))
}

async function regress(sums: SumSource, candidates: readonly Candidate[], ridge: number): Promise<Float64Array> {
  // Parties need the weights of evidence, not the counts behind them.
  const attributes = candidates.map(({ feature, cuts, bins }) => ({
    feature,
    cuts,
    bins: bins.map(({ woe }) => ({ woe })),
  }))
  let beta = new Float64Array(candidates.length + 1)
  for (let k = 0; k < MAX_STEPS; k++) {
    const step = newtonStep(await sums({ kind: 'logistic', attributes, beta: [...beta] }), beta, ridge)
    beta = beta.map((value, j) => value + (step[j] as number))
    if (largest(step) <= TOLERANCE) return beta
  }
  throw new FitError(`not converged after ${MAX_STEPS} steps`)
}
