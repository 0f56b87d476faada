/**
 * The commands around credit models: `node oracles/model/cli.ts COMMAND …`, which `npm run -s model:COMMAND -- …` calls.
 * Results go to stdout, progress and problems to stderr.
 */
import { type Command, UsageError } from './commands/command.ts'
import { driftCommand } from './commands/drift.ts'
import { evalCommand } from './commands/eval.ts'
import { exportCommand } from './commands/export.ts'
import { generateCommand } from './commands/generate.ts'
import { trainCommand } from './commands/train.ts'
import { VerifyError, verifyCommand } from './commands/verify.ts'
import { RowsRefused } from './csv.ts'
import { FitError } from './irls.ts'
import { FeatureRowError, ModelFormatError } from './scoring.ts'
import { TableError } from './table.ts'

const commands: Readonly<Record<string, Command>> = {
  train: trainCommand,
  eval: evalCommand,
  export: exportCommand,
  verify: verifyCommand,
  drift: driftCommand,
  generate: generateCommand,
}

/** Problems with the caller's files: told in one line, without a stack. */
const refusals = [TableError, RowsRefused, FitError, VerifyError, ModelFormatError, FeatureRowError]

/** Runs a command line and returns its exit code. */
export async function main([name, ...args]: readonly string[]): Promise<number> {
  const command = name === undefined ? undefined : commands[name]
  if (!command) return listCommands(name)
  if (args.includes('--help') || args.includes('-h')) {
    console.log(command.usage)
    return 0
  }
  try {
    return await command.run(args)
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`model:${name}: ${error.message}\nTry npm run -s model:${name} -- --help`)
      return 2
    }
    if (!refusals.some((refusal) => error instanceof refusal)) throw error
    console.error(`model:${name}: ${(error as Error).message}`)
    return 1
  }
}

function listCommands(name: string | undefined): number {
  const lines = Object.entries(commands).map(([key, { summary }]) => `  ${key.padEnd(10)}${summary}`)
  const text = [
    'Usage: node oracles/model/cli.ts COMMAND [options], or npm run -s model:COMMAND -- [options]',
    ...lines,
  ]
  if (name === '--help' || name === '-h') {
    console.log(text.join('\n'))
    return 0
  }
  console.error([name === undefined ? 'name a command' : `there is no command "${name}"`, ...text].join('\n'))
  return 2
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2))
