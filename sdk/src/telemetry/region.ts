/** A corner of a region, 1e-7 degree, as readings state positions. */
export interface RegionPoint {
  readonly latE7: number
  readonly lonE7: number
}

/** A machine's area of work: the corners of a simple polygon in order, or none for anywhere. */
export type Region = readonly RegionPoint[]

export const MAX_REGION_POINTS = 32
const MIN_REGION_POINTS = 3
const E7 = 1e7
const LATITUDE_LIMIT = 90 * E7
const LONGITUDE_LIMIT = 180 * E7
/** Mean radius of the earth in metres (IUGG). */
const EARTH_RADIUS = 6_371_008.8
const RADIANS = Math.PI / 180 / E7

export type RegionProblemCode =
  | 'not_a_coordinate'
  | 'too_few_points'
  | 'too_many_points'
  | 'out_of_range'
  | 'repeated_point'
  | 'date_line'
  | 'crossing_edges'

/** What is wrong with a region, and at which point (or the edge that begins there), counted from 0. */
export interface RegionProblem {
  readonly code: RegionProblemCode
  readonly point: number
}

export class RegionError extends Error {
  override readonly name = 'RegionError'
  readonly problem: RegionProblem

  constructor(problem: RegionProblem) {
    super(`Point ${problem.point + 1} of the region: ${problem.code}`)
    this.problem = problem
  }
}

/**
 * Reads a region as people write it: a corner a line (or between semicolons), latitude and longitude in degrees. Without
 * a corner, the machine may work anywhere. Check the result with {@link checkRegion}.
 * @throws RegionError when a line is not two numbers
 */
export function parseRegion(text: string): Region {
  const lines = text.split(/[\n;]/).filter((line) => line.trim() !== '')
  return lines.map((line, point) => {
    const parts = line.trim().split(/\s*[,，\s]\s*/)
    const [lat, lon] = parts.map((part) =>
      /^[+-]?\d+(\.\d+)?$/.test(part) ? Math.round(Number(part) * E7) : Number.NaN,
    )
    if (parts.length !== 2 || !Number.isFinite(lat) || !Number.isFinite(lon)) {
      throw new RegionError({ code: 'not_a_coordinate', point })
    }
    return { latE7: lat as number, lonE7: lon as number }
  })
}

/** Reads a region as a lease carries it: latE7, lonE7, latE7, … */
export function regionOf(corners: readonly number[]): Region {
  if (corners.length % 2 !== 0) throw new RegionError({ code: 'not_a_coordinate', point: (corners.length - 1) / 2 })
  return Array.from({ length: corners.length / 2 }, (_, point) => ({
    latE7: corners[2 * point] as number,
    lonE7: corners[2 * point + 1] as number,
  }))
}

/** The argument `region` of `LeaseOffers.propose`. */
export function cornersOf(region: Region): readonly number[] {
  return region.flatMap(({ latE7, lonE7 }) => [latE7, lonE7])
}

/** The first thing wrong with a region that is not empty; null when it is a simple polygon off the date line. */
export function checkRegion(region: Region): RegionProblem | null {
  if (region.length === 0) return null
  if (region.length < MIN_REGION_POINTS) return { code: 'too_few_points', point: region.length - 1 }
  if (region.length > MAX_REGION_POINTS) return { code: 'too_many_points', point: MAX_REGION_POINTS }
  const outside = region.findIndex((point) => !isOnEarth(point))
  if (outside >= 0) return { code: 'out_of_range', point: outside }
  const repeated = region.findIndex((point, index) => region.findIndex((other) => isSame(point, other)) !== index)
  if (repeated >= 0) return { code: 'repeated_point', point: repeated }
  const datelined = edgesOf(region).findIndex(([a, b]) => Math.abs(a.lonE7 - b.lonE7) > LONGITUDE_LIMIT)
  if (datelined >= 0) return { code: 'date_line', point: datelined }
  const crossing = crossingEdge(region)
  return crossing === null ? null : { code: 'crossing_edges', point: crossing }
}

/** True inside the region or on its edge; always for an empty one. */
export function contains(region: Region, latE7: number, lonE7: number): boolean {
  if (region.length === 0) return true
  const position = { latE7, lonE7 }
  let inside = false
  for (const [a, b] of edgesOf(region)) {
    if (turn(a, b, position) === 0n && isWithinBox(a, b, position)) return true
    if (a.latE7 > latE7 === b.latE7 > latE7) continue
    // The edge crosses the position's parallel: count it when it does so east of the position.
    const isLeft = turn(a, b, position) > 0n
    if (isLeft === b.latE7 > a.latE7) inside = !inside
  }
  return inside
}

