import { Trans, useLingui } from '@lingui/react/macro'
import { useDeployment } from '../../chain/deployment'
import { useLocale } from '../../i18n/use-locale'
import { formatDuration } from '../../lib/duration'
import { Card, KeyValueList, Skeleton } from '../../ui'
import { RatioText } from '../risk/ratio-text'
import { usePolicy } from '../scores/use-policy'
import { approvalFigures } from './approval-figures'
import type { BookRecords } from './read-book'

/** Applications of merchants: how many, how they ended, how long they took. */
export function ApprovalsCard({ records }: { readonly records: BookRecords }) {
  const { t } = useLingui()
  const locale = useLocale()
  const { asset } = useDeployment()
  const policy = usePolicy().data
  if (!policy) return <Skeleton className="h-56" />
  const figures = approvalFigures(records, policy, asset.decimals)
  const duration = (seconds: bigint | null) => (seconds === null ? '–' : formatDuration(Number(seconds), locale))
  return (
    <Card title={<Trans>Applications</Trans>}>
      <KeyValueList
        items={[
          { key: 'requested', label: t`Requests for a score`, value: figures.requested },
          { key: 'open', label: t`Waiting for an answer`, value: figures.open },
          { key: 'failed', label: t`Without an answer`, value: figures.failed },
          { key: 'approval', label: t`Approved, of those answered`, value: <RatioText value={figures.approval} /> },
          {
            key: 'automatic',
            label: t`Limits decided by the policy alone`,
            value: <RatioText value={figures.automatic} />,
          },
          { key: 'median', label: t`Time to decision, median`, value: duration(figures.medianSeconds) },
          { key: 'slow', label: t`Time to decision, 95 of 100`, value: duration(figures.slowSeconds) },
        ]}
      />
    </Card>
  )
}
