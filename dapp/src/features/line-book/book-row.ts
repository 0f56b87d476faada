import {
  type BillingTerms,
  CHINA_UTC_OFFSET,
  debtAt,
  type LineDebt,
  type LineState,
  lineAccountOf,
} from '@tallystick/sdk'
import type { Address } from 'viem'
import type { BookList } from './book-list'

/** A line as the records have it; amounts as decimal text, X18 in minor units × 1e18. */
export interface IndexedLine {
  readonly merchant: Address
  readonly obligor: { readonly number: string } | null
  readonly state: LineState
  readonly principal: string
  readonly rateX18: string
  readonly accruedAt: string
  readonly accruedX18: string
  readonly limit: string
  readonly rateBps: number
  readonly band: number
  readonly scoreAt: string
  readonly raisedDay: number
  readonly policyVersion: number
  readonly overrideUntil: number
  readonly duePrincipal: string
  readonly dueInterest: string
  readonly dueSince: number
  readonly billDay: number
  readonly penalty: string
  readonly penaltyDay: number
  readonly impairedPct: number
  readonly impaired: string
  /** How the book bills. */
  readonly book: { readonly penaltyBps: number; readonly graceDays: number }
}

/** A merchant's score as the records have it. */
export interface IndexedScore {
  readonly merchant: Address
  /** 0 before the first answer. */
  readonly score: number
  readonly pdBps: number
  /** Per month in 1/100 of the currency. */
  readonly turnover: string
}

/** What a merchant is scored at now. */
export interface RowScore {
  readonly score: number
  readonly pdBps: number
  readonly turnover: bigint
}

/** One line of the book, with what is owed at this moment. */
export interface BookRow {
  readonly merchant: Address
  readonly obligor: number | undefined
  readonly state: LineState
  readonly limit: bigint
  readonly rateBps: number
  /** Index of the band, the best is 0. */
  readonly band: number | undefined
  readonly principal: bigint
  readonly debt: LineDebt
  readonly impairedPct: number
  readonly impaired: bigint
  readonly raisedDay: number
  /** Last day on which the bank's own decision stands, 0 for none. */
  readonly overrideUntil: number
  readonly score: RowScore | undefined
}

/** Band of a line that has none, as the contract writes it. */
const NO_BAND = 255

/**
 * A line with its debt brought up to a moment.
 * @param now unix seconds
 */
export function bookRow(line: IndexedLine, score: IndexedScore | undefined, now: bigint): BookRow {
  const billing: BillingTerms = { ...line.book, utcOffset: CHINA_UTC_OFFSET }
  return {
    merchant: line.merchant,
    obligor: line.obligor ? Number(line.obligor.number) : undefined,
    state: line.state,
    limit: BigInt(line.limit),
    rateBps: line.rateBps,
    band: line.band === NO_BAND ? undefined : line.band,
    principal: BigInt(line.principal),
    debt: debtAt(lineAccountOf(line), billing, now),
    impairedPct: line.impairedPct,
    impaired: BigInt(line.impaired),
    raisedDay: line.raisedDay,
    overrideUntil: line.overrideUntil,
    score:
      score && score.score > 0
        ? { score: score.score, pdBps: score.pdBps, turnover: BigInt(score.turnover) }
        : undefined,
  }
}

/** Whether a line belongs to a list: `late` is past due, `bad` is marked, in default or written off. */
export function isInList({ state, debt, impairedPct }: BookRow, list: BookList): boolean {
  switch (list) {
    case 'open':
      return state !== 'Closed' && state !== 'WrittenOff' && state !== 'None'
    case 'late':
      return debt.daysPastDue > 0 && state !== 'WrittenOff'
    case 'bad':
      return state === 'WrittenOff' || state === 'Defaulted' || state === 'NonAccrual' || impairedPct > 0
    case 'all':
      return true
  }
}

/** Whether a line's principal is on the balance sheet. */
export function isOnBalance({ state }: Pick<BookRow, 'state'>): boolean {
  return state === 'Active' || state === 'NonAccrual' || state === 'Defaulted'
}
