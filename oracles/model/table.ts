import type { MISSING } from './scoring.ts'

/** One column of a table: values are fixed-point integers, the real value times `scale`. */
export interface Column {
  readonly name: string
  /** A power of ten. */
  readonly scale: number
  /** Safe integers; {@link MISSING} where nothing is known. */
  readonly values: Float64Array
}

/** Rows with a known outcome. All columns, `target` and `groups` have the same length. */
export interface Table {
  readonly columns: readonly Column[]
  /** 1 = default within the outcome window, 0 = none. */
  readonly target: Uint8Array
  /** Rows with the same number belong to one merchant and must never be split over training and test. */
  readonly groups: Int32Array
}

export function rowCount(table: Table): number {
  return table.target.length
}

/** The rows at `indices`, in that order. */
export function selectRows(table: Table, indices: ArrayLike<number>): Table {
  const pick = (values: Float64Array) => Float64Array.from(indices, (index) => values[index]!)
  return {
    columns: table.columns.map((column) => ({ ...column, values: pick(column.values) })),
    target: Uint8Array.from(indices, (index) => table.target[index]!),
    groups: Int32Array.from(indices, (index) => table.groups[index]!),
  }
}

/** Copies one row into `into`, which callers reuse to read many rows without garbage. */
export function readRow(table: Table, index: number, into: number[] = []): number[] {
  for (const [feature, { values }] of table.columns.entries()) into[feature] = values[index]!
  return into
}

/** Calls `visit` with every row in turn; the array is reused between calls. */
export function mapRows(table: Table, visit: (row: readonly number[]) => number): Float64Array {
  const row: number[] = []
  return Float64Array.from({ length: rowCount(table) }, (_, index) => visit(readRow(table, index, row)))
}

export function countDefaults(target: Uint8Array): number {
  let defaults = 0
  for (const outcome of target) defaults += outcome
  return defaults
}

/** A table that cannot be learnt from. */
export class TableError extends Error {
  override readonly name = 'TableError'
}

/** @throws TableError when there are no rows or all outcomes are the same */
export function assertTrainable(table: Table): void {
  const rows = rowCount(table)
  const defaults = countDefaults(table.target)
  if (rows === 0) throw new TableError('the table has no rows')
  if (defaults === 0) throw new TableError(`none of the ${rows} rows is a default: both outcomes are needed to train`)
  if (defaults === rows) throw new TableError(`all ${rows} rows are defaults: both outcomes are needed to train`)
}
