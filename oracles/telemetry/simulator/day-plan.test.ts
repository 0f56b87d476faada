import { describe, expect, it } from 'vitest'
import { HOUR_MS, localDay, startOfLocalDay, weekday } from './calendar.ts'
import { type Activity, planDay } from './day-plan.ts'
import { PROFILES } from './profile.ts'
import { MONDAY } from './testing.ts'

const FIRST = localDay(MONDAY)
const days = (count: number) => Array.from({ length: count }, (_, index) => FIRST + index)
const hours = (activities: readonly Activity[]) =>
  activities.reduce((sum, { from, to }) => sum + (to - from), 0) / HOUR_MS

/** Running hours of a year and the part of them spent idling. */
function year(profile: keyof typeof PROFILES, seed: number) {
  const activities = days(364).flatMap((day) => planDay(PROFILES[profile], seed, day).activities)
  const running = hours(activities)
  return { running, idle: hours(activities.filter(({ kind }) => kind === 'idle')) / running }
}

describe('planDay', () => {
  it('depends on its arguments alone', () => {
    expect(planDay(PROFILES.ordinary, 7, FIRST)).toEqual(planDay(PROFILES.ordinary, 7, FIRST))
    expect(planDay(PROFILES.ordinary, 7, FIRST)).not.toEqual(planDay(PROFILES.ordinary, 8, FIRST))
  })

  it('keeps activities in order, apart, and within their local day', () => {
    for (const day of days(364)) {
      const { activities } = planDay(PROFILES.busy, 3, day)
      let end = startOfLocalDay(day)
      for (const { from, to } of activities) {
        expect(from).toBeGreaterThanOrEqual(end)
        expect(to).toBeGreaterThan(from)
        end = to
      }
      expect(end).toBeLessThanOrEqual(startOfLocalDay(day + 1))
    }
  })

  it('rests on Sunday with six working days', () => {
    const sundays = days(364).filter((day) => weekday(day) === 6)
    expect(sundays).toHaveLength(52)
    expect(sundays.flatMap((day) => planDay(PROFILES.ordinary, 1, day).activities)).toEqual([])
  })

  it('gives profiles the use that their names say', () => {
    const [busy, ordinary, light] = [year('busy', 1), year('ordinary', 1), year('light', 1)]
    expect(busy.running).toBeGreaterThan(1.5 * ordinary.running)
    expect(ordinary.running).toBeGreaterThan(1.5 * light.running)
    expect(year('unused', 1).running).toBe(0)
    expect(year('idler', 1).idle).toBeGreaterThan(0.45)
    expect(busy.idle).toBeLessThan(0.25)
  })

  it('plans breakdowns, network gaps and thefts about as often as the profile says', () => {
    const seeds = Array.from({ length: 20 }, (_, seed) => seed)
    const planned = seeds.flatMap((seed) => days(365).flatMap((day) => planDay(PROFILES.exposed, seed, day).incidents))
    const perYear = (kind: string) => planned.filter((incident) => incident.kind === kind).length / seeds.length
    expect(perYear('theft')).toBeCloseTo(6, -0.7)
    expect(perYear('fuel_theft')).toBeCloseTo(12, -0.7)
    expect(perYear('offline')).toBeCloseTo(12, -0.7)
    const always = { ...PROFILES.ordinary, attendance: 1, workdays: 7 }
    const broken = seeds.flatMap((seed) =>
      days(365).filter((day) => planDay(always, seed, day).activities.length === 0),
    )
    expect(broken.length / seeds.length).toBeGreaterThan(5)
    expect(broken.length / seeds.length).toBeLessThan(16)
  })
})
