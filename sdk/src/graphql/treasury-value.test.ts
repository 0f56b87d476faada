import { describe, expect, it } from 'vitest'
import { maturityOf } from '../days.ts'
import { treasuryValue } from './treasury-value.ts'

const offset = 28_800
const day = 20_000
const start = maturityOf(day - 1, offset)
const WAD = 10n ** 18n

const totals = {
  cash: '1000',
  owed: '100',
  principal: '500',
  impaired: '30',
  accruedX18: '0',
  rateX18: String(WAD / 100n),
  matured: '7',
  accruedAt: String(start),
}
const buckets = [
  { stopDay: day + 2, rateX18: String(WAD / 200n), carry: '300' },
  { stopDay: day, rateX18: String(WAD / 200n), carry: '200' },
]

describe('treasuryValue', () => {
  it('accrues by the second and rounds NAV down', () => {
    const value = treasuryValue(totals, buckets, start + 150n, offset)
    // 1000 − 100 + 500 + 150 s × 0.01 = 1401.5
    expect(value).toEqual({
      accruedX18: (150n * WAD) / 100n,
      rateX18: WAD / 100n,
      matured: 7n,
      nav: 1401n,
      exitNav: 1371n,
    })
  })

  it('stops a rate at the end of its day and counts the carry as matured, in order of days', () => {
    const value = treasuryValue(totals, buckets, maturityOf(day + 3, offset), offset)
    // One day at 0.01, two at 0.005, then nothing.
    expect(value.accruedX18).toBe(((86_400n + 86_400n) * WAD) / 100n)
    expect(value.rateX18).toBe(0n)
    expect(value.matured).toBe(507n)
  })

  it('does not stop a bucket on its own day, nor one that the totals have passed', () => {
    const last = maturityOf(day, offset) - 1n
    expect(treasuryValue(totals, buckets, last, offset).matured).toBe(7n)
    const passed = { ...totals, accruedAt: String(maturityOf(day + 2, offset)) }
    expect(treasuryValue(passed, buckets, maturityOf(day + 9, offset), offset).matured).toBe(7n)
  })

  it('never falls below zero', () => {
    const value = treasuryValue({ ...totals, principal: '0', accruedX18: String(-2000n * WAD) }, [], start, offset)
    expect(value).toMatchObject({ nav: 0n, exitNav: 0n })
  })
})
