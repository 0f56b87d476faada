import { type FitOptions, fitPredictor, type ModelKind, type Predictor } from './fit.ts'
import { type Folds, splitByFold } from './folds.ts'
import { bootstrapIntervals, type MetricIntervals, type Metrics, measure, type Predictions } from './metrics.ts'
import { readRow, rowCount, selectRows, type Table } from './table.ts'

/** A kind of model judged on rows that it was not trained on. */
export interface Evaluation {
  readonly model: ModelKind
  readonly folds: readonly Metrics[]
  /** All rows together, with 95 % bootstrap intervals. */
  readonly overall: Metrics & { readonly ci: MetricIntervals }
  /** Mean of the folds. */
  readonly mean: Metrics
}

/** Evaluation and the predictions behind it. */
export interface CrossValidation {
  readonly evaluation: Evaluation
  readonly predictions: Predictions
}

export interface CrossValidationOptions extends FitOptions {
  readonly onFold?: (done: number, count: number) => void
}

/** Trains on all folds but one, predicts that one, in turn. */
export function crossValidate(
  kind: ModelKind,
  table: Table,
  folds: Folds,
  options: CrossValidationOptions,
): CrossValidation {
  const rows = rowCount(table)
  const predictions = { risk: new Float64Array(rows), probability: new Float64Array(rows), target: table.target }
  const measured: Metrics[] = []
  for (let fold = 0; fold < folds.count; fold++) {
    const { training, test } = splitByFold(folds, fold)
    const predicted = predictTable(fitPredictor(kind, selectRows(table, training), options), selectRows(table, test))
    measured.push(measure(predicted))
    test.forEach((row, index) => {
      predictions.risk[row] = predicted.risk[index]!
      predictions.probability[row] = predicted.probability[index]!
    })
    options.onFold?.(fold + 1, folds.count)
  }
  const overall = { ...measure(predictions), ci: bootstrapIntervals(predictions, options.seed) }
  return { evaluation: { model: kind, folds: measured, overall, mean: meanMetrics(measured) }, predictions }
}

/** Predictions for every row of a table. */
export function predictTable(predictor: Predictor, table: Table): Predictions {
  const risk = new Float64Array(rowCount(table))
  const probability = new Float64Array(rowCount(table))
  const row: number[] = []
  for (let index = 0; index < risk.length; index++) {
    const predicted = predictor(readRow(table, index, row))
    risk[index] = predicted.risk
    probability[index] = predicted.probability
  }
  return { risk, probability, target: table.target }
}

export function meanMetrics(measured: readonly Metrics[]): Metrics {
  const mean = (name: keyof Metrics) => measured.reduce((sum, metrics) => sum + metrics[name], 0) / measured.length
  return { auc: mean('auc'), ks: mean('ks'), brier: mean('brier'), ece: mean('ece') }
}
