import { backtest } from './backtest.ts'
import { boostingDefaults } from './boosting.ts'
import { fitIsotonic } from './calibration.ts'
import type { CardFeature, Challenger, Holdout, ModelCard } from './card.ts'
import { type CrossValidation, crossValidate, predictTable } from './evaluation.ts'
import { type BlobKind, blobPredictor, defaultFitOptions, type FitOptions, fitModel, type ModelKind } from './fit.ts'
import { type Folds, splitByFold, stratifiedFolds } from './folds.ts'
import { generateMerchants, type Merchants } from './generator.ts'
import { hashTable, sha256 } from './hash.ts'
import { binOf, chooseCuts } from './histogram.ts'
import { auc, bootstrapIntervals, calibrationTable, measure, rocCurve } from './metrics.ts'
import type { Point } from './plots.ts'
import { type ModelSchema, merchantSchema } from './schema.ts'
import { encodeModel, evaluate, MISSING, type Model, SCORE_RANGE, schemaHash, scopesOf } from './scoring.ts'
import { treeShap } from './shap.ts'
import { countScores, sharesBps } from './stability.ts'
import { countDefaults, mapRows, readRow, rowCount, type Table } from './table.ts'
import { unpackEnsemble } from './unpack.ts'

/** What to learn from. */
export interface TrainingData {
  readonly table: Table
  readonly schema: ModelSchema
  /** Where the rows come from, in words for the card. */
  readonly source: string
  /** Synthetic development and hold-out merchants; real data has neither true probabilities nor collateral. */
  readonly synthetic?: { readonly development: Merchants; readonly holdout: Merchants }
}

export interface TrainOptions {
  readonly name: string
  readonly kind: BlobKind
  readonly seed: number
  readonly folds: number
  readonly trees: number
  readonly maxCuts: number
  readonly learningRate: number
  /** Told in words what has been done. */
  readonly onProgress?: (message: string) => void
}

/** Small enough that a source with the model inside stays below 8 KB. */
export const trainDefaults = { seed: 1, folds: 5, trees: 80, maxCuts: 128, learningRate: 0.12 } as const

export interface TrainedModel {
  readonly blob: Uint8Array
  readonly card: ModelCard
}

/** Development merchants by the seed, hold-out merchants by the next one. */
export function syntheticData(merchants: number, seed: number): TrainingData {
  const development = generateMerchants(merchants, seed)
  const holdout = generateMerchants(merchants, seed + 1)
  const source = `Synthetic merchants of oracles/model/generator.ts, seed ${seed} (hold-out: seed ${seed + 1})`
  return { table: development.table, schema: merchantSchema, source, synthetic: { development, holdout } }
}

/** Most defaults among approved merchants in the back-test. */
const BACKTEST_DEFAULT_RATE = 0.015

/** The model's blob alone: equal data and options give equal bytes. */
export function trainBlob(data: TrainingData, options: TrainOptions): Uint8Array {
  return encodeModel(fitModel(options.kind, data.table, fitOptions(data, options)).model)
}

/** Trains a model, judges it, and writes down everything that its users must know. */
export function trainModel(data: TrainingData, options: TrainOptions): TrainedModel {
  const say = options.onProgress ?? (() => {})
  const fitting = fitOptions(data, options)
  const { model, calibration } = fitModel(options.kind, data.table, fitting)
  say('model trained')
  const folds = stratifiedFolds(data.table, options.folds, options.seed)
  const validate = (kind: ModelKind) => {
    const onFold = (done: number, count: number) => say(`${kind}: fold ${done} of ${count}`)
    return crossValidate(kind, data.table, folds, { ...fitting, onFold })
  }
  const validation = validate(options.kind)
  const challengers = challengerKinds(options.kind).map((kind): Challenger => {
    const { auc, ks, brier, ece } = validate(kind).evaluation.overall
    return { model: kind, overall: { auc, ks, brier, ece } }
  })
  const blob = encodeModel(model)
  const card: ModelCard = {
    name: options.name,
    kind: options.kind,
    modelHash: sha256(blob),
    schemaHash: schemaHash(data.schema.name, data.schema.features),
    dataHash: hashTable(data.table),
    scopes: scopesOf(data.schema.features),
    baseline: sharesBps(countScores(outOfFoldScores(validation))),
    size: { bytes: blob.length, trees: model.trees.length / 32, cuts: model.cuts.flat().length },
    data: { source: data.source, rows: rowCount(data.table), defaults: countDefaults(data.table.target) },
    training: { seed: options.seed, folds: options.folds, options: cardOptions(options) },
    features: describeFeatures(model, data),
    crossValidation: validation.evaluation,
    calibration: {
      method: 'platt',
      platt: calibration,
      table: calibrationTable(validation.predictions),
      isotonicEce: isotonicEce(validation, folds),
    },
    challengers,
    holdout: data.synthetic ? judgeHoldout(model, data.synthetic.holdout, options.seed) : null,
    backtest: data.synthetic ? runBacktest(model, validation, data.synthetic) : null,
    roc: thin(rocCurve(validation.predictions)),
    ...purposeOf(data),
  }
  say('model card written')
  return { blob, card }
}

