import { Trans } from '@lingui/react/macro'
import { HoldingsDocument, RequestsDocument } from '@tallystick/sdk'
import { Link } from '@tanstack/react-router'
import type { Address } from 'viem'
import { useDeployment } from '../../chain/deployment'
import { useToday } from '../../chain/now'
import { useGraph } from '../../graphql/use-graph'
import { buttonClass, Money } from '../../ui'
import { ToDoCard, ToDoGrid } from './to-do-card'

/** What a supplier can turn into cash today, and what it waits for. */
export function SupplierHome({ address }: { readonly address: Address }) {
  const { asset } = useDeployment()
  const today = useToday()
  const account = address.toLowerCase() as Address
  const holdings = useGraph(HoldingsDocument, { where: { account, units_gt: '0' } }).data?.holdings
  const requests = useGraph(RequestsDocument, { where: { supplier: account, kind: 'Request', state: 'Open' } }).data
    ?.requests
  const financeable = holdings?.filter(({ receivable }) => receivable.state === 'Open' && receivable.dueDay > today)
  const redeemable = holdings?.filter(({ receivable }) => receivable.state === 'Settled')
  const money = (rows: readonly { readonly units: string }[] | undefined) => (
    <Money
      value={rows?.reduce((sum, { units }) => sum + BigInt(units), 0n)}
      decimals={asset.decimals}
      symbol={asset.symbol}
    />
  )
  return (
    <ToDoGrid>
      <ToDoCard
        title={<Trans>What can I turn into cash today?</Trans>}
        count={financeable?.length}
        amount={money(financeable)}
      >
        <Trans>Confirmed receivables that you hold. See the price before you sign.</Trans>
        <Link to="/receivables" className={buttonClass('primary')}>
          <Trans>Finance or pass on</Trans>
        </Link>
      </ToDoCard>
      <ToDoCard title={<Trans>Paid, ready to redeem</Trans>} count={redeemable?.length} amount={money(redeemable)}>
        <Trans>The debtor has settled. Redeem your units for the money.</Trans>
        <Link to="/receivables" className={buttonClass('secondary')}>
          <Trans>Redeem</Trans>
        </Link>
      </ToDoCard>
      <ToDoCard title={<Trans>Waiting for the debtor</Trans>} count={requests?.length}>
        <Trans>Requests that your customers have not answered yet.</Trans>
        <Link to="/requests" search={{ view: 'sent' }} className={buttonClass('secondary')}>
          <Trans>See my requests</Trans>
        </Link>
      </ToDoCard>
      <ToDoCard title={<Trans>A new invoice</Trans>}>
        <Trans>Drop the file; the page reads it and asks your customer to confirm.</Trans>
        <Link to="/invoices/new" className={buttonClass('primary')}>
          <Trans>New invoice</Trans>
        </Link>
      </ToDoCard>
    </ToDoGrid>
  )
}
