import { Trans, useLingui } from '@lingui/react/macro'
import { ratioBps, utilisation } from '@tallystick/sdk'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { Bps, type Column, DataTable, EmptyState, Money } from '../../ui'
import { RatioText } from '../risk/ratio-text'
import { BandName } from './band-name'
import type { BookRow } from './book-row'
import { LineStatus } from './line-status'

export interface LinesTableProps {
  readonly rows: readonly BookRow[]
  /** True when filters hide lines that are there. */
  readonly filtered: boolean
  readonly loading: boolean
  readonly error: ReactNode
  readonly onRetry: () => void
}

/** The book, line by line. */
export function LinesTable({ rows, filtered, loading, error, onRetry }: LinesTableProps) {
  const { t } = useLingui()
  const columns = useColumns()
  return (
    <DataTable
      caption={t`Lines of the bank`}
      columns={columns}
      rows={rows}
      rowKey={({ merchant }) => merchant}
      loading={loading}
      error={error}
      onRetry={onRetry}
      empty={filtered ? <NoMatch /> : <NoLines />}
    />
  )
}

function NoMatch() {
  return (
    <EmptyState title={<Trans>No line matches</Trans>}>
      <Trans>Choose another list or band.</Trans>
    </EmptyState>
  )
}

function NoLines() {
  return (
    <EmptyState title={<Trans>No lines yet</Trans>}>
      <Trans>A merchant opens one by itself once its score is there.</Trans>
    </EmptyState>
  )
}

function useColumns(): readonly Column<BookRow>[] {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} />
  const used = ({ principal, limit }: BookRow) => utilisation(principal, limit)
  return [
    {
      id: 'merchant',
      header: t`Merchant`,
      cell: ({ merchant }) => (
        <Link to="/treasury/lines/$merchant" params={{ merchant }} className="text-brand underline">
          <AccountName address={merchant} short />
        </Link>
      ),
    },
    { id: 'state', header: t`Status`, cell: (row) => <LineStatus row={row} /> },
    {
      id: 'band',
      header: t`Band`,
      align: 'end',
      cell: (row) => <BandName row={row} />,
      sortBy: ({ band }) => band ?? -1,
    },
    {
      id: 'score',
      header: t`Score`,
      align: 'end',
      cell: ({ score }) => score?.score ?? '–',
      sortBy: ({ score }) => score?.score ?? 0,
    },
    {
      id: 'pd',
      header: t`Default probability`,
      align: 'end',
      cell: ({ score }) => <Bps value={score?.pdBps} />,
      sortBy: ({ score }) => score?.pdBps ?? 0,
    },
    {
      id: 'limit',
      header: t`Limit (${asset.symbol})`,
      align: 'end',
      cell: ({ limit }) => money(limit),
      sortBy: ({ limit }) => limit,
    },
    {
      id: 'drawn',
      header: t`Drawn`,
      align: 'end',
      cell: ({ principal }) => money(principal),
      sortBy: ({ principal }) => principal,
    },
    {
      id: 'used',
      header: t`Used`,
      align: 'end',
      cell: (row) => <RatioText value={used(row)} />,
      sortBy: (row) => ratioBps(used(row)) ?? 0,
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
