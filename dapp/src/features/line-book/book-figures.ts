import { type DpdBucket, dpdBuckets, nplRatio, type OpenPosition, type Ratio, utilisation } from '@tallystick/sdk'
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
  /** Default probability × {@link LGD_BPS} × principal of lines that are not in default; the marked part of the others. */
  readonly expectedLoss: bigint
  readonly buckets: readonly DpdBucket[]
}

/** Adds the book up. */
export function bookFigures(rows: readonly BookRow[]): BookFigures {
  const open = rows.filter(isOnBalance)
  const limits = sum(open.map(({ limit }) => limit))
  const drawn = sum(open.map(({ principal }) => principal))
  const positions = positionsOf(rows)
  const lost = rows.filter(({ state }) => state === 'WrittenOff').map(positionOf)
  return {
    count: open.length,
    limits,
    drawn,
    used: utilisation(drawn, limits),
    npl: nplRatio(positions),
    nplWithLosses: nplRatio([...positions, ...lost.map((position) => ({ ...position, daysPastDue: LOST_DAYS }))]),
    expectedLoss: sum(open.map(lossOf)),
    buckets: dpdBuckets(positions),
  }
}

/** Claims written off stand still; they count as past due for ever. */
const LOST_DAYS = Number.MAX_SAFE_INTEGER
const BPS_SQUARED = 10_000n * 10_000n

/** Principal on the balance sheet with its days past due. */
export function positionsOf(rows: readonly BookRow[]): readonly OpenPosition[] {
  return rows.filter(isOnBalance).map(positionOf)
}

function positionOf({ principal, debt }: BookRow): OpenPosition {
  return { principal, daysPastDue: debt.daysPastDue }
}

/** Rounded up. */
function lossOf({ state, principal, impaired, score }: BookRow): bigint {
  if (state !== 'Active') return impaired
  if (!score) return 0n
  return (principal * BigInt(score.pdBps) * BigInt(LGD_BPS) + BPS_SQUARED - 1n) / BPS_SQUARED
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
