import { describe, expect, it } from 'vitest'
import type { SeriesPoint } from '../telemetry/answers'
import { dailyUse } from './daily-use'

/** 2026-11-01 00:00 in UTC+8. */
const MIDNIGHT = Date.UTC(2026, 9, 31, 16)
const HOUR = 3_600_000

function point(hour: number, opHours: number, idleHours = 0, litres = 0): SeriesPoint {
  return {
    ts: String(MIDNIGHT + hour * HOUR),
    opSec: String(opHours * 3_600),
    idleSec: String(idleHours * 3_600),
    fuelMl: String(litres * 1_000),
  } as SeriesPoint
}

describe('dailyUse', () => {
  it('gives each local day the difference of its counters, and empty days nothing', () => {
    const days = dailyUse([point(0, 100), point(8, 104, 1, 60), point(20, 106, 1, 90), point(50, 109, 2, 130)])
    expect(days.map(({ opSec, idleSec, fuelMl }) => [opSec / 3_600n, idleSec / 3_600n, fuelMl])).toEqual([
      [6n, 1n, 90_000n],
      [0n, 0n, 0n],
      [3n, 1n, 40_000n],
    ])
    expect(days.map(({ day }) => day - (days[0]?.day ?? 0))).toEqual([0, 1, 2])
  })

  it('knows nothing of a single reading or none', () => {
    expect(dailyUse([])).toEqual([])
    expect(dailyUse([point(0, 5)]).map(({ opSec }) => opSec)).toEqual([0n])
  })
})
