import { HOUR_MS, localDay, MINUTE_MS, startOfLocalDay } from './calendar.ts'
import { type Activity, type DayPlan, planDay } from './day-plan.ts'
import { type Incident, type IncidentKind, isActive } from './incident.ts'
import type { MachineProfile } from './profile.ts'
import { randomOf } from './seeds.ts'

/** Where a machine stands and what its counters say; plain numbers, so that it can be kept as JSON. */
export interface MachineState {
  /** Unix milliseconds up to which it has been simulated. */
  readonly ts: number
  readonly opMs: number
  readonly idleMs: number
  readonly fuelMl: number
  readonly tankMl: number
  /** Metres east and north of the place that the specification names. */
  readonly east: number
  readonly north: number
}

/** What moves a machine besides time. */
export interface Conditions {
  /** Incidents that were started by somebody, beside those of the plan. */
  readonly incidents: readonly Incident[]
  /** The immobiliser holds the engine. */
  readonly locked: boolean
}

type Mode = 'work' | 'idle' | 'off' | 'taken' | 'drained' | 'carried'

/** A stretch of time in which nothing changes. */
interface Stretch {
  readonly mode: Mode
  readonly until: number
  readonly load: number
}

const SLOT_MS = 10 * MINUTE_MS
const SITE_RADIUS = 220
const CREEP_METRES_PER_MS = 3_000 / HOUR_MS
const HAUL_METRES_PER_MS = 80_000 / HOUR_MS
const HIDEOUT_METRES = 60_000
/** How far from the named place a moving machine's sites lie. */
const NEIGHBOURHOOD_METRES = 9_000
/** Farther from the yard than this, it has to be carried there before it can work. */
const AWAY_METRES = 1_000
const REFUEL_BELOW = 0.4
const FILL_TO = 0.97
const DRAINED_SHARE = 0.35
const DRAIN_MS = 3 * MINUTE_MS
const DRAIN_LEAVES = 0.03
const BURN_LOAD = 1.33
const PLANS_KEPT = 8

/** Who decides what the machine does, the strongest first. */
const RULERS: readonly { readonly kind: IncidentKind; readonly mode: Mode }[] = [
  { kind: 'theft', mode: 'taken' },
  { kind: 'fuel_theft', mode: 'drained' },
  { kind: 'stop', mode: 'off' },
  { kind: 'breakdown', mode: 'off' },
  { kind: 'unused', mode: 'off' },
  { kind: 'burn', mode: 'work' },
  { kind: 'work', mode: 'work' },
  { kind: 'idle', mode: 'idle' },
]

/** A machine of one profile and seed: the plans of its days, and how its state changes with time. */
export class Machine {
  readonly profile: MachineProfile
  readonly #seed: number
  readonly #plans = new Map<number, DayPlan>()

  constructor(profile: MachineProfile, seed: number) {
    this.profile = profile
    this.#seed = seed
  }

