import { Trans } from '@lingui/react/macro'
import { type EntryFieldsFragment, JournalDocument } from '@tallystick/sdk'
import type { Hex } from 'viem'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { errorText } from '../../chain/errors'
import { useGraph } from '../../graphql/use-graph'
import { ErrorState, HashText, InstantText, Money, Skeleton, Timeline } from '../../ui'
import { EventTitle, STORY } from './event-title'

/** Who acted and, where units were passed on, to whom. */
function Parties({ entry }: { readonly entry: Pick<EntryFieldsFragment, 'name' | 'accounts' | 'transactionFrom'> }) {
  const receiver = entry.accounts.find((account) => account !== entry.transactionFrom)
  return (
    <>
      <AccountName address={entry.transactionFrom} short />
      {entry.name === 'Assigned' && receiver && (
        <>
          <span aria-hidden>→</span>
          <AccountName address={receiver} short />
        </>
      )}
    </>
  )
}

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
          <Parties entry={entry} />
          {entry.quantity !== null && (
            <Money value={BigInt(entry.quantity)} decimals={asset.decimals} symbol={asset.symbol} />
          )}
        </span>
      ),
    }))
  return <Timeline items={items} />
}
