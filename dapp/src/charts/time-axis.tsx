import { CHART_TEXT, type TimeScale } from './scale'

export interface TimeAxisProps {
  readonly scale: TimeScale
  /** Pixels from the top to the text. */
  readonly y: number
  /** Writes an instant shortly. */
  readonly format: (seconds: number) => string
}

/** Instants below a chart; the outer ones stay inside it. What reads like the one before is left out. */
export function TimeAxis({ scale, y, format }: TimeAxisProps) {
  const last = scale.ticks.length - 1
  const anchor = (index: number) => (last === 0 ? 'middle' : index === 0 ? 'start' : index === last ? 'end' : 'middle')
  const labels = scale.ticks.map(format)
  const isRepeated = (index: number) => index > 0 && labels[index] === labels[index - 1]
  return (
    <g aria-hidden>
      {scale.ticks.map((seconds, index) => (
        <text
          key={seconds}
          visibility={isRepeated(index) ? 'hidden' : 'visible'}
          x={scale.at(seconds)}
          y={y}
          textAnchor={anchor(index)}
          fontSize={CHART_TEXT}
          fill="currentColor"
        >
          {labels[index]}
        </text>
      ))}
    </g>
  )
}

/** How many dates fit under a chart of this width. */
export function dateTicks(width: number): number {
  return width < 420 ? 2 : width < 700 ? 3 : 5
}
