import { type ScaleLinear, scaleLinear } from 'd3-scale'

/** Text size of every chart in pixels. */
export const CHART_TEXT = 11

/** Colours of the theme by meaning; flows are teal and amber, as red means a rise in China. */
export const CHART_COLORS = {
  inflow: 'var(--inflow)',
  outflow: 'var(--outflow)',
  brand: 'var(--brand)',
  track: 'var(--line)',
}

/**
 * Scale from amounts to pixels. Pixels need no exactness, so amounts become numbers here and nowhere else.
 * @param amounts non-negative; the domain starts at 0 and ends at a round number above the largest
 */
export function amountScale(amounts: readonly bigint[], range: readonly [number, number]): ScaleLinear<number, number> {
  const largest = Math.max(1, ...amounts.map(Number))
  return scaleLinear([0, largest], range).nice(4)
}

/** Ticks of an amount scale as amounts, with their pixels. */
export function amountTicks(scale: ScaleLinear<number, number>, count = 4): { amount: bigint; at: number }[] {
  return scale.ticks(count).map((tick) => ({ amount: BigInt(Math.round(tick)), at: scale(tick) }))
}
