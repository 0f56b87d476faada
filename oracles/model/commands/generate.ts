import { writeFileSync } from 'node:fs'
import { generateMerchants } from '../generator.ts'
import { DEFAULT_FLAG, MERCHANT_ID } from '../headers.ts'
import { MISSING } from '../scoring.ts'
import { type Command, callerPath, parseOptions, progress, UsageError, wholeNumber } from './command.ts'

const usage = `Usage: npm run -s model:generate -- --merchants N --out FILE [--seed N]

Writes synthetic merchants with outcomes as CSV, to try the other commands on. Their true default probability is a known
function of the features: oracles/model/generator.ts.

  --merchants N   rows
  --out FILE      file to write
  --seed N        equal seeds give equal merchants (default: 1)

Exit codes: 0 done, 2 the command line is wrong.`

export const generateCommand: Command = { summary: 'write synthetic merchants as CSV', usage, run }

function run(args: readonly string[]): number {
  const options = parseOptions(args, {
    merchants: { type: 'string' },
    out: { type: 'string' },
    seed: { type: 'string', default: '1' },
  })
  if (options.merchants === undefined) throw new UsageError('--merchants is missing')
  if (options.out === undefined) throw new UsageError('--out is missing')
  const count = wholeNumber('merchants', options.merchants, 1)
  writeFileSync(callerPath(options.out), merchantsCsv(count, wholeNumber('seed', options.seed, 0)))
  progress(`${count} merchants written to ${options.out}`)
  return 0
}

/** Synthetic merchants in the column format that training reads. */
export function merchantsCsv(count: number, seed: number): string {
  const { table } = generateMerchants(count, seed)
  const header = [MERCHANT_ID, ...table.columns.map(({ name }) => name), DEFAULT_FLAG]
  const lines = Array.from({ length: count }, (_, row) => {
    const cells = table.columns.map(({ values, scale }) => (values[row] === MISSING ? '' : values[row]! / scale))
    return [`M${row + 1}`, ...cells, table.target[row]].join(',')
  })
  return `${[header.join(','), ...lines].join('\n')}\n`
}
