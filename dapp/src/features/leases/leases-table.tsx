import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { Address } from 'viem'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { RecordsError } from '../../graphql/records-error'
import { type Column, DataTable, EmptyState, InstantText, Money } from '../../ui'
import { type LeaseRecord, useLeaseRecords } from './lease-record'
import { LeaseStatePill } from './lease-state'
import { isSame } from './parties'

/** A company's offers and leases, the newest first. */
export function LeasesTable({ account }: { readonly account: Address }) {
  const { t } = useLingui()
  const columns = useColumns(account)
  const { leases = [], isLoading, isError, refetch } = useLeaseRecords(account)
  return (
    <DataTable
      caption={t`Offers and leases`}
      columns={columns}
      rows={leases}
      rowKey={({ leaseId }) => String(leaseId)}
      loading={isLoading}
      error={isError && <RecordsError />}
      onRetry={() => void refetch()}
      empty={
        <EmptyState title={<Trans>No leases yet</Trans>}>
          <Trans>A manufacturer offers one for a machine of its fleet; the lessee finds it here.</Trans>
        </EmptyState>
      }
    />
  )
}

function useColumns(account: Address): readonly Column<LeaseRecord>[] {
  const { t } = useLingui()
  const { asset } = useDeployment()
  return [
    {
      id: 'number',
      header: <Trans>Lease</Trans>,
      cell: ({ leaseId, device }) => (
        <Link to="/leases/$lease" params={{ lease: leaseId }} className="font-medium text-brand underline">
          {`#${leaseId} ${device.model}`}
        </Link>
      ),
      sortBy: ({ leaseId }) => leaseId,
    },
    {
      id: 'party',
      header: t`With`,
      cell: ({ manufacturer, terms }) => (
        <AccountName address={isSame(manufacturer, account) ? terms.lessee : manufacturer} short />
      ),
    },
    {
      id: 'financed',
      header: t`Financed (${asset.symbol})`,
      align: 'end',
      cell: ({ financed }) => <Money value={financed} decimals={asset.decimals} />,
      sortBy: ({ financed }) => financed,
    },
    {
      id: 'rent',
      header: t`Base rent (${asset.symbol})`,
      align: 'end',
      cell: ({ terms }) => <Money value={terms.baseRent} decimals={asset.decimals} />,
      sortBy: ({ terms }) => terms.baseRent,
    },
    {
      id: 'since',
      header: t`Offered`,
      cell: ({ proposedAt }) => <InstantText at={proposedAt} />,
      sortBy: ({ proposedAt }) => proposedAt,
    },
    {
      id: 'state',
      header: t`State`,
      cell: ({ stage }) => <LeaseStatePill stage={stage} />,
      sortBy: ({ stage }) => stage,
    },
  ]
}
