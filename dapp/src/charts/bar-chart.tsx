import { scaleBand } from 'd3-scale'
import { ChartFigure } from './figure'
import { amountScale, CHART_TEXT } from './scale'
import { ValueAxis } from './value-axis'

export interface BarSeries {
  readonly key: string
  readonly label: string
  /** CSS colour. */
  readonly color: string
}

export interface BarGroup {
  readonly key: string
  readonly label: string
  /** Amount of each series; an absent one is 0. */
  readonly values: Readonly<Record<string, bigint>>
}

export interface BarChartProps {
  readonly title: string
  readonly series: readonly BarSeries[]
  readonly groups: readonly BarGroup[]
  /** Writes an amount exactly, for the table and on pointing. */
  readonly format: (amount: bigint) => string
  /** Writes an amount shortly, for the axis. */
  readonly formatTick: (amount: bigint) => string
  readonly height?: number
}

const MARGIN = { top: 8, right: 8, bottom: 24, left: 64 }

/** Bars side by side for each group. */
export function BarChart({ title, series, groups, format, formatTick, height = 220 }: BarChartProps) {
  const amountOf = (group: BarGroup, { key }: BarSeries) => group.values[key] ?? 0n
  return (
    <ChartFigure
      title={title}
      height={height}
      columns={series}
      lines={groups.map((group) => ({
        key: group.key,
        label: group.label,
        cells: series.map((one) => format(amountOf(group, one))),
      }))}
      legend={series}
    >
      {(width) => {
        const bottom = height - MARGIN.bottom
        const amounts = groups.flatMap((group) => series.map((one) => amountOf(group, one)))
        const y = amountScale(amounts, [bottom, MARGIN.top])
        const x = scaleBand(
          groups.map(({ key }) => key),
          [MARGIN.left, width - MARGIN.right],
        ).padding(0.3)
        const inner = scaleBand(
          series.map(({ key }) => key),
          [0, x.bandwidth()],
        ).padding(0.1)
        return (
          <>
            <ValueAxis scale={y} left={MARGIN.left} right={width - MARGIN.right} format={formatTick} />
            {groups.map((group) => (
              <g key={group.key} transform={`translate(${x(group.key)} 0)`}>
                {series.map((one) => {
                  const top = y(Number(amountOf(group, one)))
                  return (
                    <rect
                      key={one.key}
                      x={inner(one.key)}
                      y={top}
                      width={inner.bandwidth()}
                      height={bottom - top}
                      rx={2}
                      fill={one.color}
                    >
                      <title>{`${group.label} · ${one.label}: ${format(amountOf(group, one))}`}</title>
                    </rect>
                  )
                })}
                <text
                  x={x.bandwidth() / 2}
                  y={height - 8}
                  textAnchor="middle"
                  fontSize={CHART_TEXT}
                  fill="currentColor"
                >
                  {group.label}
                </text>
              </g>
            ))}
          </>
        )
      }}
    </ChartFigure>
  )
}
