import { describe, expect, it } from 'vitest'
import { ratioBps } from '../kpi.ts'
import {
  CO2_FACTORS,
  co2Grams,
  completeness,
  greenMargin,
  idleRatio,
  type MeasuredPeriod,
  machineUtilisation,
  meanTimeToAcknowledge,
  meanTimeToResolve,
  productiveRatio,
  rentPerHour,
} from './kpi.ts'

const USE = { opSec: 540_000n, idleSec: 108_000n, fuelMl: 2_250_000n }

describe('key figures of machines', () => {
  it('state numerator and denominator', () => {
    expect(machineUtilisation(USE, 2_592_000n)).toEqual({ numerator: 540_000n, denominator: 2_592_000n })
    expect(productiveRatio(USE, 2_592_000n)).toEqual({ numerator: 432_000n, denominator: 2_592_000n })
    expect(ratioBps(idleRatio(USE))).toBe(2_000)
    expect(ratioBps(completeness(8_600n, 8_640n))).toBe(9_954)
    expect(rentPerHour(18_000_000_000n, USE)).toEqual({ numerator: 64_800_000_000_000n, denominator: 540_000n })
  })

  it('have no value without use', () => {
    expect(ratioBps(idleRatio({ opSec: 0n, idleSec: 0n, fuelMl: 0n }))).toBeNull()
  })

  it('count only alarms that were acknowledged or cleared', () => {
    const alarms = [
      { raisedAt: 100n, acknowledgedAt: 160n, clearedAt: 400n },
      { raisedAt: 100n, acknowledgedAt: 120n },
      { raisedAt: 100n },
    ]
    expect(meanTimeToAcknowledge(alarms)).toEqual({ numerator: 80n, denominator: 2n })
    expect(meanTimeToResolve(alarms)).toEqual({ numerator: 300n, denominator: 1n })
  })

  it('turn fuel into CO₂ by a factor of the table', () => {
    expect(co2Grams(USE)).toEqual({ numerator: 6_030_000_000_000n, denominator: 1_000_000n })
    expect(co2Grams(USE, CO2_FACTORS[1]).numerator).toBe(6_199_672_500_000n)
  })
})

describe('greenMargin', () => {
  const good: MeasuredPeriod = { opSec: 1_000n, idleSec: 199n, fuelMl: 0n, received: 98n, expected: 100n }

  it('is earned by little idling, proved by nearly all readings of three periods', () => {
    expect(greenMargin([good, good, good])).toEqual({
      bps: -10,
      idle: { numerator: 597n, denominator: 3_000n },
      completeness: { numerator: 294n, denominator: 300n },
    })
  })

  it('looks at the last three periods together', () => {
    const poor = { ...good, idleSec: 900n }
    expect(greenMargin([poor, good, good, good]).bps).toBe(-10)
    expect(greenMargin([good, good, poor]).bps).toBe(0)
  })

  it.each([
    ['two periods', [good, good]],
    ['idling of 20 %', new Array<MeasuredPeriod>(3).fill({ ...good, idleSec: 200n })],
    ['too few readings', new Array<MeasuredPeriod>(3).fill({ ...good, received: 97n })],
    ['no use', new Array<MeasuredPeriod>(3).fill({ ...good, opSec: 0n, idleSec: 0n })],
    ['no readings', new Array<MeasuredPeriod>(3).fill({ ...good, received: 0n, expected: 0n })],
  ])('is not earned by %s', (_, periods) => {
    expect(greenMargin(periods).bps).toBe(0)
  })
})
