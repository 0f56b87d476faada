import { ChartFigure } from './figure'
import { CHART_COLORS, lengthScale } from './scale'

export interface ExposureRow {
  readonly key: string
  readonly label: string
  readonly exposure: bigint
  readonly limit: bigint
}

export interface ExposureBarsProps {
  readonly title: string
  readonly rows: readonly ExposureRow[]
  readonly labels: { readonly exposure: string; readonly limit: string; readonly over: string }
  readonly format: (amount: bigint) => string
}

const ROW_HEIGHT = 44
const BAR_HEIGHT = 12
const LABEL_SIZE = 12

/** One bar for each row on the track of its limit; what lies above the limit is amber. */
export function ExposureBars({ title, rows, labels, format }: ExposureBarsProps) {
  return (
    <ChartFigure
      title={title}
      height={Math.max(1, rows.length) * ROW_HEIGHT}
      columns={[
        { key: 'exposure', label: labels.exposure },
        { key: 'limit', label: labels.limit },
      ]}
      lines={rows.map(({ key, label, exposure, limit }) => ({ key, label, cells: [format(exposure), format(limit)] }))}
      legend={[
        { label: labels.exposure, color: CHART_COLORS.inflow },
        { label: labels.limit, color: CHART_COLORS.track },
        { label: labels.over, color: CHART_COLORS.outflow },
      ]}
    >
      {(width) => {
        const pixels = lengthScale(
          rows.flatMap(({ exposure, limit }) => [exposure, limit]),
          width,
        )
        return rows.map((row, index) => (
          <ExposureBar key={row.key} row={row} width={width} y={index * ROW_HEIGHT} pixels={pixels} format={format} />
        ))
      }}
    </ChartFigure>
  )
}

interface ExposureBarProps {
  readonly row: ExposureRow
  readonly width: number
  readonly y: number
  readonly pixels: (amount: bigint) => number
  readonly format: (amount: bigint) => string
}

function ExposureBar({ row, width, y, pixels, format }: ExposureBarProps) {
  const { label, exposure, limit } = row
  const within = Math.min(pixels(exposure), pixels(limit))
  return (
    <g transform={`translate(0 ${y})`}>
      <text y={14} fontSize={LABEL_SIZE} fill="var(--ink)">
        {label}
      </text>
      <text x={width} y={14} fontSize={LABEL_SIZE} textAnchor="end" fill="currentColor">
        {`${format(exposure)} / ${format(limit)}`}
      </text>
      <g transform="translate(0 22)">
        <rect width={pixels(limit)} height={BAR_HEIGHT} rx={2} fill={CHART_COLORS.track} />
        <rect width={within} height={BAR_HEIGHT} rx={2} fill={CHART_COLORS.inflow} />
        {exposure > limit && (
          <rect x={within} width={pixels(exposure) - within} height={BAR_HEIGHT} fill={CHART_COLORS.outflow} />
        )}
      </g>
    </g>
  )
}
