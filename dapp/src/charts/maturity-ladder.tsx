import { ChartFigure } from './figure'
import { amountScale, bandScale, CHART_COLORS, CHART_TEXT } from './scale'
import { ValueAxis } from './value-axis'

export interface MaturityStep {
  readonly key: string
  readonly label: string
  readonly amount: bigint
  /** The step's days have passed without payment. */
  readonly late: boolean
}

export interface MaturityLadderProps {
  readonly title: string
  /** In the order of time. */
  readonly steps: readonly MaturityStep[]
  readonly labels: { readonly due: string; readonly late: string; readonly cumulative: string }
  readonly format: (amount: bigint) => string
  readonly formatTick: (amount: bigint) => string
  readonly height?: number
}

const MARGIN = { top: 8, right: 12, bottom: 38, left: 64 }

/** Columns closer than this write their labels on two lines in turn. */
const ROOM_FOR_LABEL = 56
const LABEL_LINE = 16

interface DrawnStep extends MaturityStep {
  readonly cumulative: bigint
}

/** Adds the running total to each step. */
export function withCumulative(steps: readonly MaturityStep[]): readonly DrawnStep[] {
  let cumulative = 0n
  return steps.map((step) => {
    cumulative += step.amount
    return { ...step, cumulative }
  })
}

/** What comes back when: a column for each span of days, and the running total as a line. */
export function MaturityLadder({ title, steps, labels, format, formatTick, height = 240 }: MaturityLadderProps) {
  const drawn = withCumulative(steps)
  return (
    <ChartFigure
      title={title}
      height={height}
      columns={[
        { key: 'amount', label: labels.due },
        { key: 'cumulative', label: labels.cumulative },
      ]}
      lines={drawn.map(({ key, label, amount, cumulative }) => ({
        key,
        label,
        cells: [format(amount), format(cumulative)],
      }))}
      legend={[
        { label: labels.due, color: CHART_COLORS.inflow },
        { label: labels.late, color: CHART_COLORS.outflow },
        { label: labels.cumulative, color: CHART_COLORS.brand },
      ]}
    >
      {(width) => {
        const bottom = height - MARGIN.bottom
        const y = amountScale(
          drawn.map(({ cumulative }) => cumulative),
          [bottom, MARGIN.top],
        )
        const x = bandScale(drawn.length, [MARGIN.left, width - MARGIN.right], 0.35)
        const corners = drawn.map(({ cumulative }, index) => `${x.centre(index)},${y.at(cumulative)}`)
        return (
          <>
            <ValueAxis scale={y} left={MARGIN.left} right={width - MARGIN.right} format={formatTick} />
            {drawn.map((step, index) => (
              <StepColumn
                key={step.key}
                step={step}
                x={x.start(index)}
                width={x.bandwidth}
                top={y.at(step.amount)}
                bottom={bottom}
                labelLine={x.step < ROOM_FOR_LABEL ? index % 2 : 0}
                format={format}
              />
            ))}
            <polyline points={corners.join(' ')} fill="none" stroke={CHART_COLORS.brand} strokeWidth={1.5} />
            {drawn.map(({ key, cumulative }, index) => (
              <circle key={key} cx={x.centre(index)} cy={y.at(cumulative)} r={2.5} fill={CHART_COLORS.brand} />
            ))}
          </>
        )
      }}
    </ChartFigure>
  )
}

interface StepColumnProps {
  readonly step: MaturityStep
  readonly x: number
  readonly width: number
  readonly top: number
  readonly bottom: number
  /** Line below the axis that the label stands on, from 0. */
  readonly labelLine: number
  readonly format: (amount: bigint) => string
}

function StepColumn({ step, x, width, top, bottom, labelLine, format }: StepColumnProps) {
  const color = step.late ? CHART_COLORS.outflow : CHART_COLORS.inflow
  return (
    <g transform={`translate(${x} 0)`}>
      <rect y={top} width={width} height={bottom - top} rx={2} fill={color}>
        <title>{`${step.label}: ${format(step.amount)}`}</title>
      </rect>
      <text
        x={width / 2}
        y={bottom + LABEL_LINE * (labelLine + 1)}
        textAnchor="middle"
        fontSize={CHART_TEXT}
        fill="currentColor"
      >
        {step.label}
      </text>
    </g>
  )
}
