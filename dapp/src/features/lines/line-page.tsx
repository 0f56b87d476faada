import { Trans } from '@lingui/react/macro'
import type { Address } from 'viem'
import { ErrorState, Skeleton } from '../../ui'
import { MerchantPage } from '../account/merchant-page'
import { DemoBusinessCard } from '../scores/demo-business-card'
import { usePolicy } from '../scores/use-policy'
import { useScore } from '../scores/use-score'
import { LineCard } from './line-card'
import { LineHistory } from './line-history'
import { OpenCard } from './open-card'
import { useLine } from './use-line'

/** A merchant's line: what is free, what is owed, what falls due, and how it came to be. */
export function LinePage() {
  return (
    <MerchantPage
      title={<Trans>My line</Trans>}
      lead={
        <Trans>Draw and repay as you like. Interest runs by the second on what is drawn, and on nothing else.</Trans>
      }
    >
      {(merchant) => <LineContent merchant={merchant} />}
    </MerchantPage>
  )
}

function LineContent({ merchant }: { readonly merchant: Address }) {
  const reading = useLine(merchant)
  const score = useScore(merchant)
  const policy = usePolicy()
  const queries = [reading, score, policy]
  if (queries.some(({ isError }) => isError)) {
    return (
      <ErrorState
        title={<Trans>The network node cannot be reached</Trans>}
        onRetry={() => void Promise.all(queries.map(({ refetch }) => refetch()))}
      >
        <Trans>Nothing is lost. The page tries again by itself.</Trans>
      </ErrorState>
    )
  }
  if (!reading.data || !score.data || !policy.data) return <Skeleton className="h-64" />
  const { state } = reading.data
  if (state === 'None') return <OpenCard score={score.data.score} policy={policy.data} isClosed={false} />
  return (
    <>
      {state === 'Closed' ? (
        <OpenCard score={score.data.score} policy={policy.data} isClosed />
      ) : (
        <LineCard merchant={merchant} reading={reading.data} score={score.data} policy={policy.data} />
      )}
      <LineHistory merchant={merchant} />
      <DemoBusinessCard merchant={merchant} />
    </>
  )
}
