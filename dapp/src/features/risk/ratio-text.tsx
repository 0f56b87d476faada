import { formatBps, type Ratio, ratioBps } from '@tallystick/sdk'

/** A ratio as a percentage; a dash when there is nothing to divide by. */
export function RatioText({ value }: { readonly value: Ratio | undefined }) {
  const bps = value === undefined ? null : ratioBps(value)
  return <span>{bps === null ? '–' : formatBps(bps)}</span>
}
