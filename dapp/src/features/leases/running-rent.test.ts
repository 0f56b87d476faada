import { describe, expect, it } from 'vitest'
import { type RunningPeriod, runningRent } from './running-rent'

const HOUR = 3_600n
const DAY = 86_400n
const period: RunningPeriod = {
  tariff: [
    { fromHours: 0, pricePerHour: 100n },
    { fromHours: 100, pricePerHour: 60n },
  ],
  baseRent: 5_000n,
  minimumRent: 6_000n,
  openingOpSec: 1_000n * HOUR,
  opSec: 1_080n * HOUR,
  silent: 0,
  periodDays: 30,
  end: 30n * DAY,
  now: 15n * DAY,
}

describe('runningRent', () => {
  it('charges what was used, and expects the second half to be like the first', () => {
    const { soFar, estimate, left, bracket } = runningRent(period)
    expect(soFar).toBe(5_000n + 8_000n)
    expect(estimate).toBe(5_000n + 100n * 100n + 60n * 60n)
    expect([left, bracket.pricePerHour]).toEqual([20n * HOUR, 100n])
  })

  it('never falls below the minimum rent', () => {
    expect(runningRent({ ...period, opSec: 1_000n * HOUR }).soFar).toBe(6_000n)
    expect(runningRent({ ...period, opSec: 900n * HOUR }).opSec).toBe(0n)
  })

  it('spreads the hours over silent periods, so that silence gains no cheaper bracket', () => {
    const { soFar, left } = runningRent({ ...period, opSec: 1_160n * HOUR, silent: 1 })
    expect(soFar).toBe(5_000n + 2n * 8_000n)
    expect(left).toBe(40n * HOUR)
  })

  it('has no next bracket in the last one', () => {
    expect(runningRent({ ...period, opSec: 1_150n * HOUR }).left).toBeNull()
  })
})
