import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { Bps, Button, type Column, DataTable, EmptyState, InstantText, Money, StatusPill } from '../../ui'
import type { DebtorPolicy } from './use-risk'

export interface TermsTableProps {
  readonly policies: readonly DebtorPolicy[]
  readonly loading: boolean
  readonly error: ReactNode
  readonly onRetry: () => void
  readonly onChange: (policy: DebtorPolicy) => void
}

/** Price and bounds of each debtor whose receivables the desk knows. */
export function TermsTable({ policies, loading, error, onRetry, onChange }: TermsTableProps) {
  const { t } = useLingui()
  const columns = useColumns(onChange)
  return (
    <DataTable
      caption={t`Terms of debtors`}
      columns={columns}
      rows={policies}
      rowKey={({ debtor }) => debtor}
      loading={loading}
      error={error}
      onRetry={onRetry}
      empty={
        <EmptyState title={<Trans>No debtor has terms yet</Trans>}>
          <Trans>Without terms nothing of a debtor is bought. Announce the first ones above.</Trans>
        </EmptyState>
      }
    />
  )
}

function useColumns(onChange: (policy: DebtorPolicy) => void): readonly Column<DebtorPolicy>[] {
  const { t } = useLingui()
  const { asset } = useDeployment()
  return [
    { id: 'debtor', header: t`Debtor`, cell: ({ debtor }) => <AccountName address={debtor} short /> },
    {
      id: 'enabled',
      header: t`Status`,
      cell: ({ enabled }) =>
        enabled ? (
          <StatusPill tone="positive">
            <Trans>buying</Trans>
          </StatusPill>
        ) : (
          <StatusPill>
            <Trans>switched off</Trans>
          </StatusPill>
        ),
    },
    {
      id: 'discount',
      header: t`Discount rate`,
      align: 'end',
      cell: ({ discountBps }) => <Bps value={discountBps} />,
      sortBy: ({ discountBps }) => discountBps,
    },
    {
      id: 'fee',
      header: t`Fee`,
      align: 'end',
      cell: ({ feeBps }) => <Bps value={feeBps} />,
      sortBy: ({ feeBps }) => feeBps,
    },
    {
      id: 'advance',
      header: t`Advance rate`,
      align: 'end',
      cell: ({ advanceBps }) => <Bps value={advanceBps} />,
      sortBy: ({ advanceBps }) => advanceBps,
    },
    {
      id: 'tenor',
      header: t`Longest tenor`,
      align: 'end',
      cell: ({ maxTenorDays }) => t`${maxTenorDays} days`,
      sortBy: ({ maxTenorDays }) => maxTenorDays,
    },
    {
      id: 'least',
      header: t`Least (${asset.symbol})`,
      align: 'end',
      cell: ({ minUnits }) => <Money value={minUnits} decimals={asset.decimals} />,
      sortBy: ({ minUnits }) => minUnits,
    },
    {
      id: 'version',
      header: t`Version`,
      align: 'end',
      cell: ({ version, changedAt }) => (
        <span className="inline-flex flex-wrap justify-end gap-x-2">
          {version}
          <span className="text-muted">
            <InstantText at={changedAt} />
          </span>
        </span>
      ),
    },
    {
      id: 'change',
      header: <span className="sr-only">{t`Action`}</span>,
      align: 'end',
      cell: (policy) => (
        <Button onClick={() => onChange(policy)}>
          <Trans>Change terms</Trans>
        </Button>
      ),
    },
  ]
}
