import type { Backtest } from './backtest.ts'
import type { Calibration } from './calibration.ts'
import type { Evaluation } from './evaluation.ts'
import type { BlobKind } from './fit.ts'
import type { CalibrationBin, MetricIntervals, Metrics } from './metrics.ts'
import type { Point } from './plots.ts'

/** Everything that a validator, a bank and an auditor need to know of a model; written as `card.json`. */
export interface ModelCard {
  readonly name: string
  readonly kind: BlobKind
  /** SHA-256 of the blob. */
  readonly modelHash: string
  /** SHA-256 of the feature schema, as the SDK's `schemaHash` makes it. */
  readonly schemaHash: string
  /** SHA-256 of the development table, as `hashTable` makes it. */
  readonly dataHash: string
  /** Kinds of data that the model needs, the bit mask of a consent. */
  readonly scopes: number
  /** Shares in bps of the development population in ten score bins of 55 points from 300 to 850, out of fold. */
  readonly baseline: readonly number[]
  readonly size: { readonly bytes: number; readonly trees: number; readonly cuts: number }
  readonly data: CardData
  readonly training: CardTraining
  readonly features: readonly CardFeature[]
  /** Out of fold on the development rows. */
  readonly crossValidation: Evaluation
  readonly calibration: CardCalibration
  /** Other kinds of models on the same folds. */
  readonly challengers: readonly Challenger[]
  /** On rows that were used for nothing else; only where there are such rows. */
  readonly holdout: Holdout | null
  readonly backtest: Backtest | null
  readonly roc: readonly Point[]
  readonly intendedUse: readonly string[]
  readonly limits: readonly string[]
}

export interface CardData {
  readonly source: string
  readonly rows: number
  readonly defaults: number
}

export interface CardTraining {
  readonly seed: number
  readonly folds: number
  readonly options: Readonly<Record<string, number>>
}

export interface CardFeature {
  readonly name: string
  readonly scale: number
  readonly reasonCode: number
  readonly monotone: -1 | 0 | 1
  readonly cuts: number
  /** Value of the reference row in fixed point, null for missing. */
  readonly reference: number | null
  /** Mean absolute Shapley value, in points of the score. */
  readonly importance: number
  /** How the development population is spread over bins of this feature, for drift. */
  readonly distribution: { readonly cuts: readonly number[]; readonly baselineBps: readonly number[] }
}

export interface CardCalibration {
  readonly method: 'platt'
  readonly platt: Calibration
  readonly table: readonly CalibrationBin[]
  /** ECE out of fold with isotonic regression instead, fitted on the other folds. */
  readonly isotonicEce: number
}

export interface Challenger {
  readonly model: string
  readonly overall: Metrics
}

export interface Holdout {
  readonly rows: number
  readonly metrics: Metrics
  readonly ci: MetricIntervals
  /** AUC of the true default probability: no model can do better on average. */
  readonly bestPossibleAuc: number
}

/** The card for people. Plots lie beside it as SVG files. */
export function renderCard(card: ModelCard): string {
  const sections = [
    heading(card),
    ['## Intended use', ...card.intendedUse.map((line) => `- ${line}`)],
    ['## Limits of use', ...card.limits.map((line) => `- ${line}`)],
    data(card),
    performance(card),
    calibration(card),
    features(card),
    stability(card),
    card.backtest ? backtestSection(card.backtest) : [],
  ]
  const written = sections.filter((section) => section.length > 0)
  return `${written.map((section) => section.join('\n')).join('\n\n')}\n`
}

function heading(card: ModelCard): string[] {
  return [
    `# Model card: ${card.name}`,
    '',
    'Written by `npm run model:train`; do not edit. The same figures are in `card.json`.',
    '',
    ...table(
      ['what', 'value'],
      [
        ['kind', card.kind === 'compact' ? 'boosted trees of depth four, one 32-byte word each' : 'points scorecard'],
        ['model hash', `\`${card.modelHash}\``],
        ['schema hash', `\`${card.schemaHash}\``],
        ['data hash', `\`${card.dataHash}\``],
        ['size', `${card.size.bytes} bytes, ${card.size.trees} trees, ${card.size.cuts} cuts`],
      ],
    ),
  ]
}

function data({ data: { source, rows, defaults }, training }: ModelCard): string[] {
  const options = Object.entries(training.options).map(([name, value]) => `${name} ${value}`)
  return [
    '## Data and training',
    `${source}: ${rows} rows, ${defaults} defaults (${percent(defaults / rows)}).`,
    `Seed ${training.seed}, ${training.folds} folds stratified by outcome, all rows of a merchant in one fold;`,
    `${options.join(', ')}.`,
  ]
}

