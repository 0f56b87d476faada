/** What a party computes over its own rows, and the shape in which it is added up. */

import { type BinCounts, countBins } from '../model/binning.ts'
import { logisticSums, sumsLength } from '../model/irls.ts'
import { woeColumn } from '../model/scorecard.ts'
import { MERCHANT_V1 } from '../model/scoring.ts'
import type { Table } from '../model/table.ts'
import { gridOf } from './grid.ts'
import { toFixedPoint } from './masking.ts'
import type { Task } from './messages.ts'
import type { LocalSums } from './party.ts'

/** The public grid of every feature of schema merchant-v1. */
export const GRID: readonly (readonly number[])[] = MERCHANT_V1.map(gridOf)

/** Binary digits after the point: counts are whole; 2⁻³² leaves 10⁹ for the sums of a Newton step. */
export const FRACTION_BITS = { histogram: 0, logistic: 32 } as const

/** Length of the sums for a task. */
export function lengthOf(task: Task): number {
  if (task.kind === 'logistic') return sumsLength(task.beta.length)
  return GRID.reduce((length, cuts) => length + 2 * (cuts.length + 1), 0)
}

/** The sums for a task over some rows. */
export function tableSums(table: Table, task: Task): Float64Array {
  if (task.kind === 'logistic') {
    const columns = task.attributes.map((attribute) => woeColumn(table, attribute))
    return logisticSums(columns, table.target, task.beta)
  }
  return Float64Array.from(
    table.columns.flatMap(({ values }, feature) =>
      countBins(values, table.target, GRID[feature] ?? []).flatMap(({ rows, defaults }) => [rows, defaults]),
    ),
  )
}

/** A party's side: the sums over its rows in fixed point. */
export function localSums(table: Table): LocalSums {
  return (task, parties) => toFixedPoint(tableSums(table, task), FRACTION_BITS[task.kind], parties)
}

/** The counts of a histogram task, by feature and bin. */
export function histogramsOf(sums: Float64Array): BinCounts[][] {
  let at = 0
  const next = () => sums[at++] as number
  return GRID.map((cuts) => Array.from({ length: cuts.length + 1 }, () => ({ rows: next(), defaults: next() })))
}
