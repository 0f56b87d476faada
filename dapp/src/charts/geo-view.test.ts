import { describe, expect, it } from 'vitest'
import { fitView, formatLength, graticuleOf, panned, project, scaleBarOf, unproject, zoomed } from './geo-view'

const size = { width: 600, height: 400 }
const site = [
  { lat: 31.22, lon: 121.45 },
  { lat: 31.25, lon: 121.5 },
]

describe('a map view', () => {
  it('holds all that it is fitted to, with room around', () => {
    const view = fitView(site, size)
    for (const point of site) {
      const { x, y } = project(view, size, point)
      expect(x).toBeGreaterThan(50)
      expect(x).toBeLessThan(550)
      expect(y).toBeGreaterThan(40)
      expect(y).toBeLessThan(360)
    }
  })

  it('shows some two kilometres around a single position, and China when there is none', () => {
    const view = fitView(site.slice(0, 1), size)
    expect(unproject(view, size, { x: 600, y: 200 }).lon - view.centre.lon).toBeCloseTo(0.02, 2)
    expect(fitView([], size).centre).toEqual({ lat: 35, lon: 105 })
  })

  it('finds the position under a pixel again', () => {
    const view = fitView(site, size)
    const { lat, lon } = unproject(view, size, project(view, size, { lat: 31.23, lon: 121.47 }))
    expect([lat.toFixed(9), lon.toFixed(9)]).toEqual(['31.230000000', '121.470000000'])
  })

  it('moves and zooms within its limits', () => {
    const view = fitView(site, size)
    expect(project(panned(view, size, { x: 30, y: -20 }), size, view.centre).x).toBeCloseTo(270, 6)
    expect(zoomed(view, 1e12).pixelsPerDegree).toBe(5e6)
    expect(zoomed(view, 1e-12).pixelsPerDegree).toBe(1)
  })
})

describe('graticule and scale bar', () => {
  it('draws lines at round degrees that can be told apart', () => {
    const { meridians, decimals } = graticuleOf(fitView(site, size), size)
    expect(meridians.length).toBeGreaterThanOrEqual(3)
    expect(new Set(meridians.map(({ degrees }) => degrees.toFixed(decimals))).size).toBe(meridians.length)
  })

  it('shows a round length not longer than asked', () => {
    const bar = scaleBarOf(fitView(site, size), 100)
    expect(bar.pixels).toBeLessThanOrEqual(100)
    expect([1, 2, 5]).toContain(Number(String(bar.metres)[0]))
    expect([formatLength(200), formatLength(5_000)]).toEqual(['200 m', '5 km'])
  })
})
