/** Text size of every chart in pixels. */
export const CHART_TEXT = 11

/** Colours of the theme by meaning; flows are teal and amber, as red means a rise in China. */
export const CHART_COLORS = {
  inflow: 'var(--inflow)',
  outflow: 'var(--outflow)',
  brand: 'var(--brand)',
  track: 'var(--line)',
}

/** From amounts to pixels. Pixels need no exactness, so amounts become numbers here and nowhere else. */
export interface AmountScale {
  /** Pixel of an amount. */
  at(amount: bigint): number
  /** Round amounts from 0 to the end of the scale. */
  readonly ticks: readonly bigint[]
}

/** About as many ticks as fit beside a chart of usual height. */
const WISHED_TICKS = 4

/**
 * Scale from 0 to a round amount not below the largest.
 * @param amounts non-negative
 * @param range pixels of 0 and of the end
 */
export function amountScale(amounts: readonly bigint[], [start, end]: readonly [number, number]): AmountScale {
  const largest = largestOf(amounts)
  const step = roundStep(largest)
  const count = (largest + step - 1n) / step
  const top = Number(step * count)
  return {
    at: (amount) => start + ((end - start) * Number(amount)) / top,
    ticks: Array.from({ length: Number(count) + 1 }, (_, index) => step * BigInt(index)),
  }
}

/** Pixels of an amount where the largest takes the whole width: for bars without an axis. */
export function lengthScale(amounts: readonly bigint[], width: number): (amount: bigint) => number {
  const largest = Number(largestOf(amounts))
  return (amount) => (width * Number(amount)) / largest
}

function largestOf(amounts: readonly bigint[]): bigint {
  let largest = 1n
  for (const amount of amounts) if (amount > largest) largest = amount
  return largest
}

/** The least of 1, 2 or 5 times a power of ten that divides `largest` into no more than the wished ticks. */
function roundStep(largest: bigint): bigint {
  for (let power = 1n; ; power *= 10n) {
    const step = [1n, 2n, 5n].map((digit) => digit * power).find((size) => size * BigInt(WISHED_TICKS) >= largest)
    if (step !== undefined) return step
  }
}

/** Columns of equal width side by side. */
export interface BandScale {
  /** Left edge of a column in pixels, by its index from 0. */
  start(index: number): number
  centre(index: number): number
  readonly bandwidth: number
  /** From one column to the next. */
  readonly step: number
}

/**
 * Divides a range into columns with gaps between them and half a gap at both ends.
 * @param padding the gap as a part of the step, 0 to 1
 */
export function bandScale(count: number, [from, to]: readonly [number, number], padding: number): BandScale {
  const step = (to - from) / Math.max(1, count)
  // A range that is still being laid out can be narrower than its margins.
  const bandwidth = Math.max(0, step * (1 - padding))
  const centre = (index: number) => from + step * (index + 0.5)
  return { start: (index) => centre(index) - bandwidth / 2, centre, bandwidth, step }
}

/** From instants in unix seconds to pixels. */
export interface TimeScale {
  at(seconds: number): number
  /** Instants in equal steps from the first to the last. */
  readonly ticks: readonly number[]
}

/**
 * Scale over a span of time; one instant alone stands in the middle.
 * @param count how many ticks, two or more
 */
export function timeScale(
  [first, last]: readonly [number, number],
  [start, end]: readonly [number, number],
  count: number,
): TimeScale {
  if (first >= last) return { at: () => (start + end) / 2, ticks: [first] }
  const at = (seconds: number) => start + ((end - start) * (seconds - first)) / (last - first)
  const step = (last - first) / (count - 1)
  return { at, ticks: Array.from({ length: count }, (_, index) => Math.round(first + step * index)) }
}

/** From plain numbers to pixels; what lies outside the range is drawn at its end. */
export function linearScale(
  [low, high]: readonly [number, number],
  [start, end]: readonly [number, number],
): (value: number) => number {
  return (value) => start + ((end - start) * (Math.min(high, Math.max(low, value)) - low)) / (high - low)
}
