import { LimitDecisionsDocument, type LimitDecisionsQuery } from '@tallystick/sdk'
import type { Address } from 'viem'
import { useBank } from '../../chain/deployment'
import { useGraph } from '../../graphql/use-graph'

export type LimitDecision = LimitDecisionsQuery['limitDecisions'][number]

/** Decisions on one merchant's limit, or on all, the newest first. */
export function useLineDecisions(merchant?: Address) {
  const { lines } = useBank()
  const where = {
    book: lines.toLowerCase(),
    ...(merchant && { merchant: merchant.toLowerCase() as Address }),
  }
  const { data, isPending, error, refetch } = useGraph(LimitDecisionsDocument, { where, first: 1_000 })
  return { decisions: data?.limitDecisions, loading: isPending, failed: error !== null, refetch }
}
