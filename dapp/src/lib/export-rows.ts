import { type Cell, toCsv } from './csv'
import { downloadText } from './download'
import { toJsonLines } from './jsonl'

export type RowFormat = 'csv' | 'jsonl'

/**
 * Hands rows to the browser as a file.
 * @param name without its ending
 * @param columns keys that are written, in their order
 */
export function exportRows<const Column extends string>(
  name: string,
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, Cell>>[],
  format: RowFormat,
): void {
  const chosen = rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])))
  if (format === 'csv') downloadText(`${name}.csv`, toCsv(columns, chosen), 'text/csv')
  else downloadText(`${name}.jsonl`, toJsonLines(chosen), 'application/x-ndjson')
}
