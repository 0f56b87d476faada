import { describe, expect, it } from 'vitest'
import { bookFigures, totalsByBand } from './book-figures'
import { bookRow, type IndexedLine, isInList } from './book-row'

const day = 86_400n
const yuan = 1_000_000n
const opened = 20_000n * day

/** 120,000 yuan at 7.2 % a year, drawn at the start of day 20,000 (UTC), first bill 30 days later. */
function line(change: Partial<IndexedLine> = {}): IndexedLine {
  return {
    merchant: `0x${'1'.repeat(40)}`,
    obligor: { number: '103' },
    state: 'Active',
    principal: String(120_000n * yuan),
    rateX18: String((120_000n * yuan * 720n * 10n ** 18n) / (10_000n * 365n * day)),
    accruedAt: String(opened),
    accruedX18: '0',
    limit: String(200_000n * yuan),
    rateBps: 720,
    band: 1,
    scoreAt: '1',
    raisedDay: 0,
    policyVersion: 1,
    overrideUntil: 0,
    duePrincipal: '0',
    dueInterest: '0',
    dueSince: 0,
    billDay: 20_030,
    penalty: '0',
    penaltyDay: 0,
    impairedPct: 0,
    impaired: '0',
    book: { penaltyBps: 1_800, graceDays: 7 },
    ...change,
  }
}

const score = { merchant: line().merchant, score: 690, pdBps: 400, turnover: '30000000' }
const rowAt = (days: bigint, change: Partial<IndexedLine> = {}) => bookRow(line(change), score, opened + days * day)

describe('bookRow', () => {
  it('counts days past due from bills that nobody has written', () => {
    expect(rowAt(20n).debt.daysPastDue).toBe(0)
    const late = rowAt(45n)
    expect(late.debt.daysPastDue).toBe(15)
    expect(late.debt.due).toBeGreaterThan(10_000n * yuan)
    expect(late.debt.penalty).toBeGreaterThan(0n)
  })

  it('knows no band and no score where there is none', () => {
    expect(bookRow(line({ band: 255 }), { ...score, score: 0 }, opened)).toMatchObject({
      band: undefined,
      score: undefined,
    })
  })
})

describe('isInList', () => {
  it.each([
    ['open', rowAt(1n), true],
    ['open', rowAt(1n, { state: 'WrittenOff' }), false],
    ['late', rowAt(1n), false],
    ['late', rowAt(45n), true],
    ['bad', rowAt(45n), false],
    ['bad', rowAt(45n, { state: 'Defaulted' }), true],
    ['bad', rowAt(45n, { impairedPct: 25 }), true],
    ['all', rowAt(1n, { state: 'Closed' }), true],
  ] as const)('%s', (list, row, expected) => expect(isInList(row, list)).toBe(expected))
})

describe('bookFigures', () => {
  it('has ratios with both parts, and an expected loss of PD × LGD × principal', () => {
    const figures = bookFigures([rowAt(1n)])
    expect(figures.used).toEqual({ numerator: 120_000n * yuan, denominator: 200_000n * yuan })
    // 120,000 × 4 % × 45 %
    expect(figures.expectedLoss).toBe(2_160n * yuan)
    expect(figures.npl).toEqual({ numerator: 0n, denominator: 120_000n * yuan })
  })

  it('takes default as certain for a line that accrues after more than 90 days past due', () => {
    // 120,000 × 100 % × 45 %
    expect(bookFigures([rowAt(130n)]).expectedLoss).toBe(54_000n * yuan)
  })

  it('expects of a marked line what is marked, and keeps losses in the second ratio only', () => {
    const marked = rowAt(130n, { state: 'NonAccrual', impairedPct: 25, impaired: String(30_000n * yuan) })
    const lost = rowAt(1n, { state: 'WrittenOff' })
    const figures = bookFigures([marked, lost, rowAt(1n)])
    expect(figures.expectedLoss).toBe(32_160n * yuan)
    expect(figures.npl).toEqual({ numerator: 120_000n * yuan, denominator: 240_000n * yuan })
    expect(figures.nplWithLosses).toEqual({ numerator: 240_000n * yuan, denominator: 360_000n * yuan })
  })
})

describe('totalsByBand', () => {
  it('goes from the best band down, lines without one last', () => {
    const rows = [rowAt(1n, { band: 255 }), rowAt(1n, { band: 2 }), rowAt(1n), rowAt(1n, { state: 'Closed' })]
    expect(totalsByBand(rows).map(({ band, count }) => [band, count])).toEqual([
      [1, 1],
      [2, 1],
      [undefined, 1],
    ])
  })
})
