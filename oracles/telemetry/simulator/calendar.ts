/** Local days and hours of the sites: UTC+8, without daylight saving. All instants are Unix milliseconds. */
export const HOUR_MS = 3_600_000
export const MINUTE_MS = 60_000
export const DAY_MS = 24 * HOUR_MS
const OFFSET_MS = 8 * HOUR_MS
/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 3

/** Days since 1970-01-01, local. */
export function localDay(time: number): number {
  return Math.floor((time + OFFSET_MS) / DAY_MS)
}

/** Midnight at which a local day begins. */
export function startOfLocalDay(day: number): number {
  return day * DAY_MS - OFFSET_MS
}

/** 0 Monday … 6 Sunday. */
export function weekday(day: number): number {
  return (((day + FIRST_WEEKDAY) % 7) + 7) % 7
}