function performance({ crossValidation, challengers, holdout }: ModelCard): string[] {
  const { overall, folds } = crossValidation
  const row = (label: string, metrics: Metrics, ci?: MetricIntervals) => [
    label,
    ...(['auc', 'ks', 'brier', 'ece'] as const).map((name) => withInterval(metrics[name], ci?.[name])),
  ]
  return [
    '## Performance',
    ...table(
      ['rows', 'AUC', 'KS', 'Brier', 'ECE'],
      [
        row('**out of fold**', overall, overall.ci),
        ...folds.map((metrics, fold) => row(`fold ${fold}`, metrics)),
        ...(holdout ? [row(`**hold-out, ${holdout.rows} rows**`, holdout.metrics, holdout.ci)] : []),
        ...challengers.map(({ model, overall: metrics }) => row(`challenger: ${model}, out of fold`, metrics)),
      ],
    ),
    '',
    'Intervals: 95 %, percentiles of 200 bootstrap samples of the rows.',
    ...(holdout ? bestPossible(holdout) : []),
    '',
    '![ROC curve](roc.svg)',
  ]
}

function bestPossible({ bestPossibleAuc, metrics }: Holdout): string[] {
  const gap = (bestPossibleAuc - metrics.auc).toFixed(4)
  return [
    '',
    `Best possible AUC on the hold-out, that of the true default probability: ${bestPossibleAuc.toFixed(4)}; gap ${gap}.`,
  ]
}

function calibration({ calibration: { platt, table: bins, isotonicEce }, crossValidation }: ModelCard): string[] {
  return [
    '## Calibration',
    `Platt scaling on out-of-fold logits (slope ${platt.slope.toFixed(4)}, intercept ${platt.intercept.toFixed(4)}), folded into the`,
    `score line. ECE ${crossValidation.overall.ece.toFixed(4)}; with isotonic regression it would be ${isotonicEce.toFixed(4)}.`,
    '',
    ...table(
      ['rows', 'predicted', 'observed'],
      bins.map((bin) => [String(bin.rows), percent(bin.predicted), percent(bin.observed)]),
    ),
    '',
    '![Calibration](calibration.svg)',
  ]
}

function features({ features: list }: ModelCard): string[] {
  const signs = { [-1]: 'falls', 0: 'free', 1: 'rises' } as const
  return [
    '## Features',
    '*Risk* says how the risk may move when the feature rises. *Importance* is the mean absolute Shapley value in points.',
    '',
    ...table(
      ['feature', 'risk', 'cuts', 'reference', 'importance', 'reason code'],
      list.map((feature) => [
        feature.name,
        signs[feature.monotone],
        String(feature.cuts),
        feature.reference === null ? 'missing' : String(feature.reference / feature.scale),
        feature.importance.toFixed(1),
        String(feature.reasonCode),
      ]),
    ),
    '',
    '![Importance](importance.svg)',
  ]
}

function stability({ baseline }: ModelCard): string[] {
  return [
    '## Stability baseline',
    'Shares of the development population in ten score bins of 55 points from 300 to 850, in bps, out of fold. The registry',
    'keeps them on chain; `npm run model:drift` and the bank’s screen hold later scores against them (PSI).',
    '',
    `\`${baseline.join(' ')}\``,
    '',
    '![Score distribution](psi-baseline.svg)',
  ]
}

function backtestSection({ maxDefaultRate, scoreCut, model, rule, tightRule, swapSet }: Backtest): string[] {
  const row = (label: string, { approved, defaulted }: Backtest['model']) => [
    label,
    withPercentInterval(approved.share, approved.ci),
    withPercentInterval(defaulted.share, defaulted.ci),
  ]
  const tight = tightRule
    ? row(`collateral rule, cover ≥ ${tightRule.cover.toFixed(2)}`, tightRule)
    : ['collateral rule, any cover', 'none keeps the limit', '–']
  return [
    '## Back-test against a collateral rule',
    `Policy: at most ${percent(maxDefaultRate)} of the approved may default within the year. Cuts were chosen on the development`,
    'merchants and are judged on the hold-out. The rule asks for collateral worth 120 % of the line, a year in business and',
    'no default on record. Synthetic merchants: the figures compare methods, they forecast no bank’s losses.',
    '',
    ...table(
      ['policy', 'approved', 'defaulted among them'],
      [
        row(scoreCut === null ? 'no score keeps the limit' : `score ≥ ${scoreCut}`, model),
        row('collateral rule', rule),
        tight,
        row('swap set: approved by both', swapSet.bothApproved),
        row('swap set: by the score only', swapSet.swapIn),
        row('swap set: by the rule only', swapSet.swapOut),
        row('swap set: by neither', swapSet.neither),
      ],
    ),
  ]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
}

function withInterval(value: number, ci: readonly [number, number] | undefined): string {
  return ci ? `${value.toFixed(4)} (${ci[0].toFixed(4)}–${ci[1].toFixed(4)})` : value.toFixed(4)
}

function withPercentInterval(share: number, [low, high]: readonly [number, number]): string {
  return `${percent(share)} (${percent(low)}–${percent(high)})`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`
}