function fitOptions({ schema }: TrainingData, { seed, trees, maxCuts, learningRate }: TrainOptions): FitOptions {
  const defaults = defaultFitOptions(schema, seed)
  return { ...defaults, maxCuts, boosting: { ...defaults.boosting, trees, learningRate } }
}

function cardOptions({ kind, trees, maxCuts, learningRate }: TrainOptions): Record<string, number> {
  if (kind === 'scorecard') return {}
  const { minRows, l2 } = boostingDefaults
  return { trees, maxCuts, learningRate, minRows, l2 }
}

function challengerKinds(kind: BlobKind): ModelKind[] {
  return (['compact', 'scorecard', 'forest'] as const).filter((other) => other !== kind)
}

/** The risk of a blob model is the negative score line before it is rounded down and clamped. */
function outOfFoldScores({ predictions }: CrossValidation): Float64Array {
  return predictions.risk.map((risk) => Math.min(SCORE_RANGE.highest, Math.max(SCORE_RANGE.lowest, Math.floor(-risk))))
}

function isotonicEce({ predictions }: CrossValidation, folds: Folds): number {
  const probability = new Float64Array(predictions.risk.length)
  for (let fold = 0; fold < folds.count; fold++) {
    const { training, test } = splitByFold(folds, fold)
    const isotonic = fitIsotonic(
      Float64Array.from(training, (row) => predictions.risk[row]!),
      Uint8Array.from(training, (row) => predictions.target[row]!),
    )
    for (const row of test) probability[row] = isotonic(predictions.risk[row]!)
  }
  return measure({ ...predictions, probability }).ece
}

const IMPORTANCE_ROWS = 2000
const DISTRIBUTION_BINS = 10

function describeFeatures(model: Model, { table, schema }: TrainingData): CardFeature[] {
  const importance = shapleyImportance(model, table)
  return schema.features.map(({ name, scale, reasonCode, monotone }, feature) => {
    const { values } = table.columns[feature]!
    const cuts = [...chooseCuts(values, DISTRIBUTION_BINS)]
    const counts = new Array<number>(cuts.length + 1).fill(0)
    for (const value of values) counts[binOf(value, cuts)]!++
    return {
      name,
      scale,
      reasonCode,
      monotone,
      cuts: model.cuts[feature]!.length,
      reference: model.reference[feature] === MISSING ? null : model.reference[feature]!,
      importance: importance[feature]!,
      distribution: { cuts, baselineBps: sharesBps(counts) },
    }
  })
}

/** Mean absolute Shapley value of each feature in points, over rows spread evenly through the table. */
function shapleyImportance(model: Model, table: Table): Float64Array {
  const ensemble = unpackEnsemble(model, table)
  const points = new Float64Array(table.columns.length)
  const stride = Math.max(1, Math.floor(rowCount(table) / IMPORTANCE_ROWS))
  let rows = 0
  for (let row = 0; row < rowCount(table); row += stride, rows++) {
    treeShap(ensemble, readRow(table, row)).parts.forEach((part, feature) => {
      points[feature]! += (Math.abs(part) * model.slope) / 65_536
    })
  }
  return points.map((sum) => Math.round((sum / rows) * 100) / 100)
}

function judgeHoldout(model: Model, { table, defaultProbability }: Merchants, seed: number): Holdout {
  const predictions = predictTable(blobPredictor(model), table)
  return {
    rows: rowCount(table),
    metrics: measure(predictions),
    ci: bootstrapIntervals(predictions, seed),
    bestPossibleAuc: auc(defaultProbability, table.target),
  }
}

function runBacktest(model: Model, validation: CrossValidation, { development, holdout }: SyntheticMerchants) {
  const scores = mapRows(holdout.table, (row) => evaluate(model, row).score)
  const developed = { merchants: development, scores: outOfFoldScores(validation) }
  return backtest(developed, { merchants: holdout, scores }, BACKTEST_DEFAULT_RATE)
}

type SyntheticMerchants = NonNullable<TrainingData['synthetic']>

const ROC_POINTS = 100

/** About a hundred points of a curve, first and last among them, rounded for the file. */
function thin(curve: readonly Point[]): Point[] {
  const stride = Math.max(1, Math.floor(curve.length / ROC_POINTS))
  return curve
    .filter((_, index) => index % stride === 0 || index === curve.length - 1)
    .map(({ x, y }) => ({ x: Number(x.toFixed(4)), y: Number(y.toFixed(4)) }))
}

function purposeOf({ synthetic }: TrainingData): Pick<ModelCard, 'intendedUse' | 'limits'> {
  return {
    intendedUse: [
      'Revolving lines of a bank to merchants who have released their platform data; the score is one input of a public policy.',
      'Default means a credit default within twelve months of the features’ date.',
    ],
    limits: [
      synthetic
        ? 'Trained on synthetic merchants: fit for demonstrations and tests, not for lending. Train on the bank’s own data first.'
        : 'Folds are drawn at random: judge it on a later period before it is activated.',
      'No reject inference: merchants who were never financed are not represented unless the data holds their outcomes.',
      'Re-validate when the stability index reaches 0.10, stop automatic decisions at 0.25, and at least once a year.',
      'The merchant may ask for its features and its reasons; a person at the bank can override a decision with a reason.',
    ],
  }
}
