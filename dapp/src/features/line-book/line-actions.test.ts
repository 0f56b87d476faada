import { describe, expect, it } from 'vitest'
import { type LineAction, type LineSituation, refusalOf } from './line-actions'

const line = (change: Partial<LineSituation> = {}): LineSituation => ({
  state: 'Active',
  impairedPct: 0,
  daysPastDue: 0,
  owes: true,
  hasUnwrittenBill: false,
  ...change,
})

const late = (daysPastDue: number, change: Partial<LineSituation> = {}) => line({ daysPastDue, ...change })

describe('refusalOf', () => {
  it.each<[LineAction, LineSituation, string | undefined]>([
    ['refresh', line(), undefined],
    ['refresh', line({ state: 'NonAccrual' }), 'not-active'],
    ['refresh', line({ state: 'None' }), 'not-open'],
    ['bill', line(), 'no-bill'],
    ['bill', line({ hasUnwrittenBill: true }), undefined],
    ['mark', line(), 'not-past-due'],
    ['mark', late(29), 'mark-reached'],
    ['mark', late(30), undefined],
    ['mark', late(59, { state: 'NonAccrual', impairedPct: 25 }), 'mark-reached'],
    ['mark', late(60, { state: 'NonAccrual', impairedPct: 25 }), undefined],
    ['mark', late(31, { impairedPct: 25 }), undefined],
    ['mark', late(200, { state: 'WrittenOff' }), 'written-off'],
    ['markEarly', late(1), undefined],
    ['markEarly', late(1, { state: 'NonAccrual', impairedPct: 100 }), 'mark-reached'],
    ['releaseMark', line(), 'not-marked'],
    ['releaseMark', line({ impairedPct: 25 }), undefined],
    ['declareDefault', late(95), 'mark-first'],
    ['declareDefault', late(89, { state: 'NonAccrual' }), 'default-too-early'],
    ['declareDefault', late(90, { state: 'NonAccrual' }), undefined],
    ['declareDefault', late(90, { state: 'Defaulted' }), 'in-default'],
    ['writeOff', late(180, { state: 'NonAccrual', impairedPct: 100 }), 'not-in-default'],
    ['writeOff', late(180, { state: 'Defaulted', impairedPct: 50 }), 'not-fully-marked'],
    ['writeOff', late(179, { state: 'Defaulted', impairedPct: 100 }), 'write-off-too-early'],
    ['writeOff', late(180, { state: 'Defaulted', impairedPct: 100 }), undefined],
    ['writeOffEarly', late(91, { state: 'Defaulted', impairedPct: 100 }), undefined],
    ['close', line(), 'owes'],
    ['close', line({ owes: false }), undefined],
    ['close', line({ state: 'WrittenOff', owes: false }), undefined],
    ['close', line({ state: 'Closed', owes: false }), 'closed'],
    ['override', line({ state: 'None' }), undefined],
    ['override', line({ state: 'Closed' }), undefined],
    ['override', line({ state: 'Defaulted' }), 'bad-debt'],
  ])('%s of %o: %s', (action, situation, refusal) => {
    expect(refusalOf(action, situation)).toBe(refusal)
  })
})
