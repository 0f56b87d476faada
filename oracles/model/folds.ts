import { readFileSync } from 'node:fs'
import { createRandom, shuffledIndices } from './random.ts'
import { rowCount, type Table, TableError } from './table.ts'

/** Fold of each row, 0 … count − 1. */
export interface Folds {
  readonly count: number
  readonly ofRow: Uint8Array
}

/**
 * Random folds with the same share of defaults in each. Rows of one merchant share a fold, so that no model is tested on
 * a merchant that it has seen.
 */
export function stratifiedFolds(table: Table, count: number, seed: number): Folds {
  const everDefaulted = new Map<number, boolean>()
  table.groups.forEach((group, row) => {
    everDefaulted.set(group, (everDefaulted.get(group) ?? false) || table.target[row] === 1)
  })
  const foldOf = new Map<number, number>()
  const random = createRandom(seed)
  for (const outcome of [true, false]) {
    const groups = [...everDefaulted].filter(([, defaulted]) => defaulted === outcome).map(([group]) => group)
    shuffledIndices(groups.length, random).forEach((index, position) => {
      foldOf.set(groups[index]!, position % count)
    })
  }
  return { count, ofRow: Uint8Array.from(table.groups, (group) => foldOf.get(group)!) }
}

/**
 * Folds from a file with one number a line, one line a row of the data.
 * @throws TableError when the lines do not fit the table
 */
export function readFolds(file: string, table: Table): Folds {
  const lines = readFileSync(file, 'utf8').trim().split(/\r?\n/)
  if (lines.length !== rowCount(table)) {
    throw new TableError(`${file} has ${lines.length} lines, but the data has ${rowCount(table)} rows`)
  }
  const ofRow = Uint8Array.from(lines, (line, index) => {
    if (!/^\d{1,2}$/.test(line.trim())) throw new TableError(`${file} line ${index + 1}: "${line}" is no fold number`)
    return Number(line)
  })
  const count = Math.max(...new Set(ofRow)) + 1
  if (count < 2) throw new TableError(`${file} names one fold only: at least two are needed`)
  return { count, ofRow }
}

/** Rows outside and inside a fold. */
export function splitByFold({ ofRow }: Folds, fold: number): { training: Int32Array; test: Int32Array } {
  const rows = Int32Array.from(ofRow, (_, row) => row)
  return { training: rows.filter((row) => ofRow[row] !== fold), test: rows.filter((row) => ofRow[row] === fold) }
}
