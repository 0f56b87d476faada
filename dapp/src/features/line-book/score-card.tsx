import { Trans } from '@lingui/react/macro'
import type { Address } from 'viem'
import { errorText } from '../../chain/errors'
import { Card, EmptyState, ErrorState, Skeleton } from '../../ui'
import { DecisionCard } from '../scores/decision-card'
import { usePolicy } from '../scores/use-policy'
import { useScore } from '../scores/use-score'

/** The merchant's score with what the policy in force makes of it. */
export function ScoreCard({ merchant }: { readonly merchant: Address }) {
  const { data, error, refetch } = useScore(merchant)
  const policy = usePolicy().data
  if (error && !data) return <ErrorState onRetry={() => void refetch()}>{errorText(error)}</ErrorState>
  if (!data || !policy) return <Skeleton className="h-80" />
  if (!data.score) {
    return (
      <Card title={<Trans>Score</Trans>}>
        <EmptyState title={<Trans>No score yet</Trans>}>
          <Trans>The merchant has to consent to the release of its data first.</Trans>
        </EmptyState>
      </Card>
    )
  }
  return <DecisionCard title={<Trans>Score</Trans>} score={data.score} commitment={data.commitment} policy={policy} />
}
