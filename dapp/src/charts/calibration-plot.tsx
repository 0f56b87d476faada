import { ChartFigure } from './figure'
import { amountScale, CHART_COLORS, CHART_TEXT } from './scale'
import { ValueAxis } from './value-axis'

export interface CalibrationPoint {
  readonly key: string
  readonly label: string
  /** Mean predicted default probability in bps. */
  readonly predicted: number
  /** Share that defaulted, in bps. */
  readonly observed: number
}

export interface CalibrationPlotProps {
  readonly title: string
  /** By rising prediction. */
  readonly points: readonly CalibrationPoint[]
  readonly labels: { readonly predicted: string; readonly observed: string; readonly ideal: string }
  /** Writes a probability in bps. */
  readonly format: (bps: number) => string
  readonly height?: number
}

const MARGIN = { top: 8, right: 30, bottom: 40, left: 56 }

/** Predicted against observed default rates: a well calibrated model lies on the diagonal. */
export function CalibrationPlot({ title, points, labels, format, height = 260 }: CalibrationPlotProps) {
  return (
    <ChartFigure
      title={title}
      height={height}
      columns={[
        { key: 'predicted', label: labels.predicted },
        { key: 'observed', label: labels.observed },
      ]}
      lines={points.map(({ key, label, predicted, observed }) => ({
        key,
        label,
        cells: [format(predicted), format(observed)],
      }))}
      legend={[
        { label: labels.observed, color: CHART_COLORS.brand },
        { label: labels.ideal, color: CHART_COLORS.track },
      ]}
    >
      {(width) => {
        const rates = points.flatMap(({ predicted, observed }) => [BigInt(predicted), BigInt(observed)])
        const right = width - MARGIN.right
        const bottom = height - MARGIN.bottom
        const y = amountScale(rates, [bottom, MARGIN.top])
        const x = amountScale(rates, [MARGIN.left, right])
        const at = ({ predicted, observed }: CalibrationPoint) => [x.at(BigInt(predicted)), y.at(BigInt(observed))]
        return (
          <>
            <ValueAxis scale={y} left={MARGIN.left} right={right} format={(bps) => format(Number(bps))} />
            <g aria-hidden>
              {x.ticks.map((tick) => (
                <text
                  key={String(tick)}
                  x={x.at(tick)}
                  y={bottom + 16}
                  textAnchor="middle"
                  fontSize={CHART_TEXT}
                  fill="currentColor"
                >
                  {format(Number(tick))}
                </text>
              ))}
              <text x={right} y={bottom + 32} textAnchor="end" fontSize={CHART_TEXT} fill="currentColor">
                {labels.predicted}
              </text>
            </g>
            <line x1={MARGIN.left} y1={bottom} x2={right} y2={MARGIN.top} stroke={CHART_COLORS.track} strokeWidth={2} />
            <polyline
              points={points.map((point) => at(point).join(',')).join(' ')}
              fill="none"
              stroke={CHART_COLORS.brand}
              strokeWidth={1.5}
            />
            {points.map((point) => {
              const [cx, cy] = at(point)
              return (
                <circle key={point.key} cx={cx} cy={cy} r={3} fill={CHART_COLORS.brand}>
                  <title>{`${point.label}: ${format(point.predicted)} / ${format(point.observed)}`}</title>
                </circle>
              )
            })}
          </>
        )
      }}
    </ChartFigure>
  )
}
