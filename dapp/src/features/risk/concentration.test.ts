import { ratioBps } from '@tallystick/sdk'
import { describe, expect, it } from 'vitest'
import { concentrationOf, headroomOf } from './concentration'

const group = (obligor: number, exposure: bigint, limit: bigint, lost = 0n) => ({ obligor, exposure, limit, lost })

describe('concentrationOf', () => {
  it('is 10 000 for a single group and 5 000 for two equal ones', () => {
    expect(ratioBps(concentrationOf([group(1, 70n, 100n)]).index)).toBe(10_000)
    expect(ratioBps(concentrationOf([group(1, 70n, 100n), group(2, 70n, 100n)]).index)).toBe(5_000)
  })

  it('counts limits of groups without exposure', () => {
    expect(concentrationOf([group(1, 30n, 100n), group(2, 0n, 200n)]).used).toEqual({
      numerator: 30n,
      denominator: 300n,
    })
  })

  it('has no ratio without exposure', () => {
    expect(ratioBps(concentrationOf([]).largest)).toBeNull()
  })
})

describe('headroomOf', () => {
  it('is what the limit leaves', () => expect(headroomOf(group(1, 30n, 100n))).toBe(70n))
  it('is nothing above the limit', () => expect(headroomOf(group(1, 130n, 100n))).toBe(0n))
  it('is nothing while a loss is unrecovered', () => expect(headroomOf(group(1, 30n, 100n, 1n))).toBe(0n))
})
