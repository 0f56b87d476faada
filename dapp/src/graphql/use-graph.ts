import { type GraphDocument, graphQuery } from '@tallystick/sdk'
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'

export interface GraphOptions {
  /** False until the variables are known. */
  readonly enabled?: boolean
  /** Milliseconds between two questions while the screen is open; 10 000 when absent. */
  readonly refetchInterval?: number
}

/** The index behind the page's own origin. */
const ENDPOINT = '/graphql'

/** Records from the index. The last good answer stays while a new one is fetched or fails. */
export function useGraph<Result, Variables>(
  document: GraphDocument<Result, Variables>,
  variables: Variables,
  { enabled = true, refetchInterval = 10_000 }: GraphOptions = {},
): UseQueryResult<Result> {
  return useQuery({
    queryKey: ['graph', document.name, variables],
    queryFn: ({ signal }) => graphQuery(ENDPOINT, document, variables, { signal }),
    placeholderData: keepPreviousData,
    enabled,
    refetchInterval,
  })
}
