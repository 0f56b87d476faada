import { Trans, useLingui } from '@lingui/react/macro'
import { ReceivablesDocument } from '@tallystick/sdk'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAccount } from '../../chain/account'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { useToday } from '../../chain/now'
import { RecordsError } from '../../graphql/records-error'
import { useGraph } from '../../graphql/use-graph'
import {
  Button,
  buttonClass,
  Card,
  type Column,
  DataTable,
  EmptyState,
  Money,
  Page,
  Stat,
  StatGroup,
  Tabs,
} from '../../ui'
import { DueText } from './due-text'
import { isUnpaid, type Payable, paymentCalendar, sumPayables, unpaidOf } from './payable'
import { PaymentCalendar } from './payment-calendar'
import { ReceivableStatePill } from './receivable-state'
import { SettleDialog } from './settle-dialog'

export type PayablesView = 'unpaid' | 'settled'

export interface PayablesPageProps {
  readonly view: PayablesView
  readonly onView: (view: PayablesView) => void
}

/** What the core enterprise owes, when it falls due, and the way to pay it. */
export function PayablesPage({ view, onView }: PayablesPageProps) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const { address } = useAccount()
  const today = useToday()
  const [settling, setSettling] = useState<Payable>()
  const debtor = address?.toLowerCase() as `0x${string}` | undefined
  const query = useGraph(
    ReceivablesDocument,
    { where: { debtor: debtor ?? null }, first: 1000 },
    { enabled: debtor !== undefined },
  )
  const payables = (debtor && query.data?.receivables) || none
  const sums = sumPayables(payables, today)
  const shown = payables.filter((payable) => isUnpaid(payable) === (view === 'unpaid'))
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} symbol={asset.symbol} />
  return (
    <Page
      title={<Trans>Payables</Trans>}
      lead={<Trans>Receivables that you have confirmed. They are paid in full, on or before the due day.</Trans>}
    >
      <StatGroup>
        <Stat label={<Trans>Unpaid</Trans>} value={money(sums.open)} />
        <Stat label={<Trans>Due within 30 days</Trans>} value={money(sums.dueWithin30Days)} />
        <Stat label={<Trans>Past due</Trans>} value={money(sums.pastDue)} />
      </StatGroup>
      <PaymentCalendar days={paymentCalendar(payables)} />
      <Tabs
        label={t`Payables`}
        selected={view}
        onSelect={onView}
        tabs={[
          { key: 'unpaid', label: t`To pay` },
          { key: 'settled', label: t`Settled` },
        ]}
      >
        <Card>
          <DataTable
            caption={t`Payables`}
            columns={useColumns(setSettling)}
            rows={shown}
            rowKey={(payable) => payable.id}
            loading={query.isLoading}
            error={query.isError && <RecordsError />}
            onRetry={() => void query.refetch()}
            empty={<NoPayables connected={address !== undefined} />}
          />
        </Card>
      </Tabs>
      <SettleDialog payable={settling} onClose={() => setSettling(undefined)} />
    </Page>
  )
}

const none: readonly Payable[] = []

function useColumns(onSettle: (payable: Payable) => void): readonly Column<Payable>[] {
  const { asset } = useDeployment()
  return [
    {
      id: 'supplier',
      header: <Trans>Supplier</Trans>,
      cell: (payable) => (
        <Link to="/receivables/$baseId" params={{ baseId: payable.id }} className="font-medium text-brand underline">
          <AccountName address={payable.supplier} short />
        </Link>
      ),
    },
    {
      id: 'amount',
      header: (
        <>
          <Trans>Face</Trans> ({asset.symbol})
        </>
      ),
      align: 'end',
      sortBy: (payable) => BigInt(payable.face),
      cell: (payable) => <Money value={BigInt(payable.face)} decimals={asset.decimals} strong />,
    },
    {
      id: 'unpaid',
      header: <Trans>Unpaid</Trans>,
      align: 'end',
      sortBy: unpaidOf,
      cell: (payable) => <Money value={unpaidOf(payable)} decimals={asset.decimals} />,
    },
    {
      id: 'due',
      header: <Trans>Due date</Trans>,
      sortBy: (payable) => payable.dueDay,
      cell: (payable) => <DueText day={payable.dueDay} settled={!isUnpaid(payable)} />,
    },
    { id: 'state', header: <Trans>State</Trans>, cell: (payable) => <ReceivableStatePill state={payable.state} /> },
    {
      id: 'settle',
      header: (
        <span className="sr-only">
          <Trans>Action</Trans>
        </span>
      ),
      align: 'end',
      cell: (payable) =>
        isUnpaid(payable) && (
          <Button variant="primary" onClick={() => onSettle(payable)}>
            <Trans>Settle</Trans>
          </Button>
        ),
    },
  ]
}

function NoPayables({ connected }: { readonly connected: boolean }) {
  if (!connected) {
    return (
      <EmptyState title={<Trans>Connect your company's wallet</Trans>}>
        <Trans>Then you see what your company owes.</Trans>
      </EmptyState>
    )
  }
  return (
    <EmptyState title={<Trans>Nothing here</Trans>}>
      <Trans>A payable appears when you confirm a supplier's request.</Trans>
      <Link to="/requests" search={{ view: 'inbox' }} className={buttonClass('secondary')}>
        <Trans>See the requests</Trans>
      </Link>
    </EmptyState>
  )
}
