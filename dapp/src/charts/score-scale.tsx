import { ChartFigure } from './figure'
import { CHART_COLORS, CHART_TEXT, linearScale } from './scale'

/** A stretch of the scale, up to the next one or to its end. */
export interface ScaleBand {
  readonly key: string
  readonly from: number
  readonly label: string
}

export interface ScoreScaleProps {
  readonly title: string
  readonly range: readonly [lowest: number, highest: number]
  readonly value: number
  /** From the lowest to the highest, the first at the start of the range. */
  readonly bands: readonly ScaleBand[]
  /** What the value and the columns of the table are called. */
  readonly labels: { readonly value: string; readonly from: string }
}

const HEIGHT = 72
const BAR_TOP = 30
const BAR_HEIGHT = 14
const MARKER = 6
/** Pixels that the number of a band needs before the next one; a narrower band goes without. */
const ROOM_FOR_NUMBER = 24
/** Opacity of the first and of the last band: the colour deepens and never changes. */
const FAINT = 0.12
const FULL = 0.85

/** Where a value stands among the bands of a scale. */
export function ScoreScale({ title, range, value, bands, labels }: ScoreScaleProps) {
  return (
    <ChartFigure
      title={title}
      height={HEIGHT}
      columns={[{ key: 'from', label: labels.from }]}
      lines={[
        { key: 'value', label: labels.value, cells: [String(value)] },
        ...bands.map(({ key, from, label }) => ({ key, label, cells: [String(from)] })),
      ]}
    >
      {(width) => {
        const x = linearScale(range, [MARKER, width - MARKER])
        const endOf = (index: number) => x(bands[index + 1]?.from ?? range[1])
        const deepest = Math.max(1, bands.length - 1)
        return (
          <>
            {bands.map(({ key, from }, index) => (
              <rect
                key={key}
                x={x(from)}
                y={BAR_TOP}
                width={Math.max(0, endOf(index) - x(from) - 1)}
                height={BAR_HEIGHT}
                fill={CHART_COLORS.inflow}
                opacity={FAINT + ((FULL - FAINT) * index) / deepest}
              />
            ))}
            {bands.map(({ key, from }, index) => (
              <text
                key={key}
                visibility={index > 0 && endOf(index) - x(from) < ROOM_FOR_NUMBER ? 'hidden' : 'visible'}
                x={x(from)}
                y={BAR_TOP + BAR_HEIGHT + 16}
                textAnchor={index === 0 ? 'start' : 'middle'}
                fontSize={CHART_TEXT}
                fill="currentColor"
              >
                {from}
              </text>
            ))}
            <text
              x={width - MARKER}
              y={BAR_TOP + BAR_HEIGHT + 16}
              textAnchor="end"
              fontSize={CHART_TEXT}
              fill="currentColor"
            >
              {range[1]}
            </text>
            <Marker x={x(value)} width={width} value={value} />
          </>
        )
      }}
    </ChartFigure>
  )
}

interface MarkerProps {
  readonly x: number
  readonly width: number
  readonly value: number
}

/** Room that the number needs on both sides of the marker. */
const HALF_NUMBER = 16

function Marker({ x, width, value }: MarkerProps) {
  const textAt = Math.min(width - HALF_NUMBER, Math.max(HALF_NUMBER, x))
  return (
    <g fill="var(--ink)">
      <text x={textAt} y={16} textAnchor="middle" fontSize={15} fontWeight={600}>
        {value}
      </text>
      <path d={`M${x - MARKER} ${BAR_TOP - MARKER - 2}h${2 * MARKER}l${-MARKER} ${MARKER}z`} />
      <line x1={x} x2={x} y1={BAR_TOP - 2} y2={BAR_TOP + BAR_HEIGHT} stroke="var(--ink)" strokeWidth={2} />
    </g>
  )
}
