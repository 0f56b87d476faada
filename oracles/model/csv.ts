import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { RowError, readMonth, readOutcome, readValue } from './cells.ts'
import { toColumn } from './fixed-point.ts'
import { monthlyGrowth } from './growth.ts'
import { canonicalName, MERCHANT_ID, MONTH, merchantSpec } from './headers.ts'
import { MISSING } from './scoring.ts'
import { type Column, type Table, TableError } from './table.ts'

/** A row that was refused. */
export interface RowProblem {
  /** Line of the file, 1 is the header. */
  readonly line: number
  readonly reason: string
}

/** Refused rows: the number of all, the first of them in full. */
export interface RowProblems {
  readonly count: number
  readonly first: readonly RowProblem[]
}

/** A file with rows that cannot be learnt from. */
export class RowsRefused extends Error {
  override readonly name = 'RowsRefused'
  readonly problems: RowProblems

  constructor(problems: RowProblems) {
    const lines = problems.first.map(({ line, reason }) => `  line ${line}: ${reason}`)
    const rest = problems.count - problems.first.length
    const more = rest > 0 ? [`  … and ${rest} more`] : []
    super([`${problems.count} row${problems.count === 1 ? '' : 's'} refused:`, ...lines, ...more].join('\n'))
    this.problems = problems
  }
}

export interface CsvOptions {
  /** Column with the outcome, under any name that {@link canonicalName} knows; without it every outcome is 0. */
  readonly target?: string | undefined
  /** Leave refused rows out instead of failing. */
  readonly skipBadRows?: boolean | undefined
  /** Called every 100 000 rows. */
  readonly onProgress?: (rows: number) => void
}

export interface CsvTable {
  readonly table: Table
  /** Rows that were left out; none unless `skipBadRows`. */
  readonly problems: RowProblems
}

const PROBLEMS_KEPT = 20
const PROGRESS_ROWS = 100_000

/** More than the months of any calendar: packs merchant and month into one key. */
const MONTH_NUMBERS = 2 ** 20

/**
 * Reads a CSV file (UTF-8, commas, a header line) as a table. Merchant, month and target columns are taken out, every
 * other column is a feature. With several dated rows a merchant, `monthly_growth` is derived when there is none. Memory
 * grows with the cells kept, never with the text.
 * @throws RowsRefused with line numbers; TableError when the header cannot be used
 */
export function readCsv(file: string, options: CsvOptions): Promise<CsvTable> {
  return readCsvStream(createReadStream(file), options)
}

/** {@link readCsv} for text that is at hand already. */
export function readCsvText(text: string, options: CsvOptions): Promise<CsvTable> {
  return readCsvStream(Readable.from([text]), options)
}

async function readCsvStream(stream: Readable, options: CsvOptions): Promise<CsvTable> {
  const parser = stream.pipe(parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true }))
  stream.on('error', (error) => parser.destroy(error))
  let reader: RowReader | undefined
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (!reader) reader = new RowReader(new Header(record, options.target))
      else if (reader.read(record, info.lines) % PROGRESS_ROWS === 0) options.onProgress?.(reader.rows)
    }
  } catch (error) {
    throw error instanceof CsvError ? new TableError(`the file is no CSV: ${error.message}`) : error
  }
  if (!reader) throw new TableError('the file is empty: the first line must name the columns')
  if (reader.problems.count > 0 && !options.skipBadRows) throw new RowsRefused(reader.problems)
  return { table: reader.table(), problems: reader.problems }
}

/** Where the columns stand. */
class Header {
  readonly width: number
  readonly target: number
  readonly merchant: number
  readonly month: number
  readonly features: readonly { readonly name: string; readonly position: number }[]

  constructor(cells: readonly string[], target: string | undefined) {
    if (cells.some((cell) => cell.includes('\uFFFD'))) {
      throw new TableError('the header is not UTF-8: save the file as "CSV UTF-8"')
    }
    const names = cells.map(canonicalName)
    const twice = names.find((name, position) => names.indexOf(name) !== position)
    if (twice !== undefined) throw new TableError(`column "${twice}" occurs twice in the header`)
    this.width = names.length
    this.target = target === undefined ? -1 : names.indexOf(canonicalName(target))
    if (target !== undefined && this.target < 0)
      throw new TableError(`there is no column "${target}"; the header has ${names.join(', ')}`)
    this.merchant = names.indexOf(MERCHANT_ID)
    this.month = names.indexOf(MONTH)
    if (this.month >= 0 && this.merchant < 0)
      throw new TableError(`rows with a "${MONTH}" need a "${MERCHANT_ID}" column`)
    const others = [this.target, this.merchant, this.month]
    this.features = names
      .map((name, position) => ({ name, position }))
      .filter(({ position }) => !others.includes(position))
    if (this.features.length === 0) throw new TableError('there is no feature column beside the target')
  }
}

