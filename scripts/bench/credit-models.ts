/**
 * `npm run bench:credit`: measures the credit models on public data sets with given folds and on synthetic merchants,
 * prints the figures beside their bars, and exits 1 when one is below its bar.
 *
 * The data sets are not part of this repository: `CREDIT_DATA` names their folder (default: ../shared/data/credit). What
 * is not there is left out with a note.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Backtest } from '../../oracles/model/backtest.ts'
import { readCsv } from '../../oracles/model/csv.ts'
import { crossValidate, meanMetrics, predictTable } from '../../oracles/model/evaluation.ts'
import { defaultFitOptions, fitPredictor, type ModelKind } from '../../oracles/model/fit.ts'
import { readFolds } from '../../oracles/model/folds.ts'
import { auc, type Metrics } from '../../oracles/model/metrics.ts'
import { fitSchema } from '../../oracles/model/schema.ts'
import { syntheticData, trainDefaults, trainModel } from '../../oracles/model/train.ts'
import { root } from '../paths.ts'

const folder = process.env.CREDIT_DATA ?? join(root, '..', 'shared', 'data', 'credit')

/** A figure and what it must reach. */
interface Figure {
  readonly what: string
  readonly value: number
  readonly bar: number
  readonly isHigherBetter: boolean
}

const atLeast = (what: string, value: number, bar: number): Figure => ({ what, value, bar, isHigherBetter: true })
const atMost = (what: string, value: number, bar: number): Figure => ({ what, value, bar, isHigherBetter: false })
const holds = ({ value, bar, isHigherBetter }: Figure) => (isHigherBetter ? value >= bar : value <= bar)

/** Metrics over all rows, each predicted by a model that has not seen it; the mean when there are several sets of folds. */
async function validate(dataset: string, kind: ModelKind, foldSeeds: readonly number[] = [1]): Promise<Metrics> {
  const { table: raw } = await readCsv(join(folder, `${dataset}.csv`), { target: 'target' })
  const { schema, table } = fitSchema(raw)
  const measured = foldSeeds.map((seed) => {
    const folds = readFolds(join(folder, 'folds', `${dataset}_${seed}.txt`), table)
    return crossValidate(kind, table, folds, defaultFitOptions(schema, 1)).evaluation.overall
  })
  process.stderr.write(`${dataset}: ${kind} done\n`)
  return meanMetrics(measured)
}

async function taiwan(): Promise<Figure[]> {
  const [compact, float, card] = [
    await validate('taiwan', 'compact'),
    await validate('taiwan', 'gbdt'),
    await validate('taiwan', 'scorecard'),
  ]
  return [
    atLeast('taiwan compact AUC', compact.auc, 0.78),
    atLeast('taiwan compact KS', compact.ks, 0.43),
    atMost('taiwan compact Brier', compact.brier, 0.135),
    atMost('taiwan compact ECE', compact.ece, 0.02),
    atMost('taiwan AUC lost by compact against float', float.auc - compact.auc, 0.002),
    atLeast('taiwan scorecard AUC', card.auc, 0.765),
  ]
}

async function polish(): Promise<Figure[]> {
  const [compact, float, card] = [
    await validate('polish5', 'compact'),
    await validate('polish5', 'gbdt'),
    await validate('polish5', 'scorecard'),
  ]
  return [
    atLeast('polish5 compact AUC', compact.auc, 0.945),
    atMost('polish5 AUC lost by compact against float', float.auc - compact.auc, 0.002),
    atLeast('polish5 scorecard AUC', card.auc, 0.905),
  ]
}

async function southGerman(): Promise<Figure[]> {
  const card = await validate('south_german', 'scorecard', [1, 2, 3])
  return [atLeast('south_german scorecard AUC, three sets of folds', card.auc, 0.775)]
}

const MERCHANTS = 20_000

function synthetic(): { figures: Figure[]; backtest: Backtest } {
  const data = syntheticData(MERCHANTS, trainDefaults.seed)
  const { card } = trainModel(data, { ...trainDefaults, name: 'merchant-v1', kind: 'compact' })
  const { holdout, backtest } = card
  if (!data.synthetic || !holdout || !backtest) throw new Error('synthetic data comes with a hold-out')
  const { table } = data.synthetic.holdout
  const forest = fitPredictor('forest', data.table, defaultFitOptions(data.schema, trainDefaults.seed))
  const forestAuc = auc(predictTable(forest, table).risk, table.target)
  process.stderr.write('synthetic merchants done\n')
  return {
    figures: [
      atMost('synthetic AUC below the best possible', holdout.bestPossibleAuc - holdout.metrics.auc, 0.01),
      atLeast('synthetic AUC above the 100-tree forest', holdout.metrics.auc - forestAuc, 0),
      atMost('back-test: defaults among the approved', backtest.model.defaulted.share, backtest.maxDefaultRate),
      atLeast(
        'back-test: approvals above those of the collateral rule',
        backtest.model.approved.ci[0] - backtest.rule.approved.ci[1],
        0,
      ),
    ],
    backtest,
  }
}

function figuresTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const bar = `${figure.isHigherBetter ? '≥' : '≤'} ${figure.bar}`
    return `| ${figure.what} | ${figure.value.toFixed(4)} | ${bar} | ${holds(figure) ? 'yes' : 'NO'} |`
  })
  return ['| figure | measured | bar | reached |', '| --- | ---: | ---: | --- |', ...rows].join('\n')
}

function backtestTable({ scoreCut, model, rule, tightRule, maxDefaultRate }: Backtest): string {
  const share = (value: number) => `${(value * 100).toFixed(2)} %`
  const cell = ({ share: value, ci }: Backtest['rule']['approved']) =>
    `${share(value)} (${share(ci[0])}–${share(ci[1])})`
  const line = (label: string, { approved, defaulted }: Backtest['rule']) =>
    `| ${label} | ${cell(approved)} | ${cell(defaulted)} |`
  return [
    `Back-test on ${MERCHANTS} other synthetic merchants, 95 % intervals; policy: at most ${share(maxDefaultRate)} default.`,
    '',
    '| policy | approved | defaulted among them |',
    '| --- | ---: | ---: |',
    line(scoreCut === null ? 'no score keeps the policy' : `score ≥ ${scoreCut}`, model),
    line('collateral rule', rule),
    tightRule
      ? line(`collateral rule, cover ≥ ${tightRule.cover.toFixed(2)}`, tightRule)
      : '| collateral rule, any cover | none keeps the policy | |',
  ].join('\n')
}

const datasets: readonly (readonly [name: string, run: () => Promise<Figure[]>])[] = [
  ['taiwan', taiwan],
  ['polish5', polish],
  ['south_german', southGerman],
]

const { figures, backtest } = synthetic()
for (const [name, run] of datasets) {
  if (existsSync(join(folder, `${name}.csv`))) figures.push(...(await run()))
  else console.log(`${name}: not measured, there is no ${join(folder, `${name}.csv`)}`)
}
console.log(`${figuresTable(figures)}\n\n${backtestTable(backtest)}`)
const missed = figures.filter((figure) => !holds(figure))
console.log(`\n${figures.length - missed.length} of ${figures.length} figures reach their bars`)
process.exitCode = missed.length === 0 ? 0 : 1
