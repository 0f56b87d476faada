import { Trans, useLingui } from '@lingui/react/macro'
import { RequestsDocument } from '@tallystick/sdk'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useAccount } from '../../chain/account'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { RecordsError } from '../../graphql/records-error'
import { useGraph } from '../../graphql/use-graph'
import {
  buttonClass,
  Card,
  type Column,
  DataTable,
  DayText,
  EmptyState,
  InstantText,
  Money,
  Page,
  Tabs,
} from '../../ui'
import { BatchConfirm } from './batch-confirm'
import { RequestDialog } from './request-dialog'
import type { RequestRow } from './request-row'
import { RequestState } from './request-state'

export type RequestsView = 'inbox' | 'sent' | 'all'

export interface RequestsPageProps {
  /** Chosen view; the connected company's own when absent. */
  readonly view: RequestsView | undefined
  /** Terms hash of the request that is open. */
  readonly open: string | undefined
  readonly onView: (view: RequestsView) => void
  readonly onOpen: (id: string | undefined) => void
}

/** Requests for confirmation: those that wait for the connected company and those that it has sent. */
export function RequestsPage({ view, open, onView, onOpen }: RequestsPageProps) {
  const { t } = useLingui()
  const { hasRole, address } = useAccount()
  const selected = view ?? (hasRole('CORE') ? 'inbox' : hasRole('SUPPLIER') ? 'sent' : 'all')
  const query = useGraph(RequestsDocument, { where: whereOf(selected, address) })
  const rows = query.data?.requests ?? none
  const waiting = useMemo(() => rows.filter((row) => row.state === 'Open' && !row.receivable), [rows])
  return (
    <Page
      title={<Trans>Requests for confirmation</Trans>}
      lead={<Trans>A receivable comes into being when supplier and debtor have both taken part.</Trans>}
      actions={
        hasRole('SUPPLIER') && (
          <Link to="/invoices/new" className={buttonClass('primary')}>
            <Trans>New invoice</Trans>
          </Link>
        )
      }
    >
      <Tabs
        label={t`Requests for confirmation`}
        selected={selected}
        onSelect={onView}
        tabs={[
          { key: 'inbox', label: t`For me to confirm` },
          { key: 'sent', label: t`Sent by me` },
          { key: 'all', label: t`All` },
        ]}
      >
        <div className="grid gap-4">
          {selected === 'inbox' && <BatchConfirm rows={waiting} />}
          <Card>
            <DataTable
              caption={t`Requests for confirmation`}
              columns={useColumns(onOpen)}
              rows={rows}
              rowKey={(row) => row.id}
              loading={query.isPending}
              error={query.isError && <RecordsError />}
              onRetry={() => void query.refetch()}
              empty={<NoRequests view={selected} />}
            />
          </Card>
        </div>
      </Tabs>
      <RequestDialog row={rows.find((row) => row.id === open)} onClose={() => onOpen(undefined)} />
    </Page>
  )
}

const none: readonly RequestRow[] = []

/** Nobody's address: matches nothing, so that a view of one's own is empty until a wallet is connected. */
const NOBODY = '0x0000000000000000000000000000000000000000'

function whereOf(view: RequestsView, address: string = NOBODY) {
  const account = address.toLowerCase() as `0x${string}`
  switch (view) {
    case 'inbox':
      return { debtor: account, kind: 'Request' as const }
    case 'sent':
      return { supplier: account, kind: 'Request' as const }
    case 'all':
      return { kind: 'Request' as const }
  }
}

function useColumns(onOpen: (id: string) => void): readonly Column<RequestRow>[] {
  const { asset } = useDeployment()
  return [
    {
      id: 'supplier',
      header: <Trans>Supplier</Trans>,
      cell: (row) => (
        <button
          type="button"
          onClick={() => onOpen(row.id)}
          className="min-h-8 text-left font-medium text-brand underline"
        >
          <AccountName address={row.supplier} short />
        </button>
      ),
    },
    { id: 'debtor', header: <Trans>Debtor</Trans>, cell: (row) => <AccountName address={row.debtor} short /> },
    {
      id: 'face',
      header: (
        <>
          <Trans>Face</Trans> ({asset.symbol})
        </>
      ),
      align: 'end',
      sortBy: (row) => BigInt(row.face),
      cell: (row) => <Money value={BigInt(row.face)} decimals={asset.decimals} strong />,
    },
    {
      id: 'due',
      header: <Trans>Due date</Trans>,
      sortBy: (row) => row.dueDay,
      cell: (row) => <DayText day={row.dueDay} />,
    },
    {
      id: 'opened',
      header: <Trans>Requested</Trans>,
      sortBy: (row) => BigInt(row.openedAt),
      cell: (row) => <InstantText at={BigInt(row.openedAt)} />,
    },
    { id: 'state', header: <Trans>State</Trans>, cell: (row) => <RequestState row={row} /> },
  ]
}

function NoRequests({ view }: { readonly view: RequestsView }) {
  const { status } = useAccount()
  if (status === 'disconnected' && view !== 'all') {
    return (
      <EmptyState title={<Trans>Connect your company's wallet</Trans>}>
        <Trans>Then you see the requests that concern you. All requests are public under "All".</Trans>
      </EmptyState>
    )
  }
  if (view === 'inbox') {
    return (
      <EmptyState title={<Trans>Nothing waits for your confirmation</Trans>}>
        <Trans>When a supplier asks you to confirm an invoice, it appears here.</Trans>
      </EmptyState>
    )
  }
  return (
    <EmptyState title={<Trans>No requests yet</Trans>}>
      <Link to="/invoices/new" className={buttonClass('primary')}>
        <Trans>Start with an invoice</Trans>
      </Link>
    </EmptyState>
  )
}
