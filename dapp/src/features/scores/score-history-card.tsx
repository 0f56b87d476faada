import { Trans, useLingui } from '@lingui/react/macro'
import { CHINA_UTC_OFFSET, dayOf, formatDay, MerchantScoreDocument, type PolicyBand } from '@tallystick/sdk'
import { type Address, concat } from 'viem'
import { useBank } from '../../chain/deployment'
import { ScoreHistory } from '../../charts'
import { RecordsError } from '../../graphql/records-error'
import { useGraph } from '../../graphql/use-graph'
import { useLocale } from '../../i18n/use-locale'
import { Card, ErrorState, Skeleton } from '../../ui'

/** A new score is stored without a transaction of this page, so it has to be looked for. */
const POLL_MS = 3_000

export interface ScoreHistoryCardProps {
  readonly merchant: Address
  readonly bands: readonly PolicyBand[]
}

/** How the merchant's score went, against the policy's bands. */
export function ScoreHistoryCard({ merchant, bands }: ScoreHistoryCardProps) {
  const { t } = useLingui()
  const locale = useLocale()
  const { scoreOracle } = useBank()
  const variables = {
    id: concat([scoreOracle, merchant]).toLowerCase() as Address,
    oracle: scoreOracle.toLowerCase(),
    merchant: merchant.toLowerCase() as Address,
  }
  const { data, isError, refetch } = useGraph(MerchantScoreDocument, variables, { refetchInterval: POLL_MS })
  const points = data?.scores.map(({ id, storedAt, score }) => ({ key: id, at: Number(storedAt), score })).reverse()
  if (points?.length === 0) return null
  return (
    <Card title={<Trans>How the score went</Trans>}>
      {points && (
        <ScoreHistory
          title={t`How the score went`}
          points={points}
          thresholds={bands.map(({ minScore }) => ({ key: String(minScore), score: minScore }))}
          labels={{ score: t`Score`, threshold: t`A band begins` }}
          formatTime={(seconds) => formatDay(dayOf(BigInt(seconds), CHINA_UTC_OFFSET), locale)}
        />
      )}
      {!points && isError && (
        <ErrorState onRetry={() => void refetch()}>
          <RecordsError />
        </ErrorState>
      )}
      {!points && !isError && <Skeleton className="h-48" />}
    </Card>
  )
}
