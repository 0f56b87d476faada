/** A position in degrees, north and east positive. */
export interface GeoPoint {
  readonly lat: number
  readonly lon: number
}

/** What a map shows: its centre, and how many pixels a degree of longitude takes. */
export interface GeoView {
  readonly centre: GeoPoint
  readonly pixelsPerDegree: number
}

export interface Pixel {
  readonly x: number
  readonly y: number
}

export interface MapSize {
  readonly width: number
  readonly height: number
}

const RADIANS = Math.PI / 180
/** Web Mercator ends here. */
const MAX_LATITUDE = 85
/** The whole earth in 400 pixels, and 2 centimetres a pixel. */
const SCALE_LIMITS = [1, 5e6] as const
/** A single position is shown with about two kilometres around it. */
const LEAST_SPAN = 0.02
/** Part of the map that is left free around what it was fitted to. */
const MARGIN = 0.12
const EARTH_RADIUS = 6_371_008.8

/** Mercator's ordinate in degrees. */
function mercator(lat: number): number {
  const bounded = Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, lat))
  return Math.log(Math.tan(Math.PI / 4 + (bounded * RADIANS) / 2)) / RADIANS
}

function latitudeAt(ordinate: number): number {
  return (2 * Math.atan(Math.exp(ordinate * RADIANS)) - Math.PI / 2) / RADIANS
}

/** The view that holds all points; the middle of China when there are none. */
export function fitView(points: readonly GeoPoint[], { width, height }: MapSize): GeoView {
  if (points.length === 0) return { centre: { lat: 35, lon: 105 }, pixelsPerDegree: width / 60 }
  const [west, east] = rangeOf(points.map(({ lon }) => lon))
  const [south, north] = rangeOf(points.map(({ lat }) => mercator(lat)))
  const room = 1 - 2 * MARGIN
  const pixelsPerDegree = Math.min(
    (room * width) / Math.max(east - west, LEAST_SPAN),
    (room * height) / Math.max(north - south, LEAST_SPAN),
  )
  return bounded({ centre: { lat: latitudeAt((south + north) / 2), lon: (west + east) / 2 }, pixelsPerDegree })
}

function rangeOf(values: readonly number[]): readonly [number, number] {
  return [Math.min(...values), Math.max(...values)]
}

function bounded({ centre, pixelsPerDegree }: GeoView): GeoView {
  const [least, most] = SCALE_LIMITS
  return {
    centre: {
      lat: Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, centre.lat)),
      lon: Math.max(-180, Math.min(180, centre.lon)),
    },
    pixelsPerDegree: Math.max(least, Math.min(most, pixelsPerDegree)),
  }
}

/** Where a position lies on the map. */
export function project({ centre, pixelsPerDegree }: GeoView, { width, height }: MapSize, point: GeoPoint): Pixel {
  return {
    x: width / 2 + (point.lon - centre.lon) * pixelsPerDegree,
    y: height / 2 - (mercator(point.lat) - mercator(centre.lat)) * pixelsPerDegree,
  }
}

/** The position under a pixel. */
export function unproject({ centre, pixelsPerDegree }: GeoView, { width, height }: MapSize, { x, y }: Pixel): GeoPoint {
  return {
    lat: latitudeAt(mercator(centre.lat) + (height / 2 - y) / pixelsPerDegree),
    lon: centre.lon + (x - width / 2) / pixelsPerDegree,
  }
}

/** The view moved by pixels: what was at `x, y` from the middle comes there. */
export function panned(view: GeoView, size: MapSize, { x, y }: Pixel): GeoView {
  return bounded({ ...view, centre: unproject(view, size, { x: size.width / 2 + x, y: size.height / 2 + y }) })
}

/** The view so many times larger. */
export function zoomed(view: GeoView, factor: number): GeoView {
  return bounded({ ...view, pixelsPerDegree: view.pixelsPerDegree * factor })
}

/** Round steps of a graticule in degrees, and of a scale bar in metres. */
const ROUND = [1, 2, 5]

function roundBelow(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return power * (ROUND.findLast((digit) => digit * power <= value) ?? 1)
}

/** A line of the graticule. */
export interface GraticuleLine {
  readonly degrees: number
  /** Pixels from the left for a meridian, from the top for a parallel. */
  readonly at: number
}

export interface Graticule {
  readonly meridians: readonly GraticuleLine[]
  readonly parallels: readonly GraticuleLine[]
  /** Decimals that tell two lines apart. */
  readonly decimals: number
}

/** About as many lines as are useful in each direction. */
const WISHED_LINES = 4

/** Meridians and parallels at round degrees. */
export function graticuleOf(view: GeoView, size: MapSize): Graticule {
  const west = unproject(view, size, { x: 0, y: size.height })
  const east = unproject(view, size, { x: size.width, y: 0 })
  const step = roundBelow((east.lon - west.lon) / WISHED_LINES)
  const at = (point: Partial<GeoPoint>) => project(view, size, { ...view.centre, ...point })
  return {
    meridians: multiples(step, west.lon, east.lon).map((lon) => ({ degrees: lon, at: at({ lon }).x })),
    parallels: multiples(step, west.lat, east.lat).map((lat) => ({ degrees: lat, at: at({ lat }).y })),
    decimals: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)),
  }
}

function multiples(step: number, from: number, to: number): readonly number[] {
  const [first, last] = [Math.ceil(from / step), Math.floor(to / step)]
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step)
}

/** A length of the ground and its length on the map. */
export interface ScaleBar {
  readonly metres: number
  readonly pixels: number
}

/** The longest round length that takes at most `most` pixels in the middle of the map. */
export function scaleBarOf({ centre, pixelsPerDegree }: GeoView, most: number): ScaleBar {
  const metresPerPixel = (EARTH_RADIUS * RADIANS * Math.cos(centre.lat * RADIANS)) / pixelsPerDegree
  const metres = roundBelow(most * metresPerPixel)
  return { metres, pixels: metres / metresPerPixel }
}

/** Writes a length: `200 m`, `5 km`. */
export function formatLength(metres: number): string {
  return metres < 1_000 ? `${Math.round(metres * 100) / 100} m` : `${metres / 1_000} km`
}
