import type { Random } from '../../model/random.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, startOfLocalDay, weekday } from './calendar.ts'
import { type Incident, incidentAt } from './incident.ts'
import type { MachineProfile, Shift } from './profile.ts'
import { randomOf } from './seeds.ts'

/** The engine runs, working or idling. */
export interface Activity {
  readonly kind: 'work' | 'idle'
  readonly from: number
  readonly to: number
  /** Burn while working, over the rated one. */
  readonly load: number
}

/** What a machine does on a local day, and what befalls it from then on. */
export interface DayPlan {
  /** In the order of time, without overlap. */
  readonly activities: readonly Activity[]
  readonly incidents: readonly Incident[]
}

/** A person with habits: some let the engine run, some press harder. */
interface Operator {
  readonly idling: number
  readonly pressing: number
}

const LUNCH = { afterHours: 4.25, hours: 1 }
const LUNCH_FROM_SHIFT_HOURS = 8
const WARM_UP_MS = 8 * MINUTE_MS
const MAX_BREAKDOWN_DAYS = 4
const MAX_GAP_HOURS = 12
const DAYS_PER_YEAR = 365

/**
 * The plan of one local day. It depends on the arguments alone.
 * @param seed of the machine
 */
export function planDay(profile: MachineProfile, seed: number, day: number): DayPlan {
  const random = randomOf(seed, 'day', day)
  const hasJob = weekday(day) < profile.workdays && random.uniform() < profile.attendance
  const works = hasJob && !isBroken(profile, seed, day)
  return {
    activities: works
      ? profile.shifts.flatMap((shift, index) => planShift(profile, shift, operatorOf(seed, index), day, random))
      : [],
    incidents: incidentsOf(profile, seed, day),
  }
}

function operatorOf(seed: number, shift: number): Operator {
  const random = randomOf(seed, 'operator', shift)
  return { idling: 0.8 + 0.4 * random.uniform(), pressing: 0.93 + 0.14 * random.uniform() }
}

/** Warming up, then spells of work with pauses at running engine, and lunch with the engine off. */
function planShift(
  { idleShare, load }: MachineProfile,
  { startHour, hours }: Shift,
  operator: Operator,
  day: number,
  random: Random,
): Activity[] {
  const start = startOfLocalDay(day) + startHour * HOUR_MS + random.integer(25) * MINUTE_MS
  const end = start + hours * HOUR_MS - random.integer(45) * MINUTE_MS
  const lunch = hours < LUNCH_FROM_SHIFT_HOURS ? end : start + LUNCH.afterHours * HOUR_MS
  const share = Math.min(0.9, idleShare * operator.idling)
  const press = load * operator.pressing * (0.9 + 0.2 * random.uniform())
  return [
    { kind: 'idle', from: start, to: start + WARM_UP_MS, load: press },
    ...spells(start + WARM_UP_MS, lunch, share, press, random),
    ...spells(lunch + LUNCH.hours * HOUR_MS, end, share, press, random),
  ]
}

function spells(from: number, to: number, idleShare: number, load: number, random: Random): Activity[] {
  const found: Activity[] = []
  for (let time = from; time < to; ) {
    const cycle = (35 + random.integer(50)) * MINUTE_MS
    const rest = Math.min(to, time + cycle * (1 - idleShare))
    const next = Math.min(to, time + cycle)
    found.push({ kind: 'work', from: time, to: rest, load })
    if (rest < next) found.push({ kind: 'idle', from: rest, to: next, load })
    time = next
  }
  return found
}

/** Whether a breakdown of this day or the days before keeps the machine in the workshop. */
function isBroken({ breakdownsPerYear }: MachineProfile, seed: number, day: number): boolean {
  for (let ago = 0; ago < MAX_BREAKDOWN_DAYS; ago++) {
    const random = randomOf(seed, 'breakdown', day - ago)
    if (random.uniform() < breakdownsPerYear / DAYS_PER_YEAR && ago < 1 + random.integer(MAX_BREAKDOWN_DAYS))
      return true
  }
  return false
}

/** Network gaps at any hour; thieves between one and four in the morning. */
function incidentsOf(profile: MachineProfile, seed: number, day: number): Incident[] {
  const random = randomOf(seed, 'incident', day)
  const midnight = startOfLocalDay(day)
  const happens = (perYear: number) => random.uniform() < perYear / DAYS_PER_YEAR
  const atNight = () => midnight + (1 + 3 * random.uniform()) * HOUR_MS
  const found: Incident[] = []
  if (happens(profile.networkGapsPerYear)) {
    found.push(incidentAt('offline', midnight + random.uniform() * DAY_MS, 1 + random.integer(MAX_GAP_HOURS)))
  }
  if (happens(profile.theftsPerYear)) found.push(incidentAt('theft', atNight()))
  if (happens(profile.fuelTheftsPerYear)) found.push(incidentAt('fuel_theft', atNight()))
  return found
}
