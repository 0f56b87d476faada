const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A span of time in the two largest units that are not zero. */
export interface DurationPart {
  readonly value: number
  readonly unit: 'day' | 'hour' | 'minute' | 'second'
}

/** Splits whole seconds, negative ones as zero: 90 061 is one day and one hour. */
export function durationParts(seconds: number): readonly DurationPart[] {
  const rest = Math.max(0, seconds)
  const parts: DurationPart[] = [
    { value: Math.floor(rest / DAY), unit: 'day' },
    { value: Math.floor((rest % DAY) / HOUR), unit: 'hour' },
    { value: Math.floor((rest % HOUR) / MINUTE), unit: 'minute' },
    { value: rest % MINUTE, unit: 'second' },
  ]
  const first = parts.findIndex(({ value }) => value > 0)
  if (first < 0) return parts.slice(-1)
  return parts.slice(first, first + 2).filter(({ value }) => value > 0)
}

/** Writes a span in the reader's language: `1 hr, 5 min` or `1小时5分钟`. */
export function formatDuration(seconds: number, locale: string): string {
  const texts = durationParts(seconds).map(({ value, unit }) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value),
  )
  return new Intl.ListFormat(locale, { style: 'narrow', type: 'unit' }).format(texts)
}
