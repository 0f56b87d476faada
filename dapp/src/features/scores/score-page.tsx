import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { Address } from 'viem'
import { buttonClass, ErrorState, Skeleton } from '../../ui'
import { MerchantPage } from '../account/merchant-page'
import { ApplyCard } from './apply-card'
import { DecisionCard } from './decision-card'
import { DemoBusinessCard } from './demo-business-card'
import { ScoreHistoryCard } from './score-history-card'
import { SimulatorCard } from './simulator-card'
import { usePolicy } from './use-policy'
import { useScore } from './use-score'

/** A merchant's way to a score, the decision with its reasons, and what would change it. */
export function ScorePage() {
  return (
    <MerchantPage
      title={<Trans>Score and decision</Trans>}
      lead={<Trans>How the bank's model sees your shop, what follows from it, and why.</Trans>}
    >
      {(merchant) => <ScoreContent merchant={merchant} />}
    </MerchantPage>
  )
}

function ScoreContent({ merchant }: { readonly merchant: Address }) {
  const state = useScore(merchant)
  const policy = usePolicy()
  if (state.isError || policy.isError) {
    return (
      <ErrorState
        title={<Trans>The network node cannot be reached</Trans>}
        onRetry={() => void Promise.all([state.refetch(), policy.refetch()])}
      />
    )
  }
  if (!state.data || !policy.data) return <Skeleton className="h-64" />
  const { score, commitment } = state.data
  return (
    <>
      {score && (
        <DecisionCard
          title={<Trans>The decision</Trans>}
          score={score}
          commitment={commitment}
          policy={policy.data}
          actions={
            <Link to="/merchant/line" className={buttonClass('primary')}>
              <Trans>To my line</Trans>
            </Link>
          }
        />
      )}
      <ApplyCard merchant={merchant} state={state.data} />
      {score && (
        <SimulatorCard
          key={commitment}
          merchant={merchant}
          score={score}
          commitment={commitment}
          policy={policy.data}
        />
      )}
      {score && <ScoreHistoryCard merchant={merchant} bands={policy.data.bands} />}
      <DemoBusinessCard merchant={merchant} />
    </>
  )
}
