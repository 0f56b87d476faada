import { crossValidate, type Evaluation } from '../evaluation.ts'
import { defaultFitOptions, MODEL_KINDS } from '../fit.ts'
import { readFolds, stratifiedFolds } from '../folds.ts'
import type { Metrics } from '../metrics.ts'
import { fitSchema } from '../schema.ts'
import { type Command, inputPath, loadCsv, oneOf, parseOptions, progress, wholeNumber } from './command.ts'

const usage = `Usage: npm run -s model:eval -- --data FILE --target COLUMN [--folds FILE|N] [--model KIND] [--json]

Trains a kind of model on all folds but one, predicts that one, in turn, and prints how well it did.

  --data FILE       CSV with a header line; every other column is a feature
  --target COLUMN   column with the outcome: 1 = default, 0 = none (default: default_flag)
  --folds FILE|N    file with one fold number a line, or a number of random folds (default: 5)
  --model KIND      compact, gbdt, forest or scorecard (default: compact)
  --seed N          seed of random folds, calibration and forest (default: 1)
  --skip-bad-rows   leave bad rows out instead of failing
  --json            print one JSON object: model, folds, overall (all rows, with 95 % intervals), mean (of the folds)

Exit codes: 0 done, 1 the data was refused, 2 the command line is wrong.`

export const evalCommand: Command = { summary: 'cross-validate a kind of model on a data set', usage, run }

async function run(args: readonly string[]): Promise<number> {
  const options = parseOptions(args, {
    data: { type: 'string' },
    target: { type: 'string', default: 'default_flag' },
    folds: { type: 'string', default: '5' },
    model: { type: 'string', default: 'compact' },
    seed: { type: 'string', default: '1' },
    'skip-bad-rows': { type: 'boolean', default: false },
  })
  const kind = oneOf('model', options.model, MODEL_KINDS)
  const seed = wholeNumber('seed', options.seed, 0)
  const { table: raw } = await loadCsv(inputPath('data', options.data), options.target, options['skip-bad-rows'])
  const { schema, table } = fitSchema(raw)
  const folds = /^\d+$/.test(options.folds)
    ? stratifiedFolds(table, wholeNumber('folds', options.folds, 2), seed)
    : readFolds(inputPath('folds', options.folds), table)
  const onFold = (done: number, count: number) => progress(`${kind}: fold ${done} of ${count}`)
  const { evaluation } = crossValidate(kind, table, folds, { ...defaultFitOptions(schema, seed), onFold })
  console.log(options.json ? JSON.stringify(evaluation) : describe(evaluation))
  return 0
}

function describe({ model, folds, overall, mean }: Evaluation): string {
  const line = (label: string, { auc, ks, brier, ece }: Metrics) =>
    [label.padEnd(9), ...[auc, ks, brier, ece].map((value) => value.toFixed(4).padStart(8))].join('')
  const interval = ([low, high]: readonly [number, number]) => `${low.toFixed(4)}–${high.toFixed(4)}`
  return [
    `${model.padEnd(9)}     AUC      KS   Brier     ECE`,
    ...folds.map((metrics, fold) => line(`fold ${fold}`, metrics)),
    line('mean', mean),
    line('all rows', overall),
    `95 %: AUC ${interval(overall.ci.auc)}, KS ${interval(overall.ci.ks)}, Brier ${interval(overall.ci.brier)}, ECE ${interval(overall.ci.ece)}`,
  ].join('\n')
}
