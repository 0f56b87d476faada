import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkRegion,
  contains,
  cornersOf,
  distanceOutside,
  parseRegion,
  type Region,
  RegionError,
  type RegionPoint,
  regionOf,
} from './region.ts'

const at = (lat: number, lon: number): RegionPoint => ({ latE7: Math.round(lat * 1e7), lonE7: Math.round(lon * 1e7) })
/** A site near Tai'an, about 2.2 km × 1.8 km, with a notch from the north. */
const SITE: Region = [at(36.19, 117.08), at(36.19, 117.1), at(36.21, 117.1), at(36.2, 117.09), at(36.21, 117.08)]

describe('checkRegion', () => {
  it.each([
    ['nothing, which means anywhere', []],
    ['a site with a notch', SITE],
    ['the same site, the other way round', [...SITE].reverse()],
    ['a triangle on the equator and the meridian', [at(-1, -1), at(-1, 1), at(1, 0)]],
  ])('accepts %s', (_, region) => {
    expect(checkRegion(region)).toBeNull()
  })

  it.each([
    ['too_few_points', 1, SITE.slice(0, 2)],
    ['too_many_points', 32, Array.from({ length: 33 }, (_, index) => at(index, (index * index) / 100))],
    ['out_of_range', 1, [at(0, 0), at(90.1, 1), at(1, 1)]],
    ['out_of_range', 2, [at(0, 0), at(1, 1), at(1, -180.1)]],
    ['out_of_range', 0, [{ latE7: 0.5, lonE7: 0 }, at(1, 1), at(0, 1)]],
    ['repeated_point', 3, [...SITE.slice(0, 3), SITE[0] as RegionPoint]],
    ['date_line', 1, [at(0, 178), at(1, 179), at(0, -179)]],
    ['crossing_edges', 0, [at(0, 0), at(1, 1), at(0, 1), at(1, 0)]],
    ['crossing_edges', 0, [at(0, 0), at(0, 2), at(1, 1), at(0, 1), at(-1, 1)]],
    ['crossing_edges', 0, [at(0, 0), at(0, 2), at(0, 1)]],
  ])('finds %s at point %d', (code, point, region) => {
    expect(checkRegion(region)).toEqual({ code, point })
  })
})

describe('contains', () => {
  it('knows the notch, the edges and the corners', () => {
    expect(contains(SITE, 361_950_000, 1_170_900_000)).toBe(true)
    expect(contains(SITE, 362_080_000, 1_170_900_000)).toBe(false)
    expect(contains(SITE, 361_900_000, 1_170_900_000)).toBe(true)
    expect(contains(SITE, 362_000_000, 1_170_900_000)).toBe(true)
    expect(contains([], 900_000_000, 0)).toBe(true)
  })

  it('agrees with the winding number for any polygon that does not cross itself', () => {
    const small = fc.integer({ min: -20, max: 20 })
    const anyPoint = fc.record({ latE7: small, lonE7: small })
    const anyRegion = fc
      .array(anyPoint, { minLength: 3, maxLength: 6 })
      .filter((region) => checkRegion(region) === null)
    fc.assert(
      fc.property(anyRegion, anyPoint, (region, { latE7, lonE7 }) => {
        const winding = windingNumber(region, { latE7, lonE7 })
        expect(contains(region, latE7, lonE7)).toBe(winding === null || winding !== 0)
      }),
      { numRuns: 2_000 },
    )
  })
})

/** Brute force: the sum of the angles under which the edges are seen; null on the edge itself. */
function windingNumber(region: Region, from: RegionPoint): number | null {
  let angle = 0
  for (const [index, a] of region.entries()) {
    const b = region[(index + 1) % region.length] as RegionPoint
    const [ax, ay, bx, by] = [a.lonE7 - from.lonE7, a.latE7 - from.latE7, b.lonE7 - from.lonE7, b.latE7 - from.latE7]
    const [cross, dot] = [ax * by - ay * bx, ax * bx + ay * by]
    if (cross === 0 && dot <= 0) return null
    angle += Math.atan2(cross, dot)
  }
  return Math.round(angle / (2 * Math.PI))
}

describe('distanceOutside', () => {
  it('is metres to the edge, below zero inside', () => {
    // 0.01° of latitude is 1111.95 m on a sphere of 6371.0088 km.
    expect(distanceOutside(SITE, 361_800_000, 1_170_900_000)).toBeCloseTo(1111.95, 1)
    expect(distanceOutside(SITE, 361_910_000, 1_170_900_000)).toBeCloseTo(-111.19, 1)
    expect(distanceOutside(SITE, 361_950_000, 1_171_100_000)).toBeCloseTo(
      1111.95 * Math.cos((36.195 * Math.PI) / 180),
      0,
    )
    expect(distanceOutside([], 0, 0)).toBe(Number.NEGATIVE_INFINITY)
  })

  it('is within a per mille of the great circle to a corner some kilometres away', () => {
    const [north, east] = [at(36.25, 117.15), at(36.21, 117.1)]
    const radians = Math.PI / 180 / 1e7
    const half = (x: number) => Math.sin((x * radians) / 2) ** 2
    const haversine =
      half(north.latE7 - east.latE7) +
      Math.cos(north.latE7 * radians) * Math.cos(east.latE7 * radians) * half(north.lonE7 - east.lonE7)
    const greatCircle = 2 * 6_371_008.8 * Math.asin(Math.sqrt(haversine))
    expect(Math.abs(distanceOutside(SITE, north.latE7, north.lonE7) / greatCircle - 1)).toBeLessThan(0.001)
  })
})

describe('parseRegion and regionOf', () => {
  it('read what people write', () => {
    expect(parseRegion('36.19, 117.08\n36.19 117.10\n\n 36.21，117.10')).toEqual(SITE.slice(0, 3))
    expect(parseRegion('-1,-1; +1.5,2;0,0.00000004')).toEqual([at(-1, -1), at(1.5, 2), at(0, 0)])
    expect(parseRegion(' \n')).toEqual([])
  })

  it.each(['36.19', '36.19, 117.08, 3', 'N36 E117', '36°, 117°', '1e1, 2'])('refuse %s', (text) => {
    expect(() => parseRegion(`0, 0\n${text}`)).toThrow(new RegionError({ code: 'not_a_coordinate', point: 1 }))
  })

  it('bring a region through the form that a lease carries', () => {
    expect(regionOf(cornersOf(SITE))).toEqual(SITE)
    expect(() => regionOf([1, 2, 3])).toThrow(RegionError)
  })
})
