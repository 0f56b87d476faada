import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MODEL_FILES, readModelFolder } from '../artefacts.ts'
import type { CardFeature } from '../card.ts'
import { binOf } from '../histogram.ts'
import { alignTo } from '../schema.ts'
import { evaluate, parseModel } from '../scoring.ts'
import { countScores, judgeStability, stabilityIndex } from '../stability.ts'
import { mapRows, rowCount, TableError } from '../table.ts'
import { type Command, inputPath, loadCsv, parseOptions } from './command.ts'

const usage = `Usage: npm run -s model:drift -- --model FOLDER --data FILE [--json]

Scores today's merchants and holds them against the population that the model was made for (population stability index,
PSI): below 0.10 stable, from 0.10 on to be watched, from 0.25 on shifted.

  --model FOLDER     folder that model:train wrote
  --data FILE        CSV with the model's columns; others are ignored
  --target COLUMN    column with outcomes, when the file has one: it is left alone
  --skip-bad-rows    leave bad rows out instead of failing
  --json             print one JSON object: psi, verdict, rows, features

Exit codes: 0 stable or to be watched, 1 shifted or the data was refused, 2 the command line is wrong.`

export const driftCommand: Command = { summary: 'hold scores of today against the development population', usage, run }

async function run(args: readonly string[]): Promise<number> {
  const options = parseOptions(args, {
    model: { type: 'string' },
    data: { type: 'string' },
    target: { type: 'string' },
    'skip-bad-rows': { type: 'boolean', default: false },
  })
  const folder = inputPath('model', options.model)
  const { card, schema } = readModelFolder(folder)
  const model = parseModel(readFileSync(join(folder, MODEL_FILES.blob)))
  const loaded = await loadCsv(inputPath('data', options.data), options.target, options['skip-bad-rows'])
  const table = alignTo(schema, loaded.table)
  if (rowCount(table) === 0) throw new TableError('there are no rows to score')
  const scores = mapRows(table, (row) => evaluate(model, row).score)
  const psi = stabilityIndex(card.baseline, countScores(scores))
  const features = card.features.map((feature, index) => ({
    name: feature.name,
    psi: featureIndex(feature, table.columns[index]!.values),
  }))
  const result = { psi, verdict: judgeStability(psi), rows: rowCount(table), features }
  console.log(options.json ? JSON.stringify(result) : describe(result))
  return result.verdict === 'shifted' ? 1 : 0
}

function featureIndex({ distribution: { cuts, baselineBps } }: CardFeature, values: Float64Array): number {
  const counts = new Array<number>(baselineBps.length).fill(0)
  for (const value of values) counts[binOf(value, cuts)]!++
  return stabilityIndex(baselineBps, counts)
}

interface Result {
  readonly psi: number
  readonly verdict: string
  readonly rows: number
  readonly features: readonly { readonly name: string; readonly psi: number }[]
}

function describe({ psi, verdict, rows, features }: Result): string {
  const line = (name: string, index: number) => `${name.padEnd(24)}${index.toFixed(4)}  ${judgeStability(index)}`
  return [
    `PSI of ${rows} scores: ${psi.toFixed(4)}, ${verdict}`,
    ...features.toSorted((a, b) => b.psi - a.psi).map((feature) => line(feature.name, feature.psi)),
  ].join('\n')
}
