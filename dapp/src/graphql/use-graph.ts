import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { queryGraph, type TypedDocument } from './endpoint'

export interface GraphOptions {
  /** False until the variables are known. */
  readonly enabled?: boolean
  /** Milliseconds between two questions while the screen is open; 10 000 when absent. */
  readonly refetchInterval?: number
}

/** Records from the index. The last good answer stays while a new one is fetched or fails. */
export function useGraph<Result, Variables>(
  document: TypedDocument<Result, Variables>,
  variables: Variables,
  { enabled = true, refetchInterval = 10_000 }: GraphOptions = {},
): UseQueryResult<Result> {
  return useQuery({
    queryKey: ['graph', document.toString(), variables],
    queryFn: ({ signal }) => queryGraph(document, variables, signal),
    placeholderData: keepPreviousData,
    enabled,
    refetchInterval,
  })
}
