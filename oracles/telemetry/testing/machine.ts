/** A machine whose readings a test writes step by step. */
import { type Reading, type Region, regionOf } from '@tallystick/sdk'
import { type Hex, zeroHash } from 'viem'
import type { Sample, Watch } from '../alarms/rule.ts'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS
/** When the tests' machines are delivered: a Monday morning. */
export const START_MS = Date.UTC(2026, 10, 23)
export const INTERVAL_MS = 5 * MINUTE_MS

/** About 2.2 km by 1.9 km. */
export const SITE: Region = regionOf([
  ...[310_000_000, 1_210_000_000, 310_000_000, 1_210_200_000],
  ...[310_200_000, 1_210_200_000, 310_200_000, 1_210_000_000],
])
export const ON_SITE = { latE7: 310_100_000, lonE7: 1_210_100_000 }
/** About 2 km north of the region. */
export const OFF_SITE = { latE7: 310_380_000, lonE7: 1_210_100_000 }

export const DEVICE: Hex = `0x${'d1'.repeat(32)}`

export function watchOf(deviceId: Hex = DEVICE): Watch {
  const limits = { unusedHours: 24, fuelRatePct: 120, idlePct: 50, ratedFuelMlPerHour: 20_000 }
  return { deviceId, lease: '0xbook/1', startedAt: START_MS, ...limits, region: SITE }
}

export function firstReading(deviceId: Hex = DEVICE): Reading {
  return {
    ...{ deviceId, keyVersion: 1, seq: 1n, ts: BigInt(START_MS), prevHash: zeroHash, ...ON_SITE, accuracyCm: 500 },
    ...{ opSec: 3_600_000n, idleSec: 900_000n, fuelMl: 18_000_000n, fuelPctBp: 8_000, engine: 0, flags: 0 },
    extHash: zeroHash,
  }
}

/** What changes from one reading to the next. */
export interface Step {
  readonly minutes?: number
  readonly opMinutes?: number
  readonly idleMinutes?: number
  /** Litres for an operating hour. */
  readonly litresPerHour?: number
  readonly set?: Partial<Reading>
  /** Readings lost before this one. */
  readonly lost?: number
}

/** The reading that follows, with the one before it. */
export function next(previous: Reading, step: Step): Sample & { readonly reading: Reading } {
  const { minutes = 5, opMinutes = 0, idleMinutes = 0, litresPerHour = 15, set = {}, lost = 0 } = step
  const reading: Reading = {
    ...previous,
    seq: previous.seq + BigInt(1 + lost),
    ts: previous.ts + BigInt(minutes * MINUTE_MS),
    opSec: previous.opSec + BigInt(opMinutes * 60),
    idleSec: previous.idleSec + BigInt(idleMinutes * 60),
    fuelMl: previous.fuelMl + BigInt(Math.round((litresPerHour * 1_000 * opMinutes) / 60)),
    engine: opMinutes > 0 ? 1 : 0,
    ...set,
  }
  return { reading, previous, gap: lost }
}