  /** New, with a full tank, at the yard of its site. */
  initial(ts: number, opHours = 0): MachineState {
    const { profile } = this
    const burnt = profile.ratedFuelMlPerHour * profile.load * (1 - profile.idleShare) * opHours
    const opMs = opHours * HOUR_MS
    const idleMs = opMs * profile.idleShare
    return { ts, opMs, idleMs, fuelMl: Math.round(burnt), tankMl: profile.tankMl * FILL_TO, ...this.#yard(ts) }
  }

  /** The state at `to`; unchanged when that is not later. */
  advance(state: MachineState, to: number, conditions: Conditions): MachineState {
    let now = state
    while (now.ts < to) {
      const stretch = this.#stretchAt(now, conditions)
      now = this.#run(now, stretch, Math.min(to, stretch.until))
    }
    return now
  }

  isRunning(state: MachineState, conditions: Conditions): boolean {
    const { mode } = this.#stretchAt(state, conditions)
    return mode === 'work' || mode === 'idle'
  }

  /** True while an incident of the kind lasts, by plan or by somebody's hand. */
  isBefallen(kind: IncidentKind, time: number, { incidents }: Conditions): boolean {
    return this.#incidentsAt(time, incidents).some((incident) => incident.kind === kind)
  }

  #stretchAt(state: MachineState, { incidents, locked }: Conditions): Stretch {
    const { ts } = state
    const day = localDay(ts)
    const { activities } = this.#plan(day)
    const activity = activities.find(({ to }) => to > ts)
    const edges = [...incidents, ...this.#planned(day)].flatMap(({ from, to }) => [from, to])
    if (activity) edges.push(activity.from, activity.to)
    const next = Math.min(startOfLocalDay(day + 1), (Math.floor(ts / SLOT_MS) + 1) * SLOT_MS)
    const until = edges.reduce((least, edge) => (edge > ts && edge < least ? edge : least), next)
    return { until, ...this.#modeAt(state, incidents, locked, activity) }
  }

  #modeAt(
    state: MachineState,
    incidents: readonly Incident[],
    locked: boolean,
    activity: Activity | undefined,
  ): Pick<Stretch, 'mode' | 'load'> {
    const active = new Set(this.#incidentsAt(state.ts, incidents).map(({ kind }) => kind))
    const ruler = RULERS.find(({ kind }) => active.has(kind))
    const load = active.has('burn') ? BURN_LOAD : (activity?.load ?? this.profile.load)
    const needsEngine = ruler === undefined || ruler.mode === 'work' || ruler.mode === 'idle'
    const yard = this.#yard(state.ts)
    const isAway = Math.hypot(state.east - yard.east, state.north - yard.north) > AWAY_METRES
    if (needsEngine && isAway) return { mode: 'carried', load }
    if (needsEngine && locked) return { mode: 'off', load }
    if (ruler) return { mode: ruler.mode, load }
    return { mode: activity && activity.from <= state.ts ? activity.kind : 'off', load }
  }

  #run(state: MachineState, { mode, load }: Stretch, to: number): MachineState {
    const elapsed = to - state.ts
    const at = { ...state, ts: to }
    if (mode === 'off') return at
    if (mode === 'drained') return { ...at, tankMl: this.#drain(state.tankMl, elapsed) }
    if (mode === 'taken') return { ...at, ...towards(state, this.#hideout(), HAUL_METRES_PER_MS * elapsed) }
    if (mode === 'carried') return { ...at, ...towards(state, this.#yard(state.ts), HAUL_METRES_PER_MS * elapsed) }
    const { ratedFuelMlPerHour, idleFuelMlPerHour } = this.profile
    const burnt = ((mode === 'work' ? ratedFuelMlPerHour * load : idleFuelMlPerHour) * elapsed) / HOUR_MS
    return {
      ...at,
      ...(mode === 'work' ? towards(state, this.#waypoint(state.ts), CREEP_METRES_PER_MS * elapsed) : undefined),
      opMs: state.opMs + elapsed,
      idleMs: state.idleMs + (mode === 'idle' ? elapsed : 0),
      fuelMl: state.fuelMl + burnt,
      tankMl: this.#refuelled(state.tankMl) - burnt,
    }
  }

  /** A bowser comes before the tank is empty. */
  #refuelled(tankMl: number): number {
    return tankMl < this.profile.tankMl * REFUEL_BELOW ? this.profile.tankMl * FILL_TO : tankMl
  }

  #drain(tankMl: number, elapsed: number): number {
    const left = tankMl - (this.profile.tankMl * DRAINED_SHARE * elapsed) / DRAIN_MS
    return Math.min(tankMl, Math.max(left, this.profile.tankMl * DRAIN_LEAVES))
  }

  #waypoint(time: number): Point {
    const [yard, around] = [
      this.#yard(time),
      polar(randomOf(this.#seed, 'waypoint', Math.floor(time / SLOT_MS)), SITE_RADIUS),
    ]
    return { east: yard.east + around.east, north: yard.north + around.north }
  }

  /** Yard of the present site: the place that the specification names, or one around it for a machine that moves on. */
  #yard(time: number): Point {
    const { siteWeeks } = this.profile
    if (siteWeeks === 0) return HOME
    const site = Math.floor(localDay(time) / (7 * siteWeeks))
    return polar(randomOf(this.#seed, 'site', site), NEIGHBOURHOOD_METRES)
  }

  /** Sixty kilometres away, always the same place. */
  #hideout(): Point {
    const angle = 2 * Math.PI * randomOf(this.#seed, 'theft', 0).uniform()
    return { east: HIDEOUT_METRES * Math.cos(angle), north: HIDEOUT_METRES * Math.sin(angle) }
  }

  #incidentsAt(time: number, started: readonly Incident[]): readonly Incident[] {
    return [...started, ...this.#planned(localDay(time))].filter((incident) => isActive(incident, time))
  }

  /** Incidents of the plan that can last into this day. */
  #planned(day: number): readonly Incident[] {
    return [...this.#plan(day - 1).incidents, ...this.#plan(day).incidents]
  }

  #plan(day: number): DayPlan {
    const known = this.#plans.get(day)
    if (known) return known
    if (this.#plans.size >= PLANS_KEPT) this.#plans.clear()
    const plan = planDay(this.profile, this.#seed, day)
    this.#plans.set(day, plan)
    return plan
  }
}

interface Point {
  readonly east: number
  readonly north: number
}

const HOME: Point = { east: 0, north: 0 }

function towards(from: Point, to: Point, metres: number): Point {
  const [east, north] = [to.east - from.east, to.north - from.north]
  const distance = Math.hypot(east, north)
  const part = distance <= metres ? 1 : metres / distance
  return { east: from.east + east * part, north: from.north + north * part }
}

function polar(random: { uniform(): number }, radius: number): Point {
  const [distance, angle] = [radius * Math.sqrt(random.uniform()), 2 * Math.PI * random.uniform()]
  return { east: distance * Math.cos(angle), north: distance * Math.sin(angle) }
}
