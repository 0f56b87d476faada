import { useQuery } from '@tanstack/react-query'
import { useBlockNumber } from 'wagmi'
import { indexedBlock } from './indexed'

export type RecordStatus = 'loading' | 'current' | 'lagging' | 'down'

/** How far the records go, compared with the chain. */
export interface RecordState {
  readonly status: RecordStatus
  /** Newest block in the records. */
  readonly indexed: bigint | undefined
  /** Newest block of the chain. */
  readonly head: bigint | undefined
}

/** Blocks by which the records may be behind before the page says so: the indexer works in batches. */
const TOLERANCE = 5n
const POLL_MS = 3_000

/** How far the records go, asked again every few seconds. */
export function useRecordState(): RecordState {
  const { data: head } = useBlockNumber({ query: { refetchInterval: POLL_MS } })
  const { data, isError } = useQuery({
    queryKey: ['graph', 'meta'],
    queryFn: ({ signal }) => indexedBlock(signal),
    refetchInterval: POLL_MS,
    retry: 1,
  })
  const indexed = data?.number
  return { status: statusOf(indexed, head, isError), indexed, head }
}

function statusOf(indexed: bigint | undefined, head: bigint | undefined, failed: boolean): RecordStatus {
  if (failed) return 'down'
  if (indexed === undefined || head === undefined) return 'loading'
  return head - indexed > TOLERANCE ? 'lagging' : 'current'
}
