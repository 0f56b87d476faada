import { LimitDecisionDocument, type LimitDecisionQuery } from '@tallystick/sdk'
import type { Hex } from 'viem'
import { useGraph } from '../../graphql/use-graph'

export type AuditedDecision = NonNullable<LimitDecisionQuery['limitDecision']>
export type DecisionAnswer = NonNullable<AuditedDecision['answer']>

/** One decision with line, score, request, model and policy. */
export function useDecision(id: Hex) {
  const records = useGraph(LimitDecisionDocument, { id })
  return { ...records, decision: records.data?.limitDecision }
}
