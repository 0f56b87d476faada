import { describe, expect, it } from 'vitest'
import {
  afterHeldRent,
  afterMark,
  bringUpLease,
  finishCost,
  impairmentOf,
  LEASE_STATES,
  type LeaseAccount,
  type LeaseAgreement,
  type LeaseTerms,
  leaseDebtAt,
  leaseTermsHash,
  nextLeaseMark,
  type PeriodUse,
  prepaidRent,
  splitRent,
  writeRentBill,
} from './leases.ts'
import { packTariff } from './telemetry/tariff.ts'

const DAY = 86_400
const START = 1_795_276_800
const TERMS = { penaltyBps: 1_800, graceDays: 5, utcOffset: 0 }
const TARIFF = [
  { fromHours: 0, pricePerHour: 100_000_000n },
  { fromHours: 100, pricePerHour: 80_000_000n },
]

const agreement: LeaseAgreement = {
  state: LEASE_STATES.indexOf('Active'),
  rateBps: 600,
  earlyFeeBps: 200,
  periods: 12,
  finalBilled: false,
  buyOut: 50_000_000_000n,
  deposit: 20_000_000_000n,
  baseRent: 45_000_000_000n,
  minimumRent: 50_000_000_000n,
  tariff: packTariff(TARIFF),
}

const delivered: LeaseAccount = {
  principal: 500_000_000_000n,
  duePrincipal: 0n,
  penalty: 0n,
  impairedPct: 0,
  nonAccrual: false,
  accruedX18: 0n,
  dueUsage: 0n,
  last: START,
  unbookedX18: 0n,
  impaired: 0n,
  dueSince: 0,
  penaltyDay: 0,
  dueInterest: 0n,
  held: 20_000_000_000n,
  cover: 0n,
}

const periodUse = (use: Partial<PeriodUse>): PeriodUse => ({
  known: true,
  last: false,
  period: 1,
  periods: 1,
  end: START + 30 * DAY,
  opSec: 0,
  ...use,
})

const billAt = BigInt(START + 33 * DAY)
const billWith = (use: Partial<PeriodUse>, account = delivered) =>
  writeRentBill(agreement, account, TERMS, periodUse(use), billAt)

describe('bills of rent', () => {
  it('make due the base rent, of it interest of the period, and the price of use', () => {
    const { bill, due, account } = billWith({ opSec: 150 * 3_600 })
    // 500 000 at 6 % a year over 30 days: 2 465.753425.
    expect(bill.interest).toBe(2_465_753_425n)
    expect(bill.interest + bill.principal).toBe(agreement.baseRent)
    expect(bill.usage).toBe(14_000_000_000n)
    expect(due).toBe(agreement.baseRent + 14_000_000_000n)
    expect(account.dueSince).toBe(Math.floor((START + 33 * DAY) / DAY))
  })

  it('charge at least what was committed, and nothing for use in a silent period', () => {
    expect(billWith({ opSec: 0 }).bill.usage).toBe(5_000_000_000n)
    expect(billWith({ known: false }).bill.usage).toBe(0n)
    expect(billWith({ known: false, last: true, periods: 3 }).bill.usage).toBe(15_000_000_000n)
  })

  it('spread use over silent periods, so that silence buys no cheaper bracket', () => {
    const each = billWith({ opSec: 100 * 3_600 }).bill.usage
    expect(billWith({ opSec: 200 * 3_600, periods: 2 }).bill.usage).toBe(2n * each)
  })

  it('make everything due at an early end, with its fee', () => {
    const { bill } = billWith({ last: true })
    expect(bill.principal).toBe(delivered.principal)
    expect(bill.fee).toBe(10_000_000_000n)
    expect(billWith({ last: true, period: 12 }).bill.fee).toBe(0n)
  })
})

