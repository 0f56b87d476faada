import { ChartFigure } from './figure'
import { amountScale, CHART_COLORS, CHART_TEXT, linearScale } from './scale'
import { ValueAxis } from './value-axis'

/** A stretch of the horizontal axis with one price, up to the next one. */
export interface PriceStep {
  readonly from: number
  readonly price: bigint
}

/** A point of the curve of average prices. */
export interface AveragePoint {
  readonly at: number
  readonly price: bigint
}

export interface TariffStepsProps {
  readonly title: string
  /** From 0 upwards, at least one. */
  readonly steps: readonly PriceStep[]
  readonly averages: readonly AveragePoint[]
  /** End of the axis. */
  readonly end: number
  /** Where one stands now. */
  readonly now?: number | undefined
  readonly labels: { readonly price: string; readonly average: string; readonly now: string; readonly unit: string }
  readonly format: (amount: bigint) => string
  readonly formatTick: (amount: bigint) => string
  readonly height?: number
}

const MARGIN = { top: 10, right: 16, bottom: 26, left: 60 }

/** What the next hour costs, and what an hour costs on average: the one falls in steps, the other glides after it. */
export function TariffSteps(props: TariffStepsProps) {
  const { title, steps, averages, end, now, labels, format, formatTick, height = 220 } = props
  return (
    <ChartFigure
      title={title}
      height={height}
      columns={[
        { key: 'price', label: labels.price },
        { key: 'average', label: labels.average },
      ]}
      lines={averages.map(({ at, price }) => ({
        key: String(at),
        label: `${at} ${labels.unit}`,
        cells: [format(priceAt(steps, at)), format(price)],
      }))}
      legend={[
        { label: labels.price, color: CHART_COLORS.brand },
        { label: labels.average, color: CHART_COLORS.outflow },
        ...(now === undefined ? [] : [{ label: labels.now, color: 'var(--ink)' }]),
      ]}
    >
      {(width) => {
        const bottom = height - MARGIN.bottom
        const y = amountScale(
          steps.map(({ price }) => price),
          [bottom, MARGIN.top],
        )
        const x = linearScale([0, end], [MARGIN.left, width - MARGIN.right])
        return (
          <>
            <ValueAxis scale={y} left={MARGIN.left} right={width - MARGIN.right} format={formatTick} />
            <path
              d={`${steps.map(({ from, price }, index) => `${index === 0 ? 'M' : 'H'}${x(from)}${index === 0 ? ' ' : 'V'}${y.at(price)}`).join('')}H${x(end)}`}
              fill="none"
              stroke={CHART_COLORS.brand}
              strokeWidth={2}
            />
            <polyline
              points={averages.map(({ at, price }) => `${x(at)},${y.at(price)}`).join(' ')}
              fill="none"
              stroke={CHART_COLORS.outflow}
              strokeWidth={1.5}
              strokeDasharray="6 3"
            />
            {now !== undefined && (
              <line x1={x(now)} x2={x(now)} y1={MARGIN.top} y2={bottom} stroke="var(--ink)" strokeDasharray="2 3" />
            )}
            <g aria-hidden fontSize={CHART_TEXT} fill="currentColor">
              {steps.map(({ from }) => (
                <text key={from} x={x(from)} y={height - 8} textAnchor={from === 0 ? 'start' : 'middle'}>
                  {from}
                </text>
              ))}
              <text x={width - MARGIN.right} y={height - 8} textAnchor="end">
                {`${end} ${labels.unit}`}
              </text>
            </g>
          </>
        )
      }}
    </ChartFigure>
  )
}

/** Price of what comes after `at`. */
export function priceAt(steps: readonly PriceStep[], at: number): bigint {
  return steps.findLast(({ from }) => from <= at)?.price ?? 0n
}
