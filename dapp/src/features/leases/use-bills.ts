import { LeaseDocument, type LeaseQuery, leaseRowId } from '@tallystick/sdk'
import { useBank } from '../../chain/deployment'
import { useGraph } from '../../graphql/use-graph'

/** A bill of rent with what was measured for it. Amounts in minor units. */
export interface BillRow {
  readonly period: number
  readonly metered: boolean
  /** Operating seconds billed. */
  readonly opSec: bigint
  /** Interest and principal. */
  readonly base: bigint
  readonly usage: bigint
  readonly fee: bigint
  /** Day of the bill. */
  readonly day: number
  /** Readings in the evidence, of those that the device has made. */
  readonly received: bigint
  readonly expected: bigint
  /** Evidence was brought with the closing reading. */
  readonly hasEvidence: boolean
}

type Lease = NonNullable<LeaseQuery['lease']>

/** Bills of a lease, the newest first. */
export function useBills(leaseId: bigint) {
  const { leases } = useBank()
  const id = leaseRowId(leases, leaseId)
  const records = useGraph(LeaseDocument, { id, lease: id })
  const { lease } = records.data ?? {}
  return { ...records, bills: lease ? lease.bills.map((bill) => billOf(bill, lease.periods)) : undefined }
}

/** A bill beside the meter's period that it closes. */
export function billOf(bill: Lease['bills'][number], periods: Lease['periods']): BillRow {
  const measured = periods.find(({ period }) => period === bill.period)
  return {
    period: bill.period,
    metered: bill.metered,
    opSec: BigInt(bill.opSec),
    base: BigInt(bill.interest) + BigInt(bill.principal),
    usage: BigInt(bill.usage),
    fee: BigInt(bill.fee),
    day: bill.day,
    received: BigInt(measured?.received ?? '0'),
    expected: BigInt(measured?.expected ?? '0'),
    hasEvidence: measured?.root != null && BigInt(measured.root) !== 0n,
  }
}
