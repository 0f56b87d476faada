import type { AlarmTimes, MachineUse, MeasuredPeriod } from '@tallystick/sdk'
import type { AlarmRecord, BillRecord, PeriodRecord } from './read-kpi-inputs'

/** The instants of an alarm on chain, Unix seconds. */
export function alarmTimesOf({ raisedAt, acknowledgedAt, clearedAt }: AlarmRecord): AlarmTimes {
  return {
    raisedAt: BigInt(raisedAt),
    acknowledgedAt: acknowledgedAt === null ? undefined : BigInt(acknowledgedAt),
    clearedAt: clearedAt === null ? undefined : BigInt(clearedAt),
  }
}

/** A settled period with the state of its evidence. */
export function measuredOf({ opSec, idleSec, fuelMl, received, expected }: PeriodRecord): MeasuredPeriod {
  return {
    opSec: BigInt(opSec),
    idleSec: BigInt(idleSec),
    fuelMl: BigInt(fuelMl),
    received: BigInt(received),
    expected: BigInt(expected),
  }
}

/** What several periods were used, together. */
export function totalUse(periods: readonly MachineUse[]): MachineUse {
  const total = (field: keyof MachineUse) => periods.reduce((sum, period) => sum + period[field], 0n)
  return { opSec: total('opSec'), idleSec: total('idleSec'), fuelMl: total('fuelMl') }
}

const MS_PER_SECOND = 1_000n

/** Seconds between the readings that a period's use lies between: all of them, the machine's calendar is not known. */
export function availableSeconds({ known, openingTs, closingTs }: PeriodRecord): bigint {
  return known && closingTs !== null ? (BigInt(closingTs) - BigInt(openingTs)) / MS_PER_SECOND : 0n
}

/** Base rent and use of a bill, without the fee of an early end. */
export function rentOf({ interest, principal, usage }: BillRecord): bigint {
  return BigInt(interest) + BigInt(principal) + BigInt(usage)
}
