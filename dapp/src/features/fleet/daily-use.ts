import { CHINA_UTC_OFFSET, dayOf } from '@tallystick/sdk'
import type { SeriesPoint } from '../telemetry/answers'

/** What a machine was used on one local day. */
export interface DailyUse {
  /** Days since 1970-01-01, UTC+8. */
  readonly day: number
  readonly opSec: bigint
  /** Part of {@link opSec}. */
  readonly idleSec: bigint
  readonly fuelMl: bigint
}

const MS_PER_SECOND = 1_000n

/**
 * Splits a series into local days. Counters are cumulative: what lies between two points belongs to the later one's day.
 * @param points oldest first; the first one is only what the second is compared with
 * @returns every day from the first to the last point, days without use too
 */
export function dailyUse(points: readonly SeriesPoint[]): readonly DailyUse[] {
  const [first] = points
  const last = points.at(-1)
  if (first === undefined || last === undefined) return []
  const byDay = new Map<number, DailyUse>()
  for (const [index, point] of points.entries()) {
    const before = points[index - 1]
    if (before) add(byDay, localDay(point), difference(before, point))
  }
  const start = localDay(first)
  return Array.from(
    { length: localDay(last) - start + 1 },
    (_, index) => byDay.get(start + index) ?? noUse(start + index),
  )
}

function localDay({ ts }: SeriesPoint): number {
  return dayOf(BigInt(ts) / MS_PER_SECOND, CHINA_UTC_OFFSET)
}

function noUse(day: number): DailyUse {
  return { day, opSec: 0n, idleSec: 0n, fuelMl: 0n }
}

function difference(before: SeriesPoint, after: SeriesPoint): Omit<DailyUse, 'day'> {
  return {
    opSec: BigInt(after.opSec) - BigInt(before.opSec),
    idleSec: BigInt(after.idleSec) - BigInt(before.idleSec),
    fuelMl: BigInt(after.fuelMl) - BigInt(before.fuelMl),
  }
}

function add(byDay: Map<number, DailyUse>, day: number, use: Omit<DailyUse, 'day'>): void {
  const sum = byDay.get(day) ?? noUse(day)
  byDay.set(day, {
    day,
    opSec: sum.opSec + use.opSec,
    idleSec: sum.idleSec + use.idleSec,
    fuelMl: sum.fuelMl + use.fuelMl,
  })
}
