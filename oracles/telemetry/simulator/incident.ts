import { HOUR_MS } from './calendar.ts'

/** What can befall a machine, and for how many hours it does unless told otherwise. */
const DURATION_HOURS = {
  /** Driven off on a low-loader, engine off; brought back afterwards. */
  theft: 6,
  /** A third of the tank is drained, engine off. */
  fuel_theft: 0.05,
  /** Nobody works with it. */
  unused: 96,
  /** Works, whatever the calendar says. */
  work: 8,
  /** The operator switches it off. */
  stop: 1,
  /** Runs without working. */
  idle: 10,
  /** Works, and burns a third more than its data sheet says. */
  burn: 8,
  /** Cannot be started. */
  breakdown: 72,
  /** Without network; readings are kept and sent afterwards. */
  offline: 6,
  /** The position cannot be measured. */
  jam: 2,
  /** The housing of the meter is open. */
  tamper: 1,
  /** The next reading has its counters turned back. */
  rollback: 24,
  /** A copy of the device signs another reading under the number of the next. */
  clone: 24,
} as const

export type IncidentKind = keyof typeof DURATION_HOURS
export const INCIDENT_KINDS = Object.keys(DURATION_HOURS) as readonly IncidentKind[]

/** Something that befalls a machine from one instant to another, Unix milliseconds. */
export interface Incident {
  readonly kind: IncidentKind
  readonly from: number
  readonly to: number
}

/** @param hours above 0; the kind's usual duration when left out */
export function incidentAt(kind: IncidentKind, from: number, hours: number = DURATION_HOURS[kind]): Incident {
  return { kind, from, to: from + hours * HOUR_MS }
}

export function isActive({ from, to }: Incident, time: number): boolean {
  return time >= from && time < to
}
