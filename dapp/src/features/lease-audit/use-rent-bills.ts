import { graphQuery, RentBillsDocument, type RentBillsQuery } from '@tallystick/sdk'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useBank } from '../../chain/deployment'

export type RentBillRecord = RentBillsQuery['rentBills'][number]

const PAGE = 1_000
const REFETCH_MS = 10_000

/** Every bill of the bank's leases, the newest first. */
export function useRentBills() {
  const { leases } = useBank()
  return useQuery({
    queryKey: ['graph', 'rent-bills', leases],
    queryFn: ({ signal }) => readBills(leases.toLowerCase(), signal),
    placeholderData: keepPreviousData,
    refetchInterval: REFETCH_MS,
  })
}

async function readBills(book: string, signal: AbortSignal): Promise<readonly RentBillRecord[]> {
  const bills: RentBillRecord[] = []
  for (;;) {
    const variables = { where: { book }, first: PAGE, skip: bills.length }
    const page = await graphQuery('/graphql', RentBillsDocument, variables, { signal })
    bills.push(...page.rentBills)
    if (page.rentBills.length < PAGE) return bills
  }
}
