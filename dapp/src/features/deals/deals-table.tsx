import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { useToday } from '../../chain/now'
import { abbreviate } from '../../lib/abbreviate'
import { Button, type Column, DataTable, DayText, EmptyState, Money } from '../../ui'
import { DealStatus } from './deal-status'
import { type Deal, isUnpaid } from './use-deals'

export interface DealsTableProps {
  readonly deals: readonly Deal[]
  readonly loading: boolean
  readonly error: ReactNode
  readonly onRetry: () => void
  readonly onManage: (deal: Deal) => void
}

/** What the desk has bought, with the days past due. */
export function DealsTable({ deals, loading, error, onRetry, onManage }: DealsTableProps) {
  const { t } = useLingui()
  const columns = useColumns(onManage)
  return (
    <DataTable
      caption={t`Deals of the factoring desk`}
      columns={columns}
      rows={deals}
      rowKey={({ id }) => id}
      loading={loading}
      error={error}
      onRetry={onRetry}
      empty={
        <EmptyState title={<Trans>No deals here</Trans>}>
          <Trans>A deal opens when a supplier sells units of a confirmed receivable to the desk.</Trans>
        </EmptyState>
      }
    />
  )
}

function useColumns(onManage: (deal: Deal) => void): readonly Column<Deal>[] {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const today = useToday()
  const late = (deal: Deal) => (isUnpaid(deal) ? Math.max(0, today - deal.stopDay) : 0)
  const money = (value: string) => <Money value={BigInt(value)} decimals={asset.decimals} />
  return [
    { id: 'number', header: t`No.`, cell: ({ number }) => number, sortBy: ({ number }) => Number(number) },
    {
      id: 'receivable',
      header: t`Receivable`,
      cell: ({ receivable }) => (
        <Link
          to="/audit/receivables/$baseId"
          params={{ baseId: receivable.id }}
          className="font-mono text-xs whitespace-nowrap text-brand underline"
        >
          {abbreviate(receivable.id)}
        </Link>
      ),
    },
    { id: 'debtor', header: t`Debtor`, cell: ({ debtor }) => <AccountName address={debtor} short /> },
    { id: 'seller', header: t`Seller`, cell: ({ seller }) => <AccountName address={seller} short /> },
    {
      id: 'units',
      header: t`Units`,
      align: 'end',
      cell: ({ units }) => money(units),
      sortBy: ({ units }) => BigInt(units),
    },
    {
      id: 'price',
      header: t`Price (${asset.symbol})`,
      align: 'end',
      cell: ({ price }) => money(price),
      sortBy: ({ price }) => BigInt(price),
    },
    {
      id: 'due',
      header: t`Due`,
      align: 'end',
      cell: ({ stopDay }) => <DayText day={stopDay} />,
      sortBy: ({ stopDay }) => stopDay,
    },
    { id: 'late', header: t`Days past due`, align: 'end', cell: late, sortBy: late },
    { id: 'state', header: t`Status`, cell: (deal) => <DealStatus deal={deal} /> },
    {
      id: 'manage',
      header: <span className="sr-only">{t`Action`}</span>,
      align: 'end',
      cell: (deal) => (
        <Button onClick={() => onManage(deal)}>
          <Trans>Manage</Trans>
        </Button>
      ),
    },
  ]
}