/** Checks rows one by one and keeps the good ones as numbers. */
class RowReader {
  readonly #header: Header
  readonly #cells: { readonly name: string; readonly position: number; readonly values: NumberList }[]
  readonly #target = new NumberList()
  readonly #groups = new NumberList()
  readonly #months = new NumberList()
  readonly #merchants = new Map<string, number>()
  readonly #firstLine = new Map<number, number>()
  readonly #problems: RowProblem[] = []
  #problemCount = 0
  rows = 0

  constructor(header: Header) {
    this.#header = header
    this.#cells = header.features.map((feature) => ({ ...feature, values: new NumberList() }))
  }

  get problems(): RowProblems {
    return { count: this.#problemCount, first: this.#problems }
  }

  /** Returns how many rows have been read, good and bad. */
  read(record: readonly string[], line: number): number {
    this.rows++
    try {
      this.#keep(record, line)
    } catch (error) {
      if (!(error instanceof RowError)) throw error
      this.#problemCount++
      if (this.#problems.length < PROBLEMS_KEPT) this.#problems.push({ line, reason: error.message })
    }
    return this.rows
  }

  #keep(record: readonly string[], line: number): void {
    const { width, target, month } = this.#header
    if (record.length !== width) throw new RowError(`${record.length} columns instead of ${width}`)
    const outcome = target < 0 ? 0 : readOutcome(record[target]!)
    const values = this.#cells.map(({ name, position }) => readValue(name, record[position]!))
    const monthNumber = month < 0 ? 0 : readMonth(record[month]!)
    const group = this.#claimKey(record, monthNumber, line)
    this.#cells.forEach((cell, feature) => {
      cell.values.push(values[feature]!)
    })
    this.#target.push(outcome)
    this.#groups.push(group)
    this.#months.push(monthNumber)
  }

  /** Number of the row's merchant. Without a merchant column every row is one of its own. */
  #claimKey(record: readonly string[], month: number, line: number): number {
    if (this.#header.merchant < 0) return this.rows
    const merchant = record[this.#header.merchant]!.trim()
    if (merchant === '') throw new RowError(`${MERCHANT_ID} is empty`)
    const group = this.#merchants.get(merchant) ?? this.#merchants.size
    const key = group * MONTH_NUMBERS + month
    const first = this.#firstLine.get(key)
    if (first !== undefined) {
      const hint = this.#header.month < 0 ? `; several rows a merchant need a "${MONTH}" column` : ''
      throw new RowError(`merchant ${merchant} is there already, on line ${first}${hint}`)
    }
    this.#merchants.set(merchant, group)
    this.#firstLine.set(key, line)
    return group
  }

  table(): Table {
    const columns = this.#cells.map(({ name, values }) => toColumn(name, values.toArray()))
    const groups = Int32Array.from(this.#groups.toArray())
    return {
      columns: [...columns, ...this.#derivedGrowth(columns, groups)],
      target: Uint8Array.from(this.#target.toArray()),
      groups,
    }
  }

  #derivedGrowth(columns: readonly Column[], merchant: Int32Array): Column[] {
    const amount = columns.find(({ name }) => name === 'transaction_amount')
    const spec = merchantSpec('monthly_growth')
    if (this.#header.month < 0 || !amount || !spec || columns.some(({ name }) => name === spec.name)) return []
    const growth = monthlyGrowth({ merchant, month: this.#months.toArray(), amount: amount.values }, spec.scale)
    const [lowest, highest] = spec.range
    const values = growth.map((value) => (value === MISSING ? value : Math.min(highest, Math.max(lowest, value))))
    return [{ name: spec.name, scale: spec.scale, values }]
  }
}

/** Numbers of unknown count in eight bytes each. */
class NumberList {
  #values = new Float64Array(1024)
  #length = 0

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(2 * this.#length)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.#length++] = value
  }

  toArray(): Float64Array {
    return this.#values.slice(0, this.#length)
  }
}
