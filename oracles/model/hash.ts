import { createHash } from 'node:crypto'
import type { Table } from './table.ts'

/** SHA-256 as 0x and 64 hex digits. */
export function sha256(data: Uint8Array | string): string {
  return `0x${createHash('sha256').update(data).digest('hex')}`
}

/**
 * SHA-256 of a table, whatever file it came from: the columns' names and scales as JSON and a line feed, then row by row
 * every value as a big-endian i64 and the outcome as a byte.
 */
export function hashTable({ columns, target }: Table): string {
  const hash = createHash('sha256')
  hash.update(`${JSON.stringify(columns.map(({ name, scale }) => [name, scale]))}\n`)
  const bytes = Buffer.alloc(8 * columns.length + 1)
  for (let row = 0; row < target.length; row++) {
    columns.forEach(({ values }, feature) => {
      bytes.writeBigInt64BE(BigInt(values[row]!), 8 * feature)
    })
    bytes[8 * columns.length] = target[row]!
    hash.update(bytes)
  }
  return `0x${hash.digest('hex')}`
}
