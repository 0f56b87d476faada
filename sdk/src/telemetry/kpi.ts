import type { Ratio } from '../kpi.ts'

/** What a machine was used in a stretch of time: differences of its signed counters. */
export interface MachineUse {
  readonly opSec: bigint
  /** Engine on, no work; part of {@link opSec}. */
  readonly idleSec: bigint
  readonly fuelMl: bigint
}

const SECONDS_PER_HOUR = 3_600n

/**
 * Operating seconds over the seconds in which the machine could have worked.
 * @param availableSec by the lessee's calendar, or all seconds of the period
 */
export function machineUtilisation({ opSec }: MachineUse, availableSec: bigint): Ratio {
  return { numerator: opSec, denominator: availableSec }
}

/** Working seconds (operating, not idling) over available ones. */
export function productiveRatio({ opSec, idleSec }: MachineUse, availableSec: bigint): Ratio {
  return { numerator: opSec - idleSec, denominator: availableSec }
}

/** Idle seconds over operating ones. */
export function idleRatio({ opSec, idleSec }: MachineUse): Ratio {
  return { numerator: idleSec, denominator: opSec }
}

/**
 * Rent per operating hour: minor units × 3600 over seconds, so that the quotient is minor units an hour.
 * @param rent base rent and use, minor units
 */
export function rentPerHour(rent: bigint, { opSec }: MachineUse): Ratio {
  return { numerator: rent * SECONDS_PER_HOUR, denominator: opSec }
}

/** Readings that the gateway holds over those that the device has made. */
export function completeness(received: bigint, expected: bigint): Ratio {
  return { numerator: received, denominator: expected }
}

/** The instants of an alarm's life, in one unit; undefined while it has not come. */
export interface AlarmTimes {
  readonly raisedAt: bigint
  readonly acknowledgedAt?: bigint | undefined
  readonly clearedAt?: bigint | undefined
}

/** Mean time to acknowledge: time from raising to acknowledgement over the acknowledged alarms. */
export function meanTimeToAcknowledge(alarms: readonly AlarmTimes[]): Ratio {
  return meanTime(alarms, ({ acknowledgedAt }) => acknowledgedAt)
}

/** Mean time to resolve: time from raising to clearing over the cleared alarms. */
export function meanTimeToResolve(alarms: readonly AlarmTimes[]): Ratio {
  return meanTime(alarms, ({ clearedAt }) => clearedAt)
}

function meanTime(alarms: readonly AlarmTimes[], end: (alarm: AlarmTimes) => bigint | undefined): Ratio {
  const times = alarms.flatMap((alarm) => {
    const ended = end(alarm)
    return ended === undefined ? [] : [ended - alarm.raisedAt]
  })
  return { numerator: times.reduce((sum, time) => sum + time, 0n), denominator: BigInt(times.length) }
}

/** Emission factor of diesel burnt in a machine, without its production (tank to wheel). */
export interface Co2Factor {
  readonly id: string
  /** Milligrams of CO₂ per litre. */
  readonly mgPerLitre: bigint
  /** Where the figure is published. */
  readonly source: string
}

/** Version of {@link CO2_FACTORS}: a figure states it beside the factor, and a new table gets a new one. */
export const CO2_FACTORS_VERSION = 1
export const CO2_FACTORS = [
  { id: 'IPCC', mgPerLitre: 2_680_000n, source: 'IPCC 2006 vol. 2: 74.1 t CO₂/TJ, 43 TJ/Gg, 0.84 kg/L' },
  { id: 'DESNZ-2025-GAS-OIL', mgPerLitre: 2_755_410n, source: 'UK DESNZ conversion factors 2025, gas oil, CO₂e' },
] as const satisfies readonly Co2Factor[]

/** CO₂ of burnt fuel as a fraction of grams: millilitres × milligrams per litre over 10⁶. */
export function co2Grams({ fuelMl }: MachineUse, factor: Co2Factor = CO2_FACTORS[0]): Ratio {
  return { numerator: fuelMl * factor.mgPerLitre, denominator: 1_000_000n }
}

/** A settled period of a lease with the state of its evidence. */
export interface MeasuredPeriod extends MachineUse {
  readonly received: bigint
  readonly expected: bigint
}

/** Whether a lessee has earned the green margin, with the figures that decide it. */
export interface GreenMargin {
  /** −10 when earned, else 0: change of the yearly rate in bps that the rule suggests. */
  readonly bps: -10 | 0
  readonly idle: Ratio
  readonly completeness: Ratio
}

const GREEN_PERIODS = 3
const GREEN_IDLE_PERCENT = 20n
const GREEN_COMPLETENESS_PERCENT = 98n

/**
 * Green margin: idle ratio below 20 % and completeness of 98 % or more, both over the sum of the last three periods.
 * @param periods settled periods, oldest first; fewer than three, or no use, earn nothing
 */
export function greenMargin(periods: readonly MeasuredPeriod[]): GreenMargin {
  const last = periods.slice(-GREEN_PERIODS)
  const total = (field: keyof MeasuredPeriod) => last.reduce((sum, period) => sum + period[field], 0n)
  const idle = idleRatio({ opSec: total('opSec'), idleSec: total('idleSec'), fuelMl: total('fuelMl') })
  const complete = completeness(total('received'), total('expected'))
  const earned =
    last.length === GREEN_PERIODS &&
    idle.denominator > 0n &&
    idle.numerator * 100n < GREEN_IDLE_PERCENT * idle.denominator &&
    complete.denominator > 0n &&
    complete.numerator * 100n >= GREEN_COMPLETENESS_PERCENT * complete.denominator
  return { bps: earned ? -10 : 0, idle, completeness: complete }
}
