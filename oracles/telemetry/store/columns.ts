/** Columns of many rows as PostgreSQL array literals: much cheaper to make than by the driver, value by value. */
import type { Hex } from 'viem'

/** How a value of a row becomes an element of its column's array. */
export interface Column<Row> {
  readonly name: string
  /** Type of an element, such as `bytea`. */
  readonly type: string
  readonly element: (row: Row) => string
}

/** `INSERT … SELECT … FROM unnest(…)`, one parameter for each column. */
export function insertStatement<Row>(table: string, columns: readonly Column<Row>[]): string {
  return `INSERT INTO ${table} (${columns.map(({ name }) => name).join(', ')}) SELECT * FROM ${unnest(columns)}`
}

/** `unnest($1::type[], …)`. */
export function unnest<Row>(columns: readonly Column<Row>[]): string {
  return `unnest(${columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ')})`
}

/** The parameters that belong to {@link unnest}. */
export function arraysOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string[] {
  return columns.map(({ element }) => `{${rows.map(element).join(',')}}`)
}

/** Element of a `bytea[]`. */
export function hexElement(value: Hex): string {
  return `"\\\\x${value.slice(2)}"`
}

/** Element of a `bytea[]`. */
export function bytesElement(value: Uint8Array): string {
  return `"\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}"`
}

/** Element of a `text[]`. PostgreSQL cannot hold U+0000. */
export function textElement(value: string): string {
  return `"${value.replaceAll('\0', '\ufffd').replaceAll(/[\\"]/g, '\\$&')}"`
}

export function hexOf(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`
}

export function bytesOf(hex: Hex): Buffer {
  return Buffer.from(hex.slice(2), 'hex')
}
