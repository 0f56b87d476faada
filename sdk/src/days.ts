/** Seconds in a day. The system knows no leap seconds, like the chain's clock. */
export const SECONDS_PER_DAY = 86_400n

/** Offset of China Standard Time from UTC in seconds: the fixed offset of the `CN-SCF` profile. */
export const CHINA_UTC_OFFSET = 28_800

const MILLISECONDS_PER_DAY = 86_400_000

/**
 * The local day on which an instant falls, as days since 1970-01-01.
 * @param timestamp unix seconds
 * @param utcOffset the profile's fixed offset from UTC in seconds, east positive
 */
export function dayOf(timestamp: bigint, utcOffset: number): number {
  const shifted = timestamp + BigInt(utcOffset)
  const floor = shifted / SECONDS_PER_DAY - (shifted % SECONDS_PER_DAY < 0n ? 1n : 0n)
  return Number(floor)
}

/**
 * The instant at which a local day begins, in unix seconds.
 * @param day days since 1970-01-01 in the profile's offset
 */
export function startOfDay(day: number, utcOffset: number): bigint {
  return BigInt(day) * SECONDS_PER_DAY - BigInt(utcOffset)
}

/**
 * The instant at which a claim due on `dueDay` matures: the end of that local day, in unix seconds.
 * @param dueDay days since 1970-01-01 in the profile's offset
 */
export function maturityOf(dueDay: number, utcOffset: number): bigint {
  return startOfDay(dueDay + 1, utcOffset)
}

/** Reads `YYYY-MM-DD` as days since 1970-01-01; undefined unless it is a real day of the years 1900 to 9999. */
export function parseDay(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '1900') return undefined
  const milliseconds = Date.parse(`${text}T00:00:00Z`)
  if (Number.isNaN(milliseconds)) return undefined
  const day = milliseconds / MILLISECONDS_PER_DAY
  // Engines differ on 31 April: some roll over into May instead of refusing.
  return isoDay(day) === text ? day : undefined
}

/** Writes days since 1970-01-01 as `YYYY-MM-DD`. */
export function isoDay(day: number): string {
  return new Date(day * MILLISECONDS_PER_DAY).toISOString().slice(0, 10)
}

/** Writes a day the way the reader's language does: `22 Nov 2026` or `2026年11月22日`. */
export function formatDay(day: number, locale: Locale): string {
  const options = {
    year: 'numeric',
    month: locale === 'en' ? 'short' : 'long',
    day: 'numeric',
    timeZone: 'UTC',
  } as const
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, options).format(day * MILLISECONDS_PER_DAY)
}

/** Writes an instant in the profile's offset, to the minute: `2026-11-22 09:30`. */
export function formatInstant(timestamp: bigint, utcOffset: number): string {
  return new Date(Number(timestamp + BigInt(utcOffset)) * 1000).toISOString().slice(0, 16).replace('T', ' ')
}

/**
 * Whole days past due (DPD) at an instant: 0 up to and including the due day, 1 on the day after it.
 * @param dueDay days since 1970-01-01 in the profile's offset
 */
export function daysPastDue(dueDay: number, timestamp: bigint, utcOffset: number): number {
  return Math.max(0, dayOf(timestamp, utcOffset) - dueDay)
}

/** The two languages of the system. */
export type Locale = 'zh-CN' | 'en'
