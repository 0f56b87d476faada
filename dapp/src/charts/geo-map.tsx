import { geoMercator, geoPath } from 'd3-geo'
import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from 'react'
import { classNames } from '../ui/class-names'
import {
  fitView,
  formatLength,
  type GeoPoint,
  type GeoView,
  graticuleOf,
  type MapSize,
  type Pixel,
  panned,
  project,
  scaleBarOf,
  unproject,
  zoomed,
} from './geo-view'
import { useLand } from './land'
import { CHART_TEXT } from './scale'
import { useWidth } from './use-width'

/** How a marker looks; the words beside it say the same. */
export type MarkerTone = 'neutral' | 'positive' | 'warning' | 'danger'

export interface MapMarker extends GeoPoint {
  readonly key: string
  readonly label: string
  /** What is to be said of it, in a few words. */
  readonly detail: string
  readonly tone: MarkerTone
}

export interface MapArea {
  readonly key: string
  readonly label: string
  /** Corners in order. */
  readonly corners: readonly GeoPoint[]
}

/** The words of a map; charts have none of their own. */
export interface MapLabels {
  readonly zoomIn: string
  readonly zoomOut: string
  readonly showAll: string
  /** Names the list that says the same as the map. */
  readonly list: string
  /** What the arrow keys do while a button of the map has the focus. */
  readonly keys: string
}

export interface GeoMapProps {
  readonly title: string
  readonly markers: readonly MapMarker[]
  readonly areas: readonly MapArea[]
  readonly labels: MapLabels
  readonly height?: number
  /** Key of the marker that is picked out. */
  readonly selected?: string | undefined
  readonly onSelect?: (key: string) => void
  /** Makes clicks on the map give positions, for drawing. */
  readonly onPoint?: (point: GeoPoint) => void
}

const TONES: Readonly<Record<MarkerTone, string>> = {
  neutral: 'var(--muted)',
  positive: 'var(--positive)',
  warning: 'var(--warning)',
  danger: 'var(--danger)',
}

/** Zooming out from one machine to what lies around it. */
const ZOOM_STEP = 2

/** Machines and areas on a graticule, down to a site of a few hundred metres. Needs no network besides the page's own. */
export function GeoMap(props: GeoMapProps) {
  const { title, markers, areas, labels, height = 360, selected, onSelect } = props
  const [ref, width] = useWidth<HTMLDivElement>()
  const [moved, setMoved] = useState<GeoView>()
  const size = { width, height }
  const view = moved ?? fitView([...markers, ...areas.flatMap(({ corners }) => corners)], size)
  const focus = (marker: MapMarker) => {
    onSelect?.(marker.key)
    setMoved(fitView([marker], size))
  }
  return (
    <figure className="grid min-w-0 gap-2">
      <div ref={ref} className="relative overflow-hidden rounded-md border border-line" style={{ height }}>
        {width > 0 && <Drawing {...props} size={size} view={view} onMove={setMoved} />}
        <Controls labels={labels} size={size} view={view} onMove={setMoved} />
      </div>
      <figcaption className="sr-only">{`${title}. ${labels.keys}`}</figcaption>
      <MarkerList markers={markers} label={labels.list} selected={selected} onSelect={focus} />
    </figure>
  )
}

/** Pixels that an arrow key moves the map. */
const KEY_STEP = 60

const ARROWS: Readonly<Record<string, Pixel>> = {
  ArrowLeft: { x: -KEY_STEP, y: 0 },
  ArrowRight: { x: KEY_STEP, y: 0 },
  ArrowUp: { x: 0, y: -KEY_STEP },
  ArrowDown: { x: 0, y: KEY_STEP },
}

interface ControlsProps {
  readonly labels: MapLabels
  readonly size: MapSize
  readonly view: GeoView
  readonly onMove: (view: GeoView | undefined) => void
}