describe('debts of rent', () => {
  const billed = billWith({ opSec: 0 }).account

  it('bear no penalty within the grace, and then from the day of the bill', () => {
    const penaltyAfter = (days: number) => leaseDebtAt(agreement, billed, TERMS, billAt + BigInt(days * DAY)).penalty
    expect(penaltyAfter(5)).toBe(0n)
    // 50 000 at 18 % a year over 6 days, rounded up.
    expect(penaltyAfter(6)).toBe(147_945_206n)
  })

  it('are frozen when written off, and all due in default', () => {
    const later = billAt + BigInt(100 * DAY)
    const inState = (state: (typeof LEASE_STATES)[number]) => ({ ...agreement, state: LEASE_STATES.indexOf(state) })
    expect(bringUpLease(inState('WrittenOff'), billed, TERMS, later)).toBe(billed)
    const debt = leaseDebtAt(inState('Defaulted'), billed, TERMS, later)
    expect(debt.due).toBe(debt.total)
    expect(debt.daysPastDue).toBe(100)
  })

  it('are paid penalty first, then interest, principal and use; nothing is left of arrears when all is paid', () => {
    const now = bringUpLease(agreement, billed, TERMS, billAt + BigInt(10 * DAY))
    const part = splitRent(now, now.penalty + now.dueInterest + 1n)
    expect(part).toEqual({ penalty: now.penalty, interest: now.dueInterest, principal: 1n, usage: 0n })
    const due = now.penalty + now.dueInterest + now.duePrincipal + now.dueUsage
    const withMoney = { ...now, held: due + agreement.deposit }
    expect(prepaidRent(withMoney, agreement)).toBe(due)
    const paid = afterHeldRent(withMoney, splitRent(withMoney, due))
    expect(paid).toMatchObject({ dueSince: 0, penaltyDay: 0, dueUsage: 0n, held: agreement.deposit })
  })

  it('are marked by their days, and cash lifts the mark in proportion', () => {
    expect([0, 30, 60, 90].map((days) => nextLeaseMark(billed, days))).toEqual([0, 25, 50, 100])
    const marked = afterMark(billed, 50)
    expect(nextLeaseMark(marked, 45)).toBe(0)
    const paid = afterHeldRent(marked, splitRent(marked, 10_000_000_000n))
    expect(paid.impaired).toBe(impairmentOf(paid, 50))
    expect(paid.impaired).toBeLessThan(marked.impaired)
  })
})

describe('the end of a lease', () => {
  it('costs what is due and the buy-out less what is held', () => {
    const final = { ...agreement, finalBilled: true }
    const over = { ...delivered, principal: 0n }
    const at = BigInt(START)
    expect(finishCost(final, over, TERMS, true, at)).toEqual({
      due: 0n,
      price: agreement.buyOut,
      missing: 30_000_000_000n,
      refund: 0n,
    })
    expect(finishCost(final, over, TERMS, false, at)).toMatchObject({ missing: 0n, refund: over.held })
  })
})

describe('the hash of terms', () => {
  const terms: LeaseTerms = {
    deviceId: `0x${'11'.repeat(32)}`,
    lessee: `0x${'22'.repeat(20)}`,
    price: 550_000_000_000n,
    buyOut: 50_000_000_000n,
    deposit: 20_000_000_000n,
    baseRent: 45_000_000_000n,
    minimumRent: 50_000_000_000n,
    rateBps: 600,
    coverBps: 1_000,
    earlyFeeBps: 200,
    periodDays: 30,
    periods: 12,
    tariff: TARIFF,
    alarms: { unusedHours: 24, fuelRatePct: 130, idlePct: 40 },
  }

  it('depends on the number, the terms and the region', () => {
    const region = [312_000_000, 1_214_000_000, 313_000_000, 1_214_000_000, 312_500_000, 1_215_000_000]
    const hashes = [
      leaseTermsHash(1n, terms, region),
      leaseTermsHash(2n, terms, region),
      leaseTermsHash(1n, { ...terms, price: terms.price + 1n }, region),
      leaseTermsHash(1n, terms, []),
    ]
    expect(new Set(hashes).size).toBe(hashes.length)
  })
})
