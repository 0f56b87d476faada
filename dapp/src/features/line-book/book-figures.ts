import {
  type DpdBucket,
  dpdBuckets,
  expectedLossAmount,
  type LinePosition,
  lineNplRatio,
  type Ratio,
  utilisation,
} from '@tallystick/sdk'
import { type BookRow, isOnBalance } from './book-row'

/** Share of the exposure that is lost in a default: the supervisory value for unsecured lending (Basel, foundation). */
export const LGD_BPS = 4_500

/** The book in figures, at this moment. */
export interface BookFigures {
  /** Lines that may be drawn or still owe. */
  readonly count: number
  readonly limits: bigint
  readonly drawn: bigint
  readonly used: Ratio
  readonly npl: Ratio
  /** The same with written-off principal in both parts. */
  readonly nplWithLosses: Ratio
  /** Of a year, with {@link LGD_BPS}, on lines that accrue; the marked part of the others. */
  readonly expectedLoss: bigint
  readonly buckets: readonly DpdBucket[]
}

/** Adds the book up. */
export function bookFigures(rows: readonly BookRow[]): BookFigures {
  const open = rows.filter(isOnBalance)
  const limits = sum(open.map(({ limit }) => limit))
  const drawn = sum(open.map(({ principal }) => principal))
  const lines = rows.filter((row) => isOnBalance(row) || row.state === 'WrittenOff').map(positionOf)
  return {
    count: open.length,
    limits,
    drawn,
    used: utilisation(drawn, limits),
    npl: lineNplRatio(lines, false),
    nplWithLosses: lineNplRatio(lines, true),
    expectedLoss: lossOf(open),
    buckets: dpdBuckets(positionsOf(rows)),
  }
}

/** Lines on the balance sheet as risk figures see them. */
export function positionsOf(rows: readonly BookRow[]): readonly LinePosition[] {
  return rows.filter(isOnBalance).map(positionOf)
}

/** A line without a score counts with no default probability until it is more than 90 days past due. */
function positionOf(row: BookRow): LinePosition {
  const { principal, debt, score } = row
  return { principal, daysPastDue: debt.daysPastDue, pdBps: score?.pdBps ?? 0, onBooks: isOnBalance(row) }
}

/** What a mark has taken off the books is lost in full already. */
function lossOf(open: readonly BookRow[]): bigint {
  const accruing = open.filter(({ state }) => state === 'Active').map(positionOf)
  const marks = open.filter(({ state }) => state !== 'Active').map(({ impaired }) => impaired)
  return expectedLossAmount(accruing, LGD_BPS) + sum(marks)
}

/** Limits and principal of one band; `undefined` is without a band. */
export interface BandTotal {
  readonly band: number | undefined
  readonly count: number
  readonly limit: bigint
  readonly drawn: bigint
}

/** The book by band, the best first; those without a band last. Empty bands are left out. */
export function totalsByBand(rows: readonly BookRow[]): readonly BandTotal[] {
  const open = rows.filter(isOnBalance)
  const bands = [...new Set(open.map(({ band }) => band))].sort((left, right) => (left ?? 255) - (right ?? 255))
  return bands.map((band) => {
    const inside = open.filter((row) => row.band === band)
    return {
      band,
      count: inside.length,
      limit: sum(inside.map(({ limit }) => limit)),
      drawn: sum(inside.map(({ principal }) => principal)),
    }
  })
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((left, right) => left + right, 0n)
}
