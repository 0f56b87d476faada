import { MODEL_FILES, writeModel } from '../artefacts.ts'
import { fitSchema } from '../schema.ts'
import { syntheticData, type TrainingData, type TrainOptions, trainDefaults, trainModel } from '../train.ts'
import {
  type Command,
  callerPath,
  inputPath,
  loadCsv,
  oneOf,
  parseOptions,
  progress,
  UsageError,
  wholeNumber,
} from './command.ts'

const usage = `Usage: npm run -s model:train -- (--data FILE --target COLUMN | --merchants N) --out FOLDER [options]

Trains a model, judges it, and writes ${Object.values(MODEL_FILES).join(', ')} and the card's plots.
Equal data and options give the same bytes.

  --data FILE           CSV in the column format of oracles/model/README.md
  --target COLUMN       column with the outcome: 1 = default, 0 = none (default: default_flag)
  --merchants N         learn from N synthetic merchants instead, and judge on N others
  --out FOLDER          where to write
  --name NAME           name on the card (default: merchant-v1)
  --model KIND          compact or scorecard (default: compact)
  --seed N              seed of merchants, folds and forest (default: ${trainDefaults.seed})
  --trees N             trees of a compact model (default: ${trainDefaults.trees})
  --cuts N              cuts of a compact model, at most 256 (default: ${trainDefaults.maxCuts})
  --learning-rate X     shrinkage of a compact model (default: ${trainDefaults.learningRate})
  --folds N             folds of the cross-validation (default: ${trainDefaults.folds})
  --skip-bad-rows       leave bad rows out instead of failing
  --json                print the card's key figures as one JSON object

Exit codes: 0 done, 1 the data was refused, 2 the command line is wrong.`

export const trainCommand: Command = { summary: 'train a model and write it with its card', usage, run }

async function run(args: readonly string[]): Promise<number> {
  const options = parseOptions(args, {
    data: { type: 'string' },
    target: { type: 'string', default: 'default_flag' },
    merchants: { type: 'string' },
    out: { type: 'string' },
    name: { type: 'string', default: 'merchant-v1' },
    model: { type: 'string', default: 'compact' },
    seed: { type: 'string', default: String(trainDefaults.seed) },
    trees: { type: 'string', default: String(trainDefaults.trees) },
    cuts: { type: 'string', default: String(trainDefaults.maxCuts) },
    'learning-rate': { type: 'string', default: String(trainDefaults.learningRate) },
    folds: { type: 'string', default: String(trainDefaults.folds) },
    'skip-bad-rows': { type: 'boolean', default: false },
  })
  if (options.out === undefined) throw new UsageError('--out is missing: name the folder to write the model to')
  const settings: TrainOptions = {
    name: options.name,
    kind: oneOf('model', options.model, ['compact', 'scorecard']),
    seed: wholeNumber('seed', options.seed, 0),
    folds: wholeNumber('folds', options.folds, 2),
    trees: limited('trees', options.trees, 700),
    maxCuts: limited('cuts', options.cuts, 256),
    learningRate: rate(options['learning-rate']),
    onProgress: progress,
  }
  const data = await loadData(options, settings.seed)
  const { card, blob } = trainModel(data, settings)
  writeModel(callerPath(options.out), { card, blob }, data.schema)
  const { auc, ks, brier, ece } = card.crossValidation.overall
  const result = { modelHash: card.modelHash, dataHash: card.dataHash, bytes: blob.length, auc, ks, brier, ece }
  console.log(options.json ? JSON.stringify(result) : describe(options.out, result))
  return 0
}

interface Source {
  readonly data?: string | undefined
  readonly target: string
  readonly merchants?: string | undefined
  readonly 'skip-bad-rows': boolean
}

async function loadData(source: Source, seed: number): Promise<TrainingData> {
  if ((source.data === undefined) === (source.merchants === undefined)) {
    throw new UsageError('name either --data or --merchants')
  }
  if (source.merchants !== undefined) return syntheticData(wholeNumber('merchants', source.merchants, 1000), seed)
  const { table } = await loadCsv(inputPath('data', source.data), source.target, source['skip-bad-rows'])
  return { ...fitSchema(table), source: `CSV file, outcome in ${source.target}` }
}

function limited(option: string, text: string, highest: number): number {
  const value = wholeNumber(option, text, 1)
  if (value > highest) throw new UsageError(`--${option} ${text} is above ${highest}`)
  return value
}

function rate(text: string): number {
  const value = Number(text)
  if (!(value > 0 && value <= 1)) throw new UsageError(`--learning-rate ${text} is not above 0 and at most 1`)
  return value
}

function describe(folder: string, result: { modelHash: string; bytes: number; auc: number; ks: number }): string {
  return [
    `${folder}: ${result.bytes} bytes, model hash ${result.modelHash}`,
    `out of fold: AUC ${result.auc.toFixed(4)}, KS ${result.ks.toFixed(4)}; the rest is in ${MODEL_FILES.document}`,
  ].join('\n')
}
