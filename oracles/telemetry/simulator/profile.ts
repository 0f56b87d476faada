/** Working hours of a site, local time. */
export interface Shift {
  readonly startHour: number
  readonly hours: number
}

/** How a machine is used, and what it burns. Shares are parts of one. */
export interface MachineProfile {
  /** Burn by the data sheet, as it stands in the register. */
  readonly ratedFuelMlPerHour: number
  readonly idleFuelMlPerHour: number
  readonly tankMl: number
  readonly shifts: readonly Shift[]
  /** Days of the week with work, from Monday. */
  readonly workdays: number
  /** Part of the working days on which there is a job for the machine. */
  readonly attendance: number
  /** Part of the running time in which it does not work. */
  readonly idleShare: number
  /** Burn while working, over the rated one. */
  readonly load: number
  /** Weeks after which it is carried to another site in the neighbourhood; 0 when it stays. */
  readonly siteWeeks: number
  readonly breakdownsPerYear: number
  readonly networkGapsPerYear: number
  /** Nights a year in which it is driven off, and in which fuel is taken. */
  readonly theftsPerYear: number
  readonly fuelTheftsPerYear: number
}

/** An excavator of the 21-ton class in ordinary use. */
const ordinary: MachineProfile = {
  ratedFuelMlPerHour: 22_000,
  idleFuelMlPerHour: 3_500,
  tankMl: 400_000,
  shifts: [{ startHour: 7.5, hours: 9.5 }],
  workdays: 6,
  attendance: 0.85,
  idleShare: 0.25,
  load: 0.65,
  siteWeeks: 0,
  breakdownsPerYear: 4,
  networkGapsPerYear: 12,
  theftsPerYear: 0,
  fuelTheftsPerYear: 0.5,
}

/** Profiles by name, as a fleet file refers to them. */
export const PROFILES = {
  ordinary,
  /** Two shifts, seven days. */
  busy: {
    ...ordinary,
    shifts: [
      { startHour: 6, hours: 8.5 },
      { startHour: 15, hours: 7.5 },
    ],
    workdays: 7,
    attendance: 0.95,
    idleShare: 0.16,
  },
  light: { ...ordinary, workdays: 5, attendance: 0.45 },
  /** Stands on its site for good. */
  unused: { ...ordinary, attendance: 0 },
  idler: { ...ordinary, idleShare: 0.55 },
  /** Burns more than its data sheet says. */
  thirsty: { ...ordinary, load: 1.35 },
  /** Goes from one small site to the next. */
  itinerant: { ...ordinary, siteWeeks: 3 },
  /** Stands unguarded. */
  exposed: { ...ordinary, theftsPerYear: 6, fuelTheftsPerYear: 12 },
} as const satisfies Record<string, MachineProfile>

export type ProfileName = keyof typeof PROFILES
