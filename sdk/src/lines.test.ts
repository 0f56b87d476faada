import { describe, expect, it } from 'vitest'
import { CHINA_UTC_OFFSET, startOfDay } from './days.ts'
import {
  afterDraw,
  afterPayment,
  billsToCome,
  bringUp,
  debtAt,
  LINE_STATES,
  type LineAccount,
  limitStep,
  nextBill,
  type Policy,
  policyLimit,
  rateX18Of,
  splitPayment,
} from './lines.ts'

const terms = { penaltyBps: 1_800, graceDays: 7, utcOffset: CHINA_UTC_OFFSET }
const today = 20_779
const at = (day: number, seconds = 0n) => startOfDay(day, CHINA_UTC_OFFSET) + seconds
const yuan = 1_000_000n

const empty: LineAccount = {
  state: LINE_STATES.indexOf('Active'),
  principal: 0n,
  rateX18: 0n,
  last: Number(at(today)),
  accruedX18: 0n,
  duePrincipal: 0n,
  dueInterest: 0n,
  dueSince: 0,
  billDay: 0,
  penalty: 0n,
  penaltyDay: 0,
}

/** ¥120 000 drawn at 7.20 % at the beginning of today. */
const drawn = afterDraw(empty, 120_000n * yuan, 720, today)
/** Interest of thirty days: 120 000 · 7.2 % · 30 / 365 = 710.136987 yuan, rounded up. */
const thirtyDays = 710_136_987n

describe('a debt', () => {
  it('earns simple interest by the second, rounded up', () => {
    expect(rateX18Of(120_000n * yuan, 720)).toBe((120_000n * yuan * 720n * 10n ** 18n) / (10_000n * 31_536_000n))
    expect(debtAt(drawn, terms, at(today, 1n)).interest).toBe(274n)
    expect(debtAt(drawn, terms, at(today, 3_600n))).toMatchObject({ interest: 986_302n, due: 0n, daysPastDue: 0 })
  })

  it('falls due every thirty days: all interest so far and a twelfth', () => {
    const debt = debtAt(drawn, terms, at(today + 30))
    expect(debt).toMatchObject({ dueSince: today + 30, daysPastDue: 0, penalty: 0n, billDay: today + 60 })
    expect(debt.due).toBe(thirtyDays + 10_000n * yuan)
    expect(nextBill(drawn, terms, at(today + 3))).toMatchObject({ day: today + 30, interest: thirtyDays })
    expect(nextBill(empty, terms, at(today))).toBeUndefined()
  })

  it('bears a penalty after the days of grace, from the day of the bill', () => {
    expect(debtAt(drawn, terms, at(today + 37)).penalty).toBe(0n)
    const due = thirtyDays + 10_000n * yuan
    const eightDays = (due * 1_800n * 8n + 3_649_999n) / 3_650_000n
    expect(debtAt(drawn, terms, at(today + 38))).toMatchObject({ penalty: eightDays, daysPastDue: 8 })
  })

  it('does not depend on how often bills are written', () => {
    const late = at(today + 61, 5n)
    const { line, bills } = bringUp(drawn, terms, at(today + 30, 40n))
    expect(bills).toHaveLength(1)
    expect(debtAt(line, terms, late)).toEqual(debtAt(drawn, terms, late))
    expect(bringUp(drawn, terms, late).bills.map(({ day }) => day)).toEqual([today + 30, today + 60])
  })

  it('stands still once written off', () => {
    const lost = { ...drawn, state: LINE_STATES.indexOf('WrittenOff') }
    expect(debtAt(lost, terms, at(today + 400))).toMatchObject({ principal: drawn.principal, interest: 0n, due: 0n })
  })
})

