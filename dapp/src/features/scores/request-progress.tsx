import { Plural, Trans } from '@lingui/react/macro'
import { useChainNow } from '../../chain/now'
import { InstantText, Notice, Timeline } from '../../ui'
import type { OpenRequest } from './use-request'

/** A request between the chain and the oracle network, with the time it has taken. */
export function RequestProgress({ request }: { readonly request: OpenRequest }) {
  const now = useChainNow()
  if (now > request.expiresAt) return <Overdue request={request} />
  const seconds = Number(now > request.openedAt ? now - request.openedAt : 0n)
  return (
    <div data-testid="request-progress">
      <Timeline
        items={[
          {
            key: 'chain',
            title: <Trans>The request is on chain</Trans>,
            meta: <InstantText at={request.openedAt} />,
          },
          {
            key: 'network',
            title: <Trans>The oracle network fetches model and data, and computes</Trans>,
            meta: <Plural value={seconds} one="# second so far" other="# seconds so far" />,
            state: 'current',
          },
          { key: 'answer', title: <Trans>The answer is checked and stored on chain</Trans>, state: 'next' },
        ]}
      />
    </div>
  )
}

function Overdue({ request }: { readonly request: OpenRequest }) {
  return (
    <Notice tone="warning" title={<Trans>The oracle network did not answer in time</Trans>}>
      <Trans>
        The request of <InstantText at={request.openedAt} /> is over. Nothing has changed; ask again.
      </Trans>
    </Notice>
  )
}
