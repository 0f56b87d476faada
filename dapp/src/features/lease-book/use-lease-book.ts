import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useBank } from '../../chain/deployment'
import { chainNow, useToday } from '../../chain/now'
import { bookRow } from './book-row'
import { readLeases } from './read-leases'

const REFETCH_MS = 10_000

/** The bank's book of leases from the records, all of it; debts as of now. */
export function useLeaseBook() {
  const { leases } = useBank()
  const today = useToday()
  const records = useQuery({
    queryKey: ['graph', 'lease-book', leases],
    queryFn: ({ signal }) => readLeases(leases.toLowerCase(), signal),
    placeholderData: keepPreviousData,
    refetchInterval: REFETCH_MS,
  })
  const { data } = records
  // What is past due changes with the day, not with the second.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new day needs the debts again
  const rows = useMemo(() => data?.map((lease) => bookRow(lease, chainNow())), [data, today])
  return { ...records, rows }
}
