import { Trans, useLingui } from '@lingui/react/macro'
import { ratioBps, utilisation } from '@tallystick/sdk'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { type Column, DataTable, EmptyState, Money } from '../../ui'
import { LeaseStatePill } from '../leases/lease-state'
import { RatioText } from '../risk/ratio-text'
import type { BookRow } from './book-row'

export interface LeasesTableProps {
  readonly rows: readonly BookRow[]
  /** True when the list hides leases that are there. */
  readonly filtered: boolean
  readonly loading: boolean
  readonly error: ReactNode
  readonly onRetry: () => void
}

/** The book, lease by lease. */
export function LeasesTable({ filtered, ...list }: LeasesTableProps) {
  const { t } = useLingui()
  const columns = useColumns()
  return (
    <DataTable
      caption={t`Leases of the bank`}
      columns={columns}
      rowKey={({ leaseId }) => String(leaseId)}
      empty={filtered ? <NoMatch /> : <NoLeases />}
      {...list}
    />
  )
}

function NoMatch() {
  return (
    <EmptyState title={<Trans>No lease in this list</Trans>}>
      <Trans>Choose another list.</Trans>
    </EmptyState>
  )
}

function NoLeases() {
  return (
    <EmptyState title={<Trans>No leases yet</Trans>}>
      <Trans>A manufacturer offers one, the lessee signs it, then it comes here to be decided.</Trans>
    </EmptyState>
  )
}

function useColumns(): readonly Column<BookRow>[] {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} />
  const repaid = ({ financed, debt }: BookRow) => utilisation(debt.principal, financed)
  return [
    {
      id: 'lease',
      header: t`Lease`,
      cell: ({ leaseId, model }) => (
        <Link to="/treasury/leases/$lease" params={{ lease: leaseId }} className="font-medium text-brand underline">
          {`#${leaseId} ${model}`}
        </Link>
      ),
      sortBy: ({ leaseId }) => leaseId,
    },
    { id: 'lessee', header: t`Lessee`, cell: ({ lessee }) => <AccountName address={lessee} short /> },
    {
      id: 'state',
      header: t`State`,
      cell: ({ state }) => <LeaseStatePill stage={state} />,
      sortBy: ({ state }) => state,
    },
    {
      id: 'principal',
      header: t`Unpaid (${asset.symbol})`,
      align: 'end',
      cell: ({ debt }) => money(debt.principal),
      sortBy: ({ debt }) => debt.principal,
    },
    {
      id: 'share',
      header: t`of financed`,
      align: 'end',
      cell: (row) => <RatioText value={repaid(row)} />,
      sortBy: (row) => ratioBps(repaid(row)) ?? 0,
    },
    {
      id: 'held',
      header: t`Held`,
      align: 'end',
      cell: ({ debt }) => money(debt.held),
      sortBy: ({ debt }) => debt.held,
    },
    {
      id: 'cover',
      header: t`Cover`,
      align: 'end',
      cell: ({ debt }) => money(debt.cover),
      sortBy: ({ debt }) => debt.cover,
    },
    {
      id: 'rent',
      header: t`Rent billed`,
      align: 'end',
      cell: ({ rentBilled }) => money(rentBilled),
      sortBy: ({ rentBilled }) => rentBilled,
    },
    {
      id: 'late',
      header: t`Past due`,
      align: 'end',
      cell: ({ debt }) => <PastDue debt={debt} />,
      sortBy: ({ debt }) => debt.daysPastDue,
    },
  ]
}

/** What is past due, and for how long. */
function PastDue({ debt }: Pick<BookRow, 'debt'>) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const days = debt.daysPastDue
  if (days === 0) return '–'
  return (
    <span className="inline-grid justify-items-end">
      <Money value={debt.due} decimals={asset.decimals} />
      <span className="text-xs text-muted">{t`${days} days`}</span>
    </span>
  )
}
