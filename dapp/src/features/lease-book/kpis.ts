import {
  co2Grams,
  completeness,
  type GreenMargin,
  greenMargin,
  idleRatio,
  machineUtilisation,
  meanTimeToAcknowledge,
  meanTimeToResolve,
  productiveRatio,
  type Ratio,
  rentPerHour,
} from '@tallystick/sdk'
import { alarmTimesOf, availableSeconds, measuredOf, rentOf, totalUse } from './kpi-inputs'
import type { KpiInputs, PeriodRecord } from './read-kpi-inputs'

export const LEASE_KPIS = [
  'utilisation',
  'productive',
  'idle',
  'rent-per-hour',
  'completeness',
  'mtta',
  'mttr',
  'co2',
] as const
export type LeaseKpiName = (typeof LEASE_KPIS)[number]

/** Key figures of leases: each as its numerator and denominator. */
export type LeaseKpis = Readonly<Record<LeaseKpiName, Ratio>>

/** Computes the key figures over everything that has been settled and billed. */
export function leaseKpis({ periods, bills, alarms }: KpiInputs): LeaseKpis {
  const measured = periods.filter(({ known }) => known).map(measuredOf)
  const use = totalUse(measured)
  const available = periods.reduce((sum, period) => sum + availableSeconds(period), 0n)
  const rent = bills.filter(({ metered }) => metered).reduce((sum, bill) => sum + rentOf(bill), 0n)
  const billedSec = bills.reduce((sum, { opSec }) => sum + BigInt(opSec), 0n)
  const total = (field: 'received' | 'expected') => measured.reduce((sum, period) => sum + period[field], 0n)
  const times = alarms.map(alarmTimesOf)
  return {
    utilisation: machineUtilisation(use, available),
    productive: productiveRatio(use, available),
    idle: idleRatio(use),
    'rent-per-hour': rentPerHour(rent, { ...use, opSec: billedSec }),
    completeness: completeness(total('received'), total('expected')),
    mtta: meanTimeToAcknowledge(times),
    mttr: meanTimeToResolve(times),
    co2: co2Grams(use),
  }
}

/** Whether a lease has earned the green margin by its settled periods. */
export function greenMarginOf(periods: readonly PeriodRecord[], leaseRow: string): GreenMargin {
  const own = periods.filter(({ lease, known }) => known && lease.id === leaseRow)
  return greenMargin(own.toSorted((left, right) => left.period - right.period).map(measuredOf))
}
