import { describe, expect, it } from 'vitest'
import { type IndexedReceivable, type IndexedTotals, keyOf, reconcile, totalsFromEvents } from './reconciliation'

const book = '0x00000000000000000000000000000000000000bb'
const treasury: IndexedTotals = {
  id: '0x01',
  bank: 'Bank',
  cash: '930',
  owed: '5',
  principal: '100',
  impaired: '0',
  accruedX18: '0',
  rateX18: '1000000000000000000',
  matured: '0',
  accruedAt: '1000',
  shares: '1000',
  deposited: '1000',
  exited: '0',
  lent: '300',
  collectedPrincipal: '200',
  income: '25',
  credited: '15',
  claimed: '10',
  writtenOff: '0',
  recoveredPrincipal: '0',
  books: [{ account: book, cap: '500', out: '100', impaired: '0', lost: '0' }],
  limits: [{ obligor: { number: '201' }, limit: '400', exposure: '100', lost: '0' }],
  buckets: [{ stopDay: 20_000, rateX18: '1000000000000000000', carry: '150' }],
  holders: [{ shares: '600' }, { shares: '400' }],
  creditors: [{ owed: '5' }],
}
const settled: IndexedReceivable = {
  id: '0x02',
  state: 'Settled',
  face: '80',
  paid: '80',
  penalty: '2',
  units: '30',
  redeemedUnits: '50',
  redeemedAmount: '51',
}

describe('totalsFromEvents', () => {
  const amounts = Object.fromEntries(
    totalsFromEvents(treasury, [settled], 1_007n).map((total) => [keyOf(total), total.amount]),
  )

  it('recomputes every total from events alone', () => {
    expect(amounts).toEqual({
      cash: 930n,
      owed: 5n,
      principal: 100n,
      impaired: 0n,
      // 930 − 5 + 100, and one minor unit a second for seven seconds.
      nav: 1_032n,
      'exit-nav': 1_032n,
      shares: 1_000n,
      [`book-cap:${book}`]: 500n,
      [`book-out:${book}`]: 100n,
      'limit:201': 400n,
      'exposure:201': 100n,
      escrow: 31n,
    })
  })
})

describe('reconcile', () => {
  it('shows the difference with its sign', () => {
    const [cash, owed] = reconcile(
      [
        { name: 'cash', amount: 10n },
        { name: 'owed', amount: 5n },
      ],
      new Map([['cash', 7n]]),
    )
    expect(cash).toMatchObject({ amount: 10n, contract: 7n, difference: -3n })
    expect(owed).toMatchObject({ contract: undefined, difference: undefined })
  })
})
