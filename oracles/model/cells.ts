import { MONTH, merchantSpec } from './headers.ts'

/** What is wrong with a row, in words for the person who has to mend it. */
export class RowError extends Error {}

const NO_VALUE = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?'])
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const MONTH_FORMAT = /^(\d{4})\s*[-/.年]?\s*(\d{1,2})(?:\s*[-/.月]?\s*(\d{1,2})?\s*日?)?(?:[ T][\d:.]+Z?)?$/

/** A real number, NaN where not known. Columns of schema merchant-v1 must lie in its ranges. */
export function readValue(name: string, cell: string): number {
  const text = cell.trim()
  if (NO_VALUE.has(text.toLowerCase())) return Number.NaN
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN
  if (!Number.isFinite(value)) throw new RowError(`${name} "${shorten(text)}" is not a number`)
  const spec = merchantSpec(name)
  if (spec) checkRange(name, value, spec.range[0] / spec.scale, spec.range[1] / spec.scale)
  return value
}

function checkRange(name: string, value: number, lowest: number, highest: number): void {
  if (value < 0 && lowest >= 0) throw new RowError(`${name} ${value} is negative`)
  if (value < lowest || value > highest) throw new RowError(`${name} ${value} is not between ${lowest} and ${highest}`)
}

const OUTCOMES: Readonly<Record<string, 0 | 1>> = { true: 1, yes: 1, 是: 1, 违约: 1, false: 0, no: 0, 否: 0, 正常: 0 }

export function readOutcome(cell: string): 0 | 1 {
  const text = cell.trim().toLowerCase()
  if (NO_VALUE.has(text)) throw new RowError('the target is missing')
  const value = OUTCOMES[text] ?? Number(text)
  if (value !== 0 && value !== 1) throw new RowError(`target "${shorten(text)}" is neither 0 nor 1`)
  return value
}

/** Months since year 0 of a day or month, such as 2026-03, 2026/3/15, 202603 or 2026年3月. */
export function readMonth(cell: string): number {
  const match = MONTH_FORMAT.exec(cell.trim())
  const month = Number(match?.[2])
  if (!match || month < 1 || month > 12) throw new RowError(`${MONTH} "${shorten(cell)}" is not like 2026-03`)
  return Number(match[1]) * 12 + month - 1
}

function shorten(text: string): string {
  return text.length > 24 ? `${text.slice(0, 24)}…` : text
}
