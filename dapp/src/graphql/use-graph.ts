import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { GraphDocument } from '@tallystick/sdk'
import { queryGraph } from './endpoint'

export interface GraphOptions {
  /** False until the variables are known. */
  readonly enabled?: boolean
  /** Milliseconds between two questions while the screen is open; 10 000 when absent. */
  readonly refetchInterval?: number
}

/** Records from the index. The last good answer stays while a new one is fetched or fails. */
export function useGraph<Result, Variables>(
  document: GraphDocument<Result, Variables>,
  variables: Variables,
  { enabled = true, refetchInterval = 10_000 }: GraphOptions = {},
): UseQueryResult<Result> {
  return useQuery({
    queryKey: ['graph', document.name, variables],
    queryFn: ({ signal }) => queryGraph(document, variables, signal),
    placeholderData: keepPreviousData,
    enabled,
    refetchInterval,
  })
}
