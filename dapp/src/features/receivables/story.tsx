import { Trans } from '@lingui/react/macro'
import { JournalDocument } from '@tallystick/sdk'
import type { Hex } from 'viem'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { errorText } from '../../chain/errors'
import { useGraph } from '../../graphql/use-graph'
import { ErrorState, HashText, InstantText, Money, Skeleton, Timeline } from '../../ui'
import { EventTitle, STORY } from './event-title'

/** What has happened to a receivable, oldest first: who, when, how much, in which transaction. */
export function Story({ baseId }: { readonly baseId: Hex }) {
  const { asset } = useDeployment()
  const { data, error, refetch } = useGraph(JournalDocument, { where: { receivableId: baseId }, first: 500 })
  if (!data) {
    if (!error) return <Skeleton className="h-48" />
    return <ErrorState onRetry={() => void refetch()}>{errorText(error)}</ErrorState>
  }
  const items = data.eventLogs
    .filter(({ name }) => STORY.has(name))
    .map((entry) => ({
      key: entry.id,
      title: <EventTitle name={entry.name} />,
      meta: (
        <span className="inline-flex flex-wrap items-center gap-x-3">
          <InstantText at={BigInt(entry.timestamp)} />
          <span>
            <Trans>block {entry.blockNumber}</Trans>
          </span>
          <HashText value={entry.transactionHash} />
        </span>
      ),
      children: (
        <span className="inline-flex flex-wrap items-baseline gap-x-3">
          <AccountName address={entry.transactionFrom} short />
          {entry.quantity !== null && (
            <Money value={BigInt(entry.quantity)} decimals={asset.decimals} symbol={asset.symbol} />
          )}
        </span>
      ),
    }))
  return <Timeline items={items} />
}
