/** Writes one JSON object a line. Integers that JSON numbers cannot hold are written as strings. */
export function toJsonLines(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row, bigintAsText)}\n`).join('')
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
