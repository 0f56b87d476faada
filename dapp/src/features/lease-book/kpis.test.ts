import { expect, it } from 'vitest'
import { greenMarginOf, leaseKpis } from './kpis'
import type { AlarmRecord, BillRecord, PeriodRecord } from './read-kpi-inputs'

const LEASE = '0xaa'

function period(number: number, part: Partial<PeriodRecord> = {}): PeriodRecord {
  return {
    id: `0x${number}`,
    period: number,
    known: true,
    openingTs: '0',
    closingTs: '36000000',
    opSec: '7200',
    idleSec: '1200',
    fuelMl: '30000',
    received: '99',
    expected: '100',
    lease: { id: LEASE },
    ...part,
  } as PeriodRecord
}

const bill = { metered: true, opSec: '7200', interest: '100', principal: '300', usage: '200' } as BillRecord
const alarm = { raisedAt: '100', acknowledgedAt: '160', clearedAt: null } as AlarmRecord

it('states numerator and denominator of each figure', () => {
  const kpis = leaseKpis({ periods: [period(1), period(2, { known: false })], bills: [bill], alarms: [alarm] })
  expect(kpis.utilisation).toEqual({ numerator: 7_200n, denominator: 36_000n })
  expect(kpis.productive).toEqual({ numerator: 6_000n, denominator: 36_000n })
  expect(kpis.idle).toEqual({ numerator: 1_200n, denominator: 7_200n })
  expect(kpis['rent-per-hour']).toEqual({ numerator: 600n * 3_600n, denominator: 7_200n })
  expect(kpis.completeness).toEqual({ numerator: 99n, denominator: 100n })
  expect(kpis.mtta).toEqual({ numerator: 60n, denominator: 1n })
  expect(kpis.mttr).toEqual({ numerator: 0n, denominator: 0n })
})

it('leaves the rent of a bill without a reading out of the rent per hour', () => {
  const silent = { ...bill, metered: false, opSec: '0' }
  expect(leaseKpis({ periods: [], bills: [bill, silent], alarms: [] })['rent-per-hour'].numerator).toBe(600n * 3_600n)
})

it('gives the green margin for three good periods of the same lease', () => {
  const good = [period(3), period(1), period(2)]
  expect(greenMarginOf(good, LEASE).bps).toBe(-10)
  expect(greenMarginOf(good.slice(1), LEASE).bps).toBe(0)
  expect(greenMarginOf(good, '0xbb').bps).toBe(0)
})
