import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { type CsvTable, readCsv } from '../csv.ts'

/** A subcommand of `cli.ts`. */
export interface Command {
  /** One line for the overview. */
  readonly summary: string
  /** The text of `--help`. */
  readonly usage: string
  /** @returns the exit code */
  run(args: readonly string[]): Promise<number> | number
}

/** A command line that cannot be carried out. */
export class UsageError extends Error {}

/** Parses options strictly; `--json` is known to every command. */
export function parseOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options: { ...options, json: { type: 'boolean', default: false } } }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** Path of a file that the caller named; npm runs scripts in the root folder and leaves the caller's in INIT_CWD. */
export function callerPath(path: string): string {
  return resolve(process.env.INIT_CWD ?? '.', path)
}

/** {@link callerPath} of a file that must be there. */
export function inputPath(option: string, path: string | undefined): string {
  if (path === undefined) throw new UsageError(`--${option} is missing`)
  const file = callerPath(path)
  if (!existsSync(file)) throw new UsageError(`--${option} ${path}: there is no such file`)
  return file
}

/** A whole number of at least `lowest`. */
export function wholeNumber(option: string, text: string, lowest: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < lowest) {
    throw new UsageError(`--${option} ${text} is not a whole number of at least ${lowest}`)
  }
  return value
}

/** One of the allowed words. */
export function oneOf<Word extends string>(option: string, text: string, words: readonly Word[]): Word {
  const word = words.find((allowed) => allowed === text)
  if (word === undefined) throw new UsageError(`--${option} ${text} is none of ${words.join(', ')}`)
  return word
}

/** Progress goes to stderr: stdout belongs to the result. */
export function progress(message: string): void {
  process.stderr.write(`${message}\n`)
}

/** Reads training data and tells how far it is and which rows it left out. */
export async function loadCsv(file: string, target: string | undefined, skipBadRows: boolean): Promise<CsvTable> {
  const onProgress = (rows: number) => progress(`${rows} rows read`)
  const loaded = await readCsv(file, { target, skipBadRows, onProgress })
  const { count, first } = loaded.problems
  for (const { line, reason } of first) progress(`left out line ${line}: ${reason}`)
  if (count > first.length) progress(`left out ${count - first.length} more rows`)
  progress(`${loaded.table.target.length} rows of ${loaded.table.columns.length} features kept`)
  return loaded
}