/** Buttons of the map; while one has the focus, the arrow keys move the map. */
function Controls({ labels, size, view, onMove }: ControlsProps) {
  const buttons = [
    { label: labels.zoomIn, text: '+', next: () => zoomed(view, ZOOM_STEP) },
    { label: labels.zoomOut, text: '−', next: () => zoomed(view, 1 / ZOOM_STEP) },
    { label: labels.showAll, text: '⤢', next: () => undefined },
  ]
  const onKeyDown = (event: KeyboardEvent) => {
    const arrow = ARROWS[event.key]
    if (arrow === undefined) return
    event.preventDefault()
    onMove(panned(view, size, arrow))
  }
  return (
    <div className="absolute top-2 right-2 grid gap-1" data-print="hide">
      {buttons.map(({ label, text, next }) => (
        <button
          key={text}
          type="button"
          aria-label={label}
          title={label}
          onClick={() => onMove(next())}
          onKeyDown={onKeyDown}
          className="grid size-9 place-items-center rounded-md border border-line bg-surface text-base hover:bg-hover"
        >
          {text}
        </button>
      ))}
    </div>
  )
}

interface DrawingProps extends GeoMapProps {
  readonly size: MapSize
  readonly view: GeoView
  readonly onMove: (view: GeoView) => void
}

/** Pixels below which a drag is still a click. */
const CLICK_SLACK = 4

function Drawing(props: DrawingProps) {
  const { title, size, view, onPoint } = props
  const drag = useDrag(props)
  const titleId = useId()
  return (
    <svg
      width={size.width}
      height={size.height}
      role="img"
      aria-labelledby={titleId}
      {...drag}
      className={classNames('block touch-pan-y bg-canvas text-muted select-none', onPoint && 'cursor-crosshair')}
    >
      <title id={titleId}>{title}</title>
      <Land size={size} view={view} />
      <Lines size={size} view={view} />
      <Areas {...props} />
      <Markers {...props} />
      <Bar size={size} view={view} />
    </svg>
  )
}

/** Moves the map with the pointer; a press that stays in place is a click. */
function useDrag({ size, view, onMove, onPoint }: DrawingProps) {
  const start = useRef<{ readonly pointer: Pixel; readonly view: GeoView; isClick: boolean }>(undefined)
  const place = (event: PointerEvent<SVGSVGElement>): Pixel => {
    const { left, top } = event.currentTarget.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }
  return {
    onPointerDown: (event: PointerEvent<SVGSVGElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId)
      start.current = { pointer: place(event), view, isClick: true }
    },
    onPointerMove: (event: PointerEvent<SVGSVGElement>) => {
      const from = start.current
      if (from === undefined) return
      const [x, y] = [from.pointer.x - place(event).x, from.pointer.y - place(event).y]
      if (from.isClick && Math.hypot(x, y) < CLICK_SLACK) return
      from.isClick = false
      onMove(panned(from.view, size, { x, y }))
    },
    onPointerUp: (event: PointerEvent<SVGSVGElement>) => {
      if (start.current?.isClick && onPoint) {
        // What is being drawn stays in its place: the map does not fit itself to it while it grows.
        onMove(view)
        onPoint(unproject(view, size, place(event)))
      }
      start.current = undefined
    },
    onPointerCancel: () => {
      start.current = undefined
    },
  }
}

type LayerProps = Pick<DrawingProps, 'size' | 'view'>

/** Degrees to d3's radians-based scale. */
const DEGREES_PER_RADIAN = 180 / Math.PI

function Land({ size: { width, height }, view: { centre, pixelsPerDegree } }: LayerProps) {
  const land = useLand()
  if (land === undefined) return null
  const projection = geoMercator()
    .center([centre.lon, centre.lat])
    .scale(pixelsPerDegree * DEGREES_PER_RADIAN)
    .translate([width / 2, height / 2])
    .clipExtent([
      [-1, -1],
      [width + 1, height + 1],
    ])
    .precision(0)
  return <path d={geoPath(projection)(land) ?? ''} fill="var(--surface)" stroke="var(--line)" />
}

