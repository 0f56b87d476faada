import { describe, expect, it } from 'vitest'
import { monthlyGrowth } from './growth.ts'
import { MISSING } from './scoring.ts'

const SCALE = 10_000

describe('monthly growth', () => {
  it('is the mean of the steps within six months', () => {
    const amount = [100, 200, 200, 200, 200, 200, 200, 400]
    const months = amount.map((_, month) => month)
    const growth = monthlyGrowth({ merchant: months.map(() => 0), month: months, amount }, SCALE)
    expect([...growth]).toEqual([MISSING, 10_000, 5000, 3333, 2500, 2000, 1667, 1667])
  })

  it('does not change when later rows or other merchants change', () => {
    const merchant = [0, 0, 0, 1, 1]
    const month = [1, 2, 3, 1, 2]
    const before = monthlyGrowth({ merchant, month, amount: [100, 110, 121, 50, 60] }, SCALE)
    const after = monthlyGrowth({ merchant, month, amount: [100, 110, 999, 7, 9000] }, SCALE)
    expect(after[0]).toBe(before[0])
    expect(after[1]).toBe(before[1])
    expect(before[1]).toBe(1000)
    expect(after[2]).not.toBe(before[2])
  })

  it('does not depend on the order of rows', () => {
    const growth = monthlyGrowth({ merchant: [1, 0, 1, 0], month: [2, 1, 1, 2], amount: [150, 100, 100, 90] }, SCALE)
    expect([...growth]).toEqual([5000, MISSING, MISSING, -1000])
  })

  it('skips gaps, unknown amounts and months after zero', () => {
    const growth = (month: number[], amount: number[]) =>
      monthlyGrowth({ merchant: month.map(() => 0), month, amount }, SCALE).at(-1)
    expect(growth([1, 3], [100, 200])).toBe(MISSING)
    expect(growth([1, 2, 3], [100, MISSING, 200])).toBe(MISSING)
    expect(growth([1, 2, 3], [0, 100, 150])).toBe(5000)
  })
})
