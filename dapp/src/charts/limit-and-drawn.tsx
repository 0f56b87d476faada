import { ChartFigure } from './figure'
import { amountScale, CHART_COLORS, type TimeScale, timeScale } from './scale'
import { dateTicks, TimeAxis } from './time-axis'
import { ValueAxis } from './value-axis'

/** What held from an instant on, until the next step. */
export interface LimitStep {
  readonly key: string
  /** Unix seconds. */
  readonly at: number
  readonly limit: bigint
  readonly drawn: bigint
}

export interface LimitAndDrawnProps {
  readonly title: string
  /** Oldest first, at least one. */
  readonly steps: readonly LimitStep[]
  /** Instant up to which the last step holds. */
  readonly until: number
  readonly labels: { readonly limit: string; readonly drawn: string }
  readonly format: (amount: bigint) => string
  readonly formatTick: (amount: bigint) => string
  readonly formatTime: (seconds: number) => string
  readonly height?: number
}

const MARGIN = { top: 8, right: 12, bottom: 26, left: 64 }

/** A limit as a line of steps above what is drawn of it. */
export function LimitAndDrawn(props: LimitAndDrawnProps) {
  const { title, steps, until, labels, format, formatTick, formatTime, height = 220 } = props
  return (
    <ChartFigure
      title={title}
      height={height}
      columns={[
        { key: 'limit', label: labels.limit },
        { key: 'drawn', label: labels.drawn },
      ]}
      lines={steps.map(({ key, at, limit, drawn }) => ({
        key,
        label: formatTime(at),
        cells: [format(limit), format(drawn)],
      }))}
      legend={[
        { label: labels.limit, color: CHART_COLORS.brand },
        { label: labels.drawn, color: CHART_COLORS.outflow },
      ]}
    >
      {(width) => {
        const bottom = height - MARGIN.bottom
        const y = amountScale(
          steps.flatMap(({ limit, drawn }) => [limit, drawn]),
          [bottom, MARGIN.top],
        )
        const x = timeScale([steps[0]?.at ?? until, until], [MARGIN.left, width - MARGIN.right], dateTicks(width))
        const drawn = stepPath(steps, until, x, (step) => y.at(step.drawn))
        const end = x.at(until)
        return (
          <>
            <ValueAxis scale={y} left={MARGIN.left} right={width - MARGIN.right} format={formatTick} />
            <path
              d={`${drawn}L${end} ${bottom}L${MARGIN.left} ${bottom}Z`}
              fill={CHART_COLORS.outflow}
              opacity={0.18}
            />
            <path d={drawn} fill="none" stroke={CHART_COLORS.outflow} strokeWidth={1.5} />
            <path
              d={stepPath(steps, until, x, (step) => y.at(step.limit))}
              fill="none"
              stroke={CHART_COLORS.brand}
              strokeWidth={2}
            />
            <TimeAxis scale={x} y={height - 6} format={formatTime} />
          </>
        )
      }}
    </ChartFigure>
  )
}

function stepPath(
  steps: readonly LimitStep[],
  until: number,
  x: TimeScale,
  heightOf: (step: LimitStep) => number,
): string {
  const corners = steps.map(
    (step, index) => `${index === 0 ? 'M' : 'H'}${x.at(step.at)}${levelOf(index, heightOf(step))}`,
  )
  return `${corners.join('')}H${x.at(until)}`
}

/** The first level is where the path begins, the others are jumped to. */
function levelOf(index: number, height: number): string {
  return index === 0 ? ` ${height}` : `V${height}`
}
