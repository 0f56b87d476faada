import { type AmountScale, CHART_TEXT } from './scale'

export interface ValueAxisProps {
  readonly scale: AmountScale
  readonly left: number
  readonly right: number
  /** Writes a tick shortly. */
  readonly format: (amount: bigint) => string
}

/** Horizontal grid lines with their amounts at the left. */
export function ValueAxis({ scale, left, right, format }: ValueAxisProps) {
  return (
    <g aria-hidden>
      {scale.ticks.map((amount) => (
        <g key={String(amount)} transform={`translate(0 ${scale.at(amount)})`}>
          <line x1={left} x2={right} stroke="var(--line)" />
          <text x={left - 8} dy="0.32em" textAnchor="end" fontSize={CHART_TEXT} fill="currentColor">
            {format(amount)}
          </text>
        </g>
      ))}
    </g>
  )
}
