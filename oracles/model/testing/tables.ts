import { logistic } from '../irls.ts'
import { createRandom } from '../random.ts'
import type { Table } from '../table.ts'

/** A table of whole-numbered columns, one merchant a row. */
export function tableOf(columns: Readonly<Record<string, readonly number[]>>, target: readonly number[]): Table {
  return {
    columns: Object.entries(columns).map(([name, values]) => ({ name, scale: 1, values: Float64Array.from(values) })),
    target: Uint8Array.from(target),
    groups: Int32Array.from(target, (_, row) => row),
  }
}

/** Rows whose risk rises with `a`, falls with `b`, and ignores `noise`. */
export function noisyTable(rows: number, seed: number): Table {
  const random = createRandom(seed)
  const draw = () => Array.from({ length: rows }, () => random.integer(1000))
  const [a, b, noise] = [draw(), draw(), draw()]
  const target = a.map((value, row) => (random.uniform() < logistic((value - b[row]!) / 250) ? 1 : 0))
  return tableOf({ a, b, noise }, target)
}