function Lines({ size, view }: LayerProps) {
  const { meridians, parallels, decimals } = graticuleOf(view, size)
  const text = { fontSize: CHART_TEXT, fill: 'currentColor' }
  return (
    <g aria-hidden stroke="none">
      {meridians.map(({ degrees, at }) => (
        <g key={degrees} transform={`translate(${at} 0)`}>
          <line y2={size.height} stroke="var(--line)" strokeDasharray="2 4" />
          <text x={3} y={CHART_TEXT + 1} {...text}>{`${degrees.toFixed(decimals)}°`}</text>
        </g>
      ))}
      {parallels.map(({ degrees, at }) => (
        <g key={degrees} transform={`translate(0 ${at})`}>
          <line x2={size.width} stroke="var(--line)" strokeDasharray="2 4" />
          <text x={3} y={-3} {...text}>{`${degrees.toFixed(decimals)}°`}</text>
        </g>
      ))}
    </g>
  )
}

function Areas({ areas, size, view }: DrawingProps) {
  return areas.map(({ key, label, corners }) => {
    const pixels = corners.map((corner) => project(view, size, corner))
    return (
      <g key={key}>
        <polygon
          points={pixels.map(({ x, y }) => `${x},${y}`).join(' ')}
          fill="var(--brand)"
          fillOpacity={0.1}
          stroke="var(--brand)"
          strokeWidth={1.5}
        >
          <title>{label}</title>
        </polygon>
        {pixels.map(({ x, y }) => (
          <circle key={`${x},${y}`} cx={x} cy={y} r={2.5} fill="var(--brand)" />
        ))}
      </g>
    )
  })
}

const MARKER_RADIUS = 6

function Markers({ markers, selected, size, view }: DrawingProps) {
  return markers.map((marker) => {
    const { x, y } = project(view, size, marker)
    const isSelected = marker.key === selected
    return (
      <g key={marker.key} transform={`translate(${x} ${y})`}>
        {isSelected && <circle r={MARKER_RADIUS + 5} fill="none" stroke={TONES[marker.tone]} strokeWidth={2} />}
        <circle r={MARKER_RADIUS} fill={TONES[marker.tone]} stroke="var(--surface)" strokeWidth={2}>
          <title>{`${marker.label}: ${marker.detail}`}</title>
        </circle>
        <text x={MARKER_RADIUS + 4} dy="0.32em" fontSize={CHART_TEXT} fill="var(--ink)">
          {marker.label}
        </text>
      </g>
    )
  })
}

const BAR_WIDTH = 110

function Bar({ size, view }: LayerProps) {
  const { metres, pixels } = scaleBarOf(view, BAR_WIDTH)
  return (
    <g aria-hidden transform={`translate(${size.width - pixels - 12} ${size.height - 12})`}>
      <path d={`M0 -5V0H${pixels}V-5`} fill="none" stroke="var(--ink)" strokeWidth={1.5} />
      <text x={pixels / 2} y={-6} textAnchor="middle" fontSize={CHART_TEXT} fill="var(--ink)">
        {formatLength(metres)}
      </text>
    </g>
  )
}

interface MarkerListProps {
  readonly markers: readonly MapMarker[]
  readonly label: string
  readonly selected: string | undefined
  readonly onSelect: (marker: MapMarker) => void
}

/** The same as the map in words; a press brings the marker into the middle. */
function MarkerList({ markers, label, selected, onSelect }: MarkerListProps) {
  return (
    <ul aria-label={label} className="flex flex-wrap gap-1.5">
      {markers.map((marker) => (
        <li key={marker.key} className="min-w-0">
          <button
            type="button"
            aria-pressed={marker.key === selected}
            onClick={() => onSelect(marker)}
            className={classNames(
              'inline-flex min-h-8 max-w-full flex-wrap items-center gap-x-1.5 rounded-full border border-line px-2.5 py-0.5 text-left text-xs hover:bg-hover',
              marker.key === selected && 'bg-brand-soft',
            )}
          >
            <span className="size-2 rounded-full" style={{ background: TONES[marker.tone] }} aria-hidden />
            {marker.label}
            <span className="text-muted">{marker.detail}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
