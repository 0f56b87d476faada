import { assembleModel, referenceRow } from './assemble.ts'
import { type BoostingOptions, boostingDefaults, trainBoosting } from './boosting.ts'
import { type Calibration, calibrated, fitPlatt, UNCALIBRATED } from './calibration.ts'
import { type PackedTrees, trainCompact } from './compact.ts'
import { splitByFold, stratifiedFolds } from './folds.ts'
import { type ForestOptions, forestDefaults, trainForest } from './forest.ts'
import type { ModelSchema } from './schema.ts'
import { packScorecard, type ScorecardOptions, scorecardDefaults, trainScorecard } from './scorecard.ts'
import { evaluate, type FeatureRow, type Model } from './scoring.ts'
import { assertTrainable, mapRows, rowCount, selectRows, type Table, TableError } from './table.ts'
import { predict } from './trees.ts'

/** Kinds that become a blob. */
export type BlobKind = 'compact' | 'scorecard'

/** Every kind of model; gbdt and forest are floating-point references. */
export const MODEL_KINDS = ['compact', 'gbdt', 'forest', 'scorecard'] as const

export type ModelKind = (typeof MODEL_KINDS)[number]

export interface FitOptions {
  readonly schema: ModelSchema
  /** Seed of the inner folds. */
  readonly seed: number
  readonly boosting: BoostingOptions
  /** Cuts of a compact model. */
  readonly maxCuts: number
  readonly scorecard: ScorecardOptions
  readonly forest: ForestOptions
}

/** The settings of the reference table: 100 trees, 256 cuts, the schema's monotone signs. */
export function defaultFitOptions(schema: ModelSchema, seed: number): FitOptions {
  return {
    schema,
    seed,
    boosting: { ...boostingDefaults, monotone: schema.features.map((feature) => feature.monotone) },
    maxCuts: 256,
    scorecard: scorecardDefaults,
    forest: { ...forestDefaults, seed },
  }
}

/** What a fitted model says of a row. */
export interface RiskPrediction {
  /** Rises with the risk, and means the same in models that were fitted to different parts of one table. */
  readonly risk: number
  /** Probability of default, 0 to 1. */
  readonly probability: number
}

export type Predictor = (row: FeatureRow) => RiskPrediction

/**
 * Trains a model of one kind. All but the forest, which stands for the practice of using its votes as they are, get
 * calibrated on inner folds.
 * @throws TableError when the rows are of one class, or nothing can be learnt from them
 */
export function fitPredictor(kind: ModelKind, table: Table, options: FitOptions): Predictor {
  assertTrainable(table)
  if (kind === 'forest') return fitForest(table, options)
  if (kind === 'gbdt') return fitGbdt(table, options)
  return blobPredictor(fitModel(kind, table, options).model)
}

/** A model that can be written as a blob, and how it came about. */
export interface FittedModel {
  readonly model: Model
  readonly packed: PackedTrees
  readonly calibration: Calibration
}

/** Trains a model, and calibrates it on the logits that its like, trained on other rows, give to each row. */
export function fitModel(kind: BlobKind, table: Table, options: FitOptions): FittedModel {
  assertTrainable(table)
  const packed = trainPacked(kind, table, options)
  const crossLogits = crossPredict(table, options.seed, (part) =>
    rawLogit(trainPacked(kind, part, options), options.schema),
  )
  const calibration = calibrate(crossLogits, table.target)
  const model = assembleModel(packed, calibration, options.schema, referenceRow(table))
  return { model, packed, calibration }
}

function trainPacked(kind: BlobKind, table: Table, { boosting, maxCuts, scorecard }: FitOptions): PackedTrees {
  const packed =
    kind === 'compact'
      ? trainCompact(table, { ...boosting, maxCuts }).packed
      : packScorecard(trainScorecard(table, scorecard), table.columns.length)
  if (packed.cuts.every((own) => own.length === 0)) throw new TableError(NOTHING_LEARNT)
  return packed
}

const NOTHING_LEARNT = 'no feature tells defaults from other rows: there is nothing to learn from this data'

/** @throws TableError when the logits of unseen rows say the opposite of what happened */
function calibrate(crossLogits: Float64Array, target: Uint8Array): Calibration {
  const calibration = fitPlatt(crossLogits, target)
  if (calibration.slope <= 0) throw new TableError(NOTHING_LEARNT)
  return calibration
}

/** The logit before calibration, from the same integers as the blob's. */
function rawLogit(packed: PackedTrees, schema: ModelSchema): (row: FeatureRow) => number {
  const reference = schema.features.map(() => 0)
  const model = assembleModel(packed, UNCALIBRATED, schema, reference)
  return (row) => evaluate(model, row).logit / packed.unitsPerLogit
}

/** Predictions by the SDK's evaluator. The risk is the score's line before it is rounded and clamped. */
export function blobPredictor(model: Model): Predictor {
  return (row) => {
    const { logit, pdBps } = evaluate(model, row)
    return { risk: (model.slope * logit - model.offset) / 65_536, probability: pdBps / 10_000 }
  }
}

function fitGbdt(table: Table, { boosting, seed }: FitOptions): Predictor {
  const train = (part: Table) => {
    const ensemble = trainBoosting(part, boosting)
    if (ensemble.trees.every(({ feature }) => feature.length === 1)) throw new TableError(NOTHING_LEARNT)
    return (row: FeatureRow) => predict(ensemble, row)
  }
  const calibration = calibrate(crossPredict(table, seed, train), table.target)
  const logit = train(table)
  return (row) => {
    const probability = calibrated(calibration, logit(row))
    return { risk: probability, probability }
  }
}

function fitForest(table: Table, { forest }: FitOptions): Predictor {
  const ensemble = trainForest(table, forest)
  return (row) => {
    const probability = predict(ensemble, row)
    return { risk: probability, probability }
  }
}

/** Folds inside the training rows that calibration uses. */
const INNER_FOLDS = 3

function crossPredict(table: Table, seed: number, train: (part: Table) => (row: FeatureRow) => number): Float64Array {
  const folds = stratifiedFolds(table, INNER_FOLDS, seed)
  const predictions = new Float64Array(rowCount(table))
  for (let fold = 0; fold < folds.count; fold++) {
    const { training, test } = splitByFold(folds, fold)
    const predicted = mapRows(selectRows(table, test), train(selectRows(table, training)))
    test.forEach((row, index) => {
      predictions[row] = predicted[index]!
    })
  }
  return predictions
}
