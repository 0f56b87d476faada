import { Trans } from '@lingui/react/macro'
import { ReceivablesDocument, RequestsDocument } from '@tallystick/sdk'
import { Link } from '@tanstack/react-router'
import type { Address } from 'viem'
import { useDeployment } from '../../chain/deployment'
import { useToday } from '../../chain/now'
import { useGraph } from '../../graphql/use-graph'
import { buttonClass, Money } from '../../ui'
import { isUnpaid, type Payable, unpaidOf } from '../payables/payable'
import { ToDoCard, ToDoGrid } from './to-do-card'

/** Days ahead that count as "soon". */
const SOON_DAYS = 7

/** What a core enterprise must confirm and pay. */
export function CoreHome({ address }: { readonly address: Address }) {
  const { asset } = useDeployment()
  const today = useToday()
  const debtor = address.toLowerCase() as Address
  const requests = useGraph(RequestsDocument, { where: { debtor, kind: 'Request', state: 'Open', receivable: null } })
    .data?.requests
  const payables = useGraph(ReceivablesDocument, { where: { debtor, state_not: 'Settled' }, first: 1000 }).data
    ?.receivables
  const unpaid = payables?.filter(isUnpaid)
  const soon = unpaid?.filter(({ dueDay }) => dueDay <= today + SOON_DAYS)
  const money = (value: bigint | undefined) => <Money value={value} decimals={asset.decimals} symbol={asset.symbol} />
  const sum = (rows: readonly Payable[] | undefined) => rows?.reduce((total, row) => total + unpaidOf(row), 0n)
  const asked = requests?.reduce((total, { face }) => total + BigInt(face), 0n)
  return (
    <ToDoGrid>
      <ToDoCard title={<Trans>To confirm</Trans>} count={requests?.length} amount={money(asked)}>
        <Trans>Suppliers ask you to confirm these invoices. Compare them with your own copies.</Trans>
        <Link to="/requests" search={{ view: 'inbox' }} className={buttonClass('primary')}>
          <Trans>Open the inbox</Trans>
        </Link>
      </ToDoCard>
      <ToDoCard title={<Trans>To pay within 7 days</Trans>} count={soon?.length} amount={money(sum(soon))}>
        <Trans>Due soon or already past due.</Trans>
        <Link to="/payables" className={buttonClass('primary')}>
          <Trans>Pay</Trans>
        </Link>
      </ToDoCard>
      <ToDoCard title={<Trans>All unpaid</Trans>} count={unpaid?.length} amount={money(sum(unpaid))}>
        <Trans>Everything that you have confirmed and not yet settled.</Trans>
        <Link to="/payables" className={buttonClass('secondary')}>
          <Trans>Payment calendar</Trans>
        </Link>
      </ToDoCard>
    </ToDoGrid>
  )
}
