import { MISSING, type Model, NO_TURNOVER_FEATURE, TREE_BYTES } from './blob.ts'

/** Fixed-point integers in the schema's order, {@link MISSING} where not known. */
export type FeatureRow = readonly number[]

const MIN_SCORE = 300
const MAX_SCORE = 850

/** Lowest and highest score. */
export const SCORE_RANGE = { lowest: MIN_SCORE, highest: MAX_SCORE } as const

/** Reasons that an answer has room for. */
export const MAX_REASONS = 4

export interface Evaluation {
  /** Sum of base and leaves in the model's own scale; higher is riskier. */
  readonly logit: number
  /** 300 (worst) to 850. */
  readonly score: number
  /** Probability of a default within a year, in bps. */
  readonly pdBps: number
  /** Monthly turnover in 1/100 of the currency, never negative; 0 when not known. */
  readonly turnover: bigint
}

/** A row that the model cannot take. */
export class FeatureRowError extends Error {
  /** Index of the first feature that is absent, superfluous, or no integer of the range. */
  readonly feature: number

  constructor(feature: number) {
    super(`Feature ${feature} is absent, superfluous or no integer`)
    this.feature = feature
  }
}

/**
 * Scores a row, by docs/scoring.md; every evaluator of the system gives the same integers.
 * @throws FeatureRowError
 */
export function evaluate(model: Model, row: FeatureRow): Evaluation {
  checkRow(model, row)
  const logit = logitOf(model, row)
  const score = scoreOf(model, logit)
  return { logit, score, pdBps: pdBpsOf(model, score), turnover: turnoverOf(model, row) }
}

/**
 * Why the score is not better: the at most four features that cost most against the model's reference row, the
 * costliest first, as reason codes; zeros fill up.
 * @throws FeatureRowError
 */
export function reasonCodes(model: Model, row: FeatureRow): readonly number[] {
  const costly = featureLosses(model, row)
    .map((loss, feature) => ({ loss, code: model.reasonCodes[feature] ?? 0 }))
    .filter(({ loss }) => loss > 0)
    // The sort is stable, so equal losses keep the order of the features.
    .sort((a, b) => b.loss - a.loss)
  return Array.from({ length: MAX_REASONS }, (_, i) => costly[i]?.code ?? 0)
}

/**
 * What each feature costs, in units of the logit: the logit less the logit with this feature at its reference value.
 * @throws FeatureRowError
 */
export function featureLosses(model: Model, row: FeatureRow): readonly number[] {
  checkRow(model, row)
  const logit = logitOf(model, row)
  return model.reference.map((good, feature) => logit - logitOf(model, row.with(feature, good)))
}

function checkRow(model: Model, row: FeatureRow): void {
  const features = model.cuts.length
  for (let f = 0; f < Math.max(features, row.length); f++)
    if (f >= features || !Number.isSafeInteger(row[f])) throw new FeatureRowError(f)
}

function logitOf(model: Model, row: FeatureRow): number {
  const bits: number[] = []
  model.cuts.forEach((cuts, feature) => {
    const value = row[feature] ?? MISSING
    for (const cut of cuts) bits.push(value > cut ? 1 : 0)
  })
  const { trees } = model
  const byteAt = (index: number) => trees[index] ?? 0
  let logit = model.base
  for (let tree = 0; tree < trees.length; tree += TREE_BYTES) {
    let node = 0
    for (let depth = 0; depth < 4; depth++) node = 2 * node + 1 + (bits[byteAt(tree + node)] ?? 0)
    logit += (byteAt(tree + node) << 24) >> 24
  }
  return logit
}

function scoreOf(model: Model, logit: number): number {
  // Below 2^53 the division by a power of two is exact, so this is the arithmetic shift by 16.
  const points = Math.floor((model.offset - model.slope * logit) / 65_536)
  return Math.min(MAX_SCORE, Math.max(MIN_SCORE, points))
}

function pdBpsOf(model: Model, score: number): number {
  const step = (score - MIN_SCORE) >> 4
  const worse = model.pdBps[step] ?? 0
  const better = model.pdBps[step + 1] ?? 0
  return worse + (((better - worse) * ((score - MIN_SCORE) & 15)) >> 4)
}

function turnoverOf(model: Model, row: FeatureRow): bigint {
  if (model.turnoverFeature === NO_TURNOVER_FEATURE) return 0n
  return BigInt(Math.max(0, row[model.turnoverFeature] ?? 0))
}
