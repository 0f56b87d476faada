import type { ScaleLinear } from 'd3-scale'
import { amountTicks, CHART_TEXT } from './scale'

export interface ValueAxisProps {
  readonly scale: ScaleLinear<number, number>
  readonly left: number
  readonly right: number
  /** Writes a tick shortly. */
  readonly format: (amount: bigint) => string
}

/** Horizontal grid lines with their amounts at the left. */
export function ValueAxis({ scale, left, right, format }: ValueAxisProps) {
  return (
    <g aria-hidden>
      {amountTicks(scale).map(({ amount, at }) => (
        <g key={at} transform={`translate(0 ${at})`}>
          <line x1={left} x2={right} stroke="var(--line)" />
          <text x={left - 8} dy="0.32em" textAnchor="end" fontSize={CHART_TEXT} fill="currentColor">
            {format(amount)}
          </text>
        </g>
      ))}
    </g>
  )
}
