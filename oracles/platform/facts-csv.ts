import { parseDay } from '@tallystick/sdk'
import { CsvError, parse } from 'csv-parse/sync'
import type { Address } from 'viem'
import { contradiction, type DailyFacts, MAX_AMOUNT, MAX_COUNT } from './facts.ts'

/** One line that was refused. */
export interface LineProblem {
  /** 1 is the header. */
  readonly line: number
  readonly reason: string
}

/** A file of which nothing was imported. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused'
  readonly problems: readonly LineProblem[]

  constructor(problems: readonly LineProblem[]) {
    super(`nothing was imported: ${problems.length} line${problems.length === 1 ? '' : 's'} refused`)
    this.problems = problems
  }
}

/** Reads a cell, or throws a CellError that says what is wrong with it. */
type Reader<Value> = (cell: string) => Value

class CellError extends Error {}

interface Column<Value> {
  readonly names: readonly [en: string, zh: string]
  readonly read: Reader<Value>
}

type Columns = { readonly [Key in keyof DailyFacts]: Column<DailyFacts[Key]> }

/**
 * Reads daily facts from CSV: a header in English or Chinese, one line per merchant and day, amounts in currency units
 * with at most two decimals. Other columns are ignored.
 * @param today last day that may occur, days since 1970-01-01
 * @throws ImportRefused with every bad line
 */
export function readFacts(text: string, today: number): DailyFacts[] {
  const { header, rows } = parseCsv(text)
  const columns = columnsFor(today)
  const places = findColumns(columns, header)
  const problems: LineProblem[] = []
  const lineOfKey = new Map<string, number>()
  const facts: DailyFacts[] = []
  for (const { cells, line } of rows) {
    const read = readRow(columns, places, cells)
    const reason = typeof read === 'string' ? read : (duplicate(read, line, lineOfKey) ?? contradiction(read))
    if (reason !== undefined) problems.push({ line, reason })
    else facts.push(read as DailyFacts)
  }
  if (facts.length + problems.length === 0) problems.push({ line: 1, reason: 'there are no lines below the header' })
  if (problems.length > 0) throw new ImportRefused(problems)
  return facts
}

interface Row {
  readonly cells: readonly string[]
  readonly line: number
}

function parseCsv(text: string): { header: readonly string[]; rows: readonly Row[] } {
  try {
    const records = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { record: string[]; info: { lines: number } }[]
    const rows = records.map(({ record, info }) => ({ cells: record, line: info.lines }))
    return { header: rows[0]?.cells ?? [], rows: rows.slice(1) }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error.lines === 'number' ? error.lines : 1
    throw new ImportRefused([{ line, reason: `this is no CSV: ${error.message}` }])
  }
}

function columnsFor(today: number): Columns {
  return {
    merchant: { names: ['merchant', '商户'], read: address },
    day: { names: ['day', '日期'], read: (cell) => pastDay(cell, today) },
    paidAmount: { names: ['paid_amount', '支付金额'], read: amount },
    paidCount: { names: ['paid_count', '支付笔数'], read: count },
    refundedAmount: { names: ['refunded_amount', '退款金额'], read: amount },
    ratingStars: { names: ['rating_stars', '评分总和'], read: count },
    ratingCount: { names: ['rating_count', '评分数'], read: count },
    costOfGoods: { names: ['cost_of_goods', '销售成本'], read: amount },
    inventory: { names: ['inventory', '库存金额'], read: amount },
    creditDefaults: { names: ['credit_defaults', '违约次数'], read: count },
  }
}

type Places = ReadonlyMap<string, number>

function findColumns(columns: Columns, header: readonly string[]): Places {
  const lower = header.map((name) => name.toLowerCase())
  const found = Object.entries(columns).map(([key, { names }]) => {
    const places = lower.flatMap((name, place) => (names.includes(name) ? [place] : []))
    if (places.length > 1) throw refusedHeader(`the header has ${names[0]} twice`)
    return { key, name: names[0], place: places[0] }
  })
  const missing = found.filter(({ place }) => place === undefined).map(({ name }) => name)
  if (missing.length > 0) throw refusedHeader(`the header lacks ${missing.join(', ')}`)
  return new Map(found.map(({ key, place }) => [key, place as number]))
}

function refusedHeader(reason: string): ImportRefused {
  return new ImportRefused([{ line: 1, reason }])
}

/** @returns the facts, or why the row is refused */
function readRow(columns: Columns, places: Places, cells: readonly string[]): DailyFacts | string {
  const values: Record<string, unknown> = {}
  for (const [key, column] of Object.entries<Column<unknown>>(columns)) {
    const cell = cells[places.get(key) as number]
    if (cell === undefined || cell === '') return `${column.names[0]} is missing`
    try {
      values[key] = column.read(cell)
    } catch (error) {
      if (!(error instanceof CellError)) throw error
      return `${column.names[0]} ${error.message}`
    }
  }
  // Every key of Columns is a key of DailyFacts, read with that key's type.
  return values as unknown as DailyFacts
}

function duplicate({ merchant, day }: DailyFacts, line: number, lineOfKey: Map<string, number>): string | undefined {
  const key = `${merchant} ${day}`
  const earlier = lineOfKey.get(key)
  if (earlier !== undefined) return `this merchant and day are already on line ${earlier}`
  lineOfKey.set(key, line)
  return undefined
}

function address(cell: string): Address {
  if (!/^0x[0-9a-fA-F]{40}$/.test(cell)) throw new CellError('is not an account: 0x and 40 hex digits')
  return cell.toLowerCase() as Address
}

function pastDay(cell: string, today: number): number {
  const day = parseDay(cell)
  if (day === undefined) throw new CellError('is not a day such as 2026-11-22')
  if (day > today) throw new CellError('lies in the future')
  return day
}

function amount(cell: string): bigint {
  if (/^-\d/.test(cell)) throw new CellError('is negative')
  const match = /^(\d{1,15})(?:\.(\d{1,2}))?$/.exec(cell)
  if (!match) throw new CellError('is not an amount with at most two decimals')
  const value = BigInt(`${match[1]}${(match[2] ?? '').padEnd(2, '0')}`)
  if (value > MAX_AMOUNT) throw new CellError(`is above ${MAX_AMOUNT / 100n}`)
  return value
}

function count(cell: string): number {
  if (/^-\d/.test(cell)) throw new CellError('is negative')
  if (!/^\d{1,10}$/.test(cell)) throw new CellError('is not a whole number')
  const value = Number(cell)
  if (value > MAX_COUNT) throw new CellError(`is above ${MAX_COUNT}`)
  return value
}
