import { ChartFigure } from './figure'
import { amountScale, bandScale, CHART_COLORS, CHART_TEXT } from './scale'
import { ValueAxis } from './value-axis'

/** A column: one amount for each series, from the bottom up. */
export interface StackedColumn {
  readonly key: string
  readonly label: string
  readonly parts: readonly bigint[]
}

export interface StackedSeries {
  readonly label: string
  readonly color: string
}

export interface StackedColumnsProps {
  readonly title: string
  readonly series: readonly StackedSeries[]
  readonly columns: readonly StackedColumn[]
  readonly format: (amount: bigint) => string
  readonly formatTick: (amount: bigint) => string
  /** A level that columns are measured against. */
  readonly limit?: { readonly amount: bigint; readonly label: string } | undefined
  readonly height?: number
}

const MARGIN = { top: 8, right: 12, bottom: 24, left: 52 }
const ROOM_FOR_LABEL = 46
/** Colour of a level that columns are measured against. */
const LIMIT_COLOR = 'var(--danger)'

/** Amounts that add up, side by side: hours of a day, rents of a period. */
export function StackedColumns(props: StackedColumnsProps) {
  const { title, series, columns, format, formatTick, limit, height = 220 } = props
  return (
    <ChartFigure
      title={title}
      height={height}
      columns={series.map(({ label }) => ({ key: label, label }))}
      lines={columns.map(({ key, label, parts }) => ({ key, label, cells: parts.map(format) }))}
      legend={limit ? [...series, { label: `${limit.label}: ${format(limit.amount)}`, color: LIMIT_COLOR }] : series}
    >
      {(width) => {
        const bottom = height - MARGIN.bottom
        const totals = columns.map(({ parts }) => parts.reduce((sum, part) => sum + part, 0n))
        const y = amountScale(limit ? [...totals, limit.amount] : totals, [bottom, MARGIN.top])
        const x = bandScale(columns.length, [MARGIN.left, width - MARGIN.right], 0.3)
        const every = Math.max(1, Math.ceil(ROOM_FOR_LABEL / Math.max(1, x.step)))
        return (
          <>
            <ValueAxis scale={y} left={MARGIN.left} right={width - MARGIN.right} format={formatTick} />
            {columns.map((column, index) => (
              <g key={column.key}>
                {stacked(column.parts).map(({ from, to }, part) => (
                  <rect
                    key={series[part]?.label ?? part}
                    x={x.start(index)}
                    width={x.bandwidth}
                    y={y.at(to)}
                    height={y.at(from) - y.at(to)}
                    fill={series[part]?.color ?? CHART_COLORS.brand}
                  >
                    <title>{`${column.label} · ${series[part]?.label}: ${format(to - from)}`}</title>
                  </rect>
                ))}
                {index % every === 0 && (
                  <text
                    x={x.centre(index)}
                    y={height - 6}
                    textAnchor="middle"
                    fontSize={CHART_TEXT}
                    fill="currentColor"
                    aria-hidden
                  >
                    {column.label}
                  </text>
                )}
              </g>
            ))}
            {limit && (
              <line
                x1={MARGIN.left}
                x2={width - MARGIN.right}
                y1={y.at(limit.amount)}
                y2={y.at(limit.amount)}
                stroke={LIMIT_COLOR}
                strokeDasharray="5 3"
              />
            )}
          </>
        )
      }}
    </ChartFigure>
  )
}

/** Where each part of a column begins and ends. */
export function stacked(parts: readonly bigint[]): readonly { readonly from: bigint; readonly to: bigint }[] {
  let top = 0n
  return parts.map((part) => {
    const from = top
    top += part
    return { from, to: top }
  })
}
