import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useBank } from '../../chain/deployment'
import { chainNow, useToday } from '../../chain/now'
import { type BookRow, bookRow } from './book-row'
import { type BookRecords, readBook } from './read-book'

const REFETCH_MS = 10_000

/** The bank's book of lines with the decisions and requests behind it, from the records; debts as of now. */
export function useBook() {
  const { lines, scoreOracle } = useBank()
  const today = useToday()
  const records = useQuery({
    queryKey: ['graph', 'book', lines],
    queryFn: ({ signal }) => readBook(lines.toLowerCase(), scoreOracle.toLowerCase(), signal),
    placeholderData: keepPreviousData,
    refetchInterval: REFETCH_MS,
  })
  const { data } = records
  // What is past due changes with the day, not with the second.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new day needs the debts again
  const rows = useMemo(() => data && rowsOf(data, chainNow()), [data, today])
  return { ...records, rows }
}

function rowsOf({ lines, scores }: BookRecords, now: bigint): readonly BookRow[] {
  const byMerchant = new Map(scores.map((score) => [score.merchant, score]))
  return lines.map((line) => bookRow(line, byMerchant.get(line.merchant), now))
}
