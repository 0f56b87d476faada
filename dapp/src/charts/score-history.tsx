import { ChartFigure } from './figure'
import { CHART_COLORS, CHART_TEXT, linearScale, timeScale } from './scale'
import { dateTicks, TimeAxis } from './time-axis'

export interface ScorePoint {
  readonly key: string
  /** Unix seconds. */
  readonly at: number
  readonly score: number
}

/** A score at which something begins, drawn as a line across. */
export interface ScoreThreshold {
  readonly key: string
  readonly score: number
}

export interface ScoreHistoryProps {
  readonly title: string
  /** Oldest first. */
  readonly points: readonly ScorePoint[]
  readonly thresholds: readonly ScoreThreshold[]
  readonly labels: { readonly score: string; readonly threshold: string }
  readonly formatTime: (seconds: number) => string
  readonly height?: number
}

const MARGIN = { top: 10, right: 14, bottom: 26, left: 34 }
/** Points of the score that the picture spans at least, so that small changes do not look large. */
const LEAST_SPAN = 120

/** How a score went, against the scores at which something begins. */
export function ScoreHistory({ title, points, thresholds, labels, formatTime, height = 200 }: ScoreHistoryProps) {
  return (
    <ChartFigure
      title={title}
      height={height}
      columns={[{ key: 'score', label: labels.score }]}
      lines={points.map(({ key, at, score }) => ({ key, label: formatTime(at), cells: [String(score)] }))}
      legend={[
        { label: labels.score, color: CHART_COLORS.brand },
        { label: labels.threshold, color: CHART_COLORS.track },
      ]}
    >
      {(width) => {
        const bottom = height - MARGIN.bottom
        const [low, high] = spanOf(points)
        const y = linearScale([low, high], [bottom, MARGIN.top])
        const first = points[0]?.at ?? 0
        const x = timeScale(
          [first, points.at(-1)?.at ?? first],
          [MARGIN.left + 6, width - MARGIN.right],
          dateTicks(width),
        )
        return (
          <>
            {thresholds
              .filter(({ score }) => score > low && score < high)
              .map(({ key, score }) => (
                <g key={key} transform={`translate(0 ${y(score)})`} aria-hidden>
                  <line x1={MARGIN.left} x2={width - MARGIN.right} stroke={CHART_COLORS.track} strokeDasharray="4 3" />
                  <text x={MARGIN.left - 6} dy="0.32em" textAnchor="end" fontSize={CHART_TEXT} fill="currentColor">
                    {score}
                  </text>
                </g>
              ))}
            <polyline
              points={points.map(({ at, score }) => `${x.at(at)},${y(score)}`).join(' ')}
              fill="none"
              stroke={CHART_COLORS.brand}
              strokeWidth={1.5}
            />
            {points.map(({ key, at, score }) => (
              <circle key={key} cx={x.at(at)} cy={y(score)} r={3.5} fill={CHART_COLORS.brand}>
                <title>{`${formatTime(at)}: ${score}`}</title>
              </circle>
            ))}
            <TimeAxis scale={x} y={height - 6} format={formatTime} />
          </>
        )
      }}
    </ChartFigure>
  )
}

/** The scores that the picture spans, centred on what there is. */
export function spanOf(points: readonly Pick<ScorePoint, 'score'>[]): readonly [low: number, high: number] {
  const scores = points.map(({ score }) => score)
  const [lowest, highest] = [Math.min(...scores), Math.max(...scores)]
  const half = Math.max(LEAST_SPAN, (highest - lowest) * 1.2) / 2
  const centre = (lowest + highest) / 2
  return [centre - half, centre + half]
}
