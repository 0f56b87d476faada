/** A value of a spreadsheet cell; amounts are bigint minor units, so that nothing is rounded on the way out. */
export type Cell = string | number | bigint | boolean | null | undefined

const FORMULA_START = /^[=+\-@\t\r]/
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/
const NEEDS_QUOTES = /[",\n\r]/

/** Keeps a spreadsheet from running text that came from somebody else as a formula. */
function defuse(text: string): string {
  return FORMULA_START.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text
}

function writeCell(value: Cell): string {
  const text = defuse(String(value ?? ''))
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * Writes rows as CSV (RFC 4180) with a byte order mark, by which spreadsheets recognise Chinese text.
 * @param columns keys in the order of the columns; also the header line
 */
export function toCsv<Row extends Readonly<Record<string, Cell>>>(
  columns: readonly (keyof Row & string)[],
  rows: readonly Row[],
): string {
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))]
  return `\uFEFF${lines.map((line) => `${line.map(writeCell).join(',')}\r\n`).join('')}`
}