describe('a payment', () => {
  const { line } = bringUp(drawn, terms, at(today + 40))
  const debt = debtAt(line, terms, at(today + 40))

  it('pays penalty, then interest, then principal, and no more than is owed', () => {
    expect(splitPayment(debt, debt.penalty - 1n, 'Active')).toMatchObject({ penalty: debt.penalty - 1n, interest: 0n })
    expect(splitPayment(debt, debt.penalty + 5n, 'Active')).toMatchObject({ interest: 5n, principal: 0n })
    const { penalty, interest, principal } = debt
    expect(splitPayment(debt, 10n ** 18n, 'Active')).toEqual({ paid: debt.total, penalty, interest, principal })
  })

  it('makes good the principal first after write-off', () => {
    const parts = splitPayment(debt, debt.principal + 3n, 'WrittenOff')
    expect(parts).toMatchObject({ principal: debt.principal, penalty: 3n, interest: 0n })
  })

  it('lowers the price in proportion and ends what is paid', () => {
    const half = afterPayment(line, { penalty: debt.penalty, interest: debt.interest, principal: debt.principal / 2n })
    expect(half).toMatchObject({ rateX18: line.rateX18 / 2n, accruedX18: 0n, dueSince: 0, penaltyDay: 0 })
    expect(half.billDay).toBe(line.billDay)
    expect(afterPayment(line, debt)).toMatchObject({ principal: 0n, rateX18: 0n, billDay: 0 })
  })
})

describe('the bills to come', () => {
  it('get smaller when each is paid on its day, and end after the last', () => {
    const bills = billsToCome(drawn, terms, at(today), 400)
    expect(bills[0]).toMatchObject({ day: today + 30, interest: thirtyDays, principalPart: 10_000n * yuan })
    expect(bills[1]?.principalPart).toBe((110_000n * yuan + 11n) / 12n)
    expect(bills.slice(1).every(({ interest }, index) => interest <= (bills[index]?.interest ?? 0n))).toBe(true)
    expect(bills.reduce((sum, { principalPart }) => sum + principalPart, 0n)).toBe(drawn.principal)
    expect(bills.length).toBeLessThan(400)
    expect(billsToCome(drawn, terms, at(today), 3)).toHaveLength(3)
    expect(billsToCome(empty, terms, at(today), 3)).toEqual([])
  })
})

describe('a policy', () => {
  const policy: Policy = {
    rules: { scoreMaxAge: 3_024_000, stepBps: 2_500, stepDays: 7, lot: 1_000n * yuan, starterLimit: 10_000n * yuan },
    bands: [
      { minScore: 720, multipleBps: 20_000, rateBps: 600, cap: 2_000_000n * yuan },
      { minScore: 640, multipleBps: 10_000, rateBps: 900, cap: 500_000n * yuan },
    ],
  }

  it('gives a multiple of the turnover in whole lots, up to the cap of the band', () => {
    expect(policyLimit(policy, 720, 12_345_678n, 6)).toEqual({ limit: 246_000n * yuan, rateBps: 600, band: 0 })
    expect(policyLimit(policy, 719, 99_999_999n, 6)).toEqual({ limit: 500_000n * yuan, rateBps: 900, band: 1 })
    expect(policyLimit(policy, 639, 99_999_999n, 6)).toEqual({ limit: 0n, rateBps: 0, band: undefined })
    expect(policyLimit(policy, 720, 100_000n, 2).limit).toBe(0n)
  })

  it('cuts at once and raises by steps, with a starter', () => {
    const step = (limit: bigint, target: bigint, day: number) => limitStep(policy.rules, limit, target, 100, day)
    expect(step(100_000n * yuan, 40_000n * yuan, 100)).toBe(40_000n * yuan)
    expect(step(100_000n * yuan, 400_000n * yuan, 106)).toBe(100_000n * yuan)
    expect(step(100_000n * yuan, 400_000n * yuan, 107)).toBe(125_000n * yuan)
    expect(step(0n, 400_000n * yuan, 107)).toBe(10_000n * yuan)
    expect(step(100_000n * yuan, 110_500n * yuan, 107)).toBe(110_500n * yuan)
  })
})
