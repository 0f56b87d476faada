import { ChartFigure } from './figure'
import { amountScale, bandScale, CHART_COLORS, CHART_TEXT } from './scale'
import { ValueAxis } from './value-axis'

export interface SharePair {
  readonly key: string
  readonly label: string
  /** The label in short, below the bars. */
  readonly tick: string
  /** Shares of the two populations in bps. */
  readonly expected: number
  readonly actual: number
}

export interface PsiBarsProps {
  readonly title: string
  readonly pairs: readonly SharePair[]
  readonly labels: { readonly expected: string; readonly actual: string }
  /** Writes a share in bps. */
  readonly format: (bps: number) => string
  readonly height?: number
}

const MARGIN = { top: 8, right: 8, bottom: 24, left: 52 }

/** Two distributions over the same bins, side by side: what was expected and what is. */
export function PsiBars({ title, pairs, labels, format, height = 220 }: PsiBarsProps) {
  return (
    <ChartFigure
      title={title}
      height={height}
      columns={[
        { key: 'expected', label: labels.expected },
        { key: 'actual', label: labels.actual },
      ]}
      lines={pairs.map(({ key, label, expected, actual }) => ({
        key,
        label,
        cells: [format(expected), format(actual)],
      }))}
      legend={[
        { label: labels.expected, color: CHART_COLORS.track },
        { label: labels.actual, color: CHART_COLORS.brand },
      ]}
    >
      {(width) => {
        const bottom = height - MARGIN.bottom
        const shares = pairs.flatMap(({ expected, actual }) => [BigInt(expected), BigInt(actual)])
        const y = amountScale(shares, [bottom, MARGIN.top])
        const x = bandScale(pairs.length, [MARGIN.left, width - MARGIN.right], 0.3)
        const bar = x.bandwidth / 2
        return (
          <>
            <ValueAxis
              scale={y}
              left={MARGIN.left}
              right={width - MARGIN.right}
              format={(bps) => format(Number(bps))}
            />
            {pairs.map(({ key, tick, expected, actual }, index) => (
              <g key={key} transform={`translate(${x.start(index)} 0)`}>
                <ShareBar x={0} width={bar} top={y.at(BigInt(expected))} bottom={bottom} fill={CHART_COLORS.track} />
                <ShareBar x={bar} width={bar} top={y.at(BigInt(actual))} bottom={bottom} fill={CHART_COLORS.brand} />
                <text x={bar} y={bottom + 16} textAnchor="middle" fontSize={CHART_TEXT} fill="currentColor">
                  {tick}
                </text>
              </g>
            ))}
          </>
        )
      }}
    </ChartFigure>
  )
}

interface ShareBarProps {
  readonly x: number
  readonly width: number
  readonly top: number
  readonly bottom: number
  readonly fill: string
}

function ShareBar({ x, width, top, bottom, fill }: ShareBarProps) {
  return <rect x={x} y={top} width={width} height={bottom - top} fill={fill} />
}
