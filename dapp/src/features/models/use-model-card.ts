import { useQuery } from '@tanstack/react-query'
import { fetchCard } from './model-card'

/** The card of a registered model, with its hash checked. */
export function useModelCard({ cardUri, cardHash }: { readonly cardUri: string; readonly cardHash: string }) {
  return useQuery({
    queryKey: ['model-card', cardUri, cardHash],
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: ({ signal }) => fetchCard(cardUri, cardHash, signal),
  })
}