/**
 * Metres from a position to the region's edge: above zero outside, below zero inside; −Infinity for an empty region.
 * On a plane that touches the earth at the position, so it is exact near the edge and a few per mille off at 300 km.
 */
export function distanceOutside(region: Region, latE7: number, lonE7: number): number {
  if (region.length === 0) return Number.NEGATIVE_INFINITY
  const parallel = Math.cos(latE7 * RADIANS)
  const metres = (point: RegionPoint) => ({
    x: (point.lonE7 - lonE7) * RADIANS * parallel * EARTH_RADIUS,
    y: (point.latE7 - latE7) * RADIANS * EARTH_RADIUS,
  })
  const distance = Math.min(...edgesOf(region).map(([a, b]) => distanceToOrigin(metres(a), metres(b))))
  return contains(region, latE7, lonE7) ? -distance : distance
}

interface PlanePoint {
  readonly x: number
  readonly y: number
}

function distanceToOrigin(a: PlanePoint, b: PlanePoint): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const length = dx * dx + dy * dy
  const nearest = length === 0 ? 0 : Math.min(1, Math.max(0, -(a.x * dx + a.y * dy) / length))
  return Math.hypot(a.x + nearest * dx, a.y + nearest * dy)
}

type Edge = readonly [RegionPoint, RegionPoint]

function edgesOf(region: Region): readonly Edge[] {
  return region.map((point, index) => [point, region[(index + 1) % region.length] as RegionPoint])
}

/** The first edge that touches another one besides at their common corner. */
function crossingEdge(region: Region): number | null {
  const edges = edgesOf(region)
  for (const [first, edge] of edges.entries()) {
    for (const [offset, other] of edges.slice(first + 1).entries()) {
      const second = first + 1 + offset
      const isNext = second === first + 1 || (first === 0 && second === edges.length - 1)
      if (isNext ? foldsBack(edge, other) : touches(edge, other)) return first
    }
  }
  return null
}

/** Two edges with a common corner that lie on each other. */
function foldsBack(edge: Edge, other: Edge): boolean {
  const free = other.find((point) => !edge.some((end) => isSame(end, point)))
  const ownFree = edge.find((point) => !other.some((end) => isSame(end, point)))
  return free === undefined || ownFree === undefined || isOn(edge, free) || isOn(other, ownFree)
}

function touches([a, b]: Edge, [c, d]: Edge): boolean {
  const [c1, d1, a1, b1] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)]
  if (isOpposite(c1, d1) && isOpposite(a1, b1)) return true
  return isOn([a, b], c) || isOn([a, b], d) || isOn([c, d], a) || isOn([c, d], b)
}

function isOpposite(left: bigint, right: bigint): boolean {
  return (left > 0n && right < 0n) || (left < 0n && right > 0n)
}

function isOn([a, b]: Edge, point: RegionPoint): boolean {
  return turn(a, b, point) === 0n && isWithinBox(a, b, point)
}

function isWithinBox(a: RegionPoint, b: RegionPoint, { latE7, lonE7 }: RegionPoint): boolean {
  return (
    latE7 >= Math.min(a.latE7, b.latE7) &&
    latE7 <= Math.max(a.latE7, b.latE7) &&
    lonE7 >= Math.min(a.lonE7, b.lonE7) &&
    lonE7 <= Math.max(a.lonE7, b.lonE7)
  )
}

/** Above zero when `point` lies left of the way from `a` to `b`. Exact: the products exceed what a number holds. */
function turn(a: RegionPoint, b: RegionPoint, point: RegionPoint): bigint {
  return (
    BigInt(b.lonE7 - a.lonE7) * BigInt(point.latE7 - a.latE7) -
    BigInt(b.latE7 - a.latE7) * BigInt(point.lonE7 - a.lonE7)
  )
}

function isOnEarth({ latE7, lonE7 }: RegionPoint): boolean {
  return (
    Number.isInteger(latE7) &&
    Number.isInteger(lonE7) &&
    Math.abs(latE7) <= LATITUDE_LIMIT &&
    Math.abs(lonE7) <= LONGITUDE_LIMIT
  )
}

function isSame(left: RegionPoint, right: RegionPoint): boolean {
  return left.latE7 === right.latE7 && left.lonE7 === right.lonE7
}
