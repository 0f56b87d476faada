import { graphQuery, LeaseKpisDocument, type LeaseKpisQuery } from '@tallystick/sdk'

export type PeriodRecord = LeaseKpisQuery['meterPeriods'][number]
export type BillRecord = LeaseKpisQuery['rentBills'][number]
export type AlarmRecord = LeaseKpisQuery['alarms'][number]

/** Everything that the key figures of leases are computed from. */
export interface KpiInputs {
  readonly periods: readonly PeriodRecord[]
  readonly bills: readonly BillRecord[]
  readonly alarms: readonly AlarmRecord[]
}

const PAGE = 1_000
const START = '0x'

/**
 * Reads all settled periods, bills and alarms of a book of leases, page by page.
 * @param book account of the book of leases, in lower case
 * @param oracle account of the oracle contract for alarms, in lower case
 * @throws GraphError when the index cannot be reached
 */
export async function readKpiInputs(book: string, oracle: string, signal: AbortSignal): Promise<KpiInputs> {
  const periods: PeriodRecord[] = []
  const bills: BillRecord[] = []
  const alarms: AlarmRecord[] = []
  for (;;) {
    const page = await graphQuery(
      '/graphql',
      LeaseKpisDocument,
      {
        ...{ book, oracle, first: PAGE },
        periodsAfter: periods.at(-1)?.id ?? START,
        billsAfter: bills.at(-1)?.id ?? START,
        alarmsAfter: alarms.at(-1)?.id ?? START,
      },
      { signal },
    )
    periods.push(...page.meterPeriods)
    bills.push(...page.rentBills)
    alarms.push(...page.alarms)
    const isLast = [page.meterPeriods, page.rentBills, page.alarms].every((rows) => rows.length < PAGE)
    if (isLast) return { periods, bills, alarms }
  }
}
