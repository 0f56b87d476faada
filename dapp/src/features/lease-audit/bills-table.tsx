import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { RecordsError } from '../../graphql/records-error'
import { type Column, DataTable, DayText, EmptyState, HashText, Money, StatusPill } from '../../ui'
import { Hours } from '../fleet/machine-now'
import { type RentBillRecord, useRentBills } from './use-rent-bills'

/** Every bill of rent, the newest first, each with the way to its audit. */
export function BillsTable() {
  const { t } = useLingui()
  const columns = useColumns()
  const { data = [], isPending, isError, refetch } = useRentBills()
  return (
    <DataTable
      caption={t`Bills of rent`}
      columns={columns}
      rows={data}
      rowKey={({ id }) => id}
      loading={isPending}
      error={isError && <RecordsError />}
      onRetry={() => void refetch()}
      empty={
        <EmptyState title={<Trans>No rent has been billed yet</Trans>}>
          <Trans>A bill appears when a period of a lease is settled.</Trans>
        </EmptyState>
      }
    />
  )
}

/** Interest, principal, use and fee. */
function sumOf({ interest, principal, usage, fee }: RentBillRecord): bigint {
  return BigInt(interest) + BigInt(principal) + BigInt(usage) + BigInt(fee)
}

function useColumns(): readonly Column<RentBillRecord>[] {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} />
  return [
    {
      id: 'bill',
      header: t`Bill`,
      cell: ({ lease, period }) => (
        <Link
          to="/audit/rents/$lease/$period"
          params={{ lease: BigInt(lease.number), period }}
          className="font-medium text-brand underline"
        >
          {`#${lease.number} · ${period}`}
        </Link>
      ),
      sortBy: ({ lease, period }) => BigInt(lease.number) * 65_536n + BigInt(period),
    },
    { id: 'machine', header: t`Machine`, cell: ({ lease }) => lease.device.model },
    { id: 'lessee', header: t`Lessee`, cell: ({ lease }) => <AccountName address={lease.lessee} short /> },
    { id: 'day', header: t`Billed`, cell: ({ day }) => <DayText day={day} />, sortBy: ({ day }) => day },
    {
      id: 'hours',
      header: t`Hours`,
      align: 'end',
      cell: ({ metered, opSec }) => (metered ? <Hours seconds={BigInt(opSec)} /> : <Trans>no reading</Trans>),
    },
    {
      id: 'usage',
      header: t`Use (${asset.symbol})`,
      align: 'end',
      cell: ({ usage }) => money(BigInt(usage)),
      sortBy: ({ usage }) => BigInt(usage),
    },
    {
      id: 'rent',
      header: t`Rent (${asset.symbol})`,
      align: 'end',
      cell: (bill) => money(sumOf(bill)),
      sortBy: sumOf,
    },
    { id: 'evidence', header: t`Evidence`, cell: (bill) => <EvidenceCell bill={bill} /> },
  ]
}

/** The root on chain, and how many readings lie under it. */
function EvidenceCell({ bill: { metered, meterPeriod } }: { readonly bill: RentBillRecord }) {
  if (!metered) return '–'
  const root = meterPeriod?.root
  if (root === undefined || root === null || BigInt(root) === 0n) {
    return (
      <StatusPill tone="warning">
        <Trans>closing reading only</Trans>
      </StatusPill>
    )
  }
  return (
    <span className="inline-grid">
      <HashText value={root} />
      <span className="text-xs text-muted">
        <Trans>
          readings {meterPeriod?.received} of {meterPeriod?.expected}
        </Trans>
      </span>
    </span>
  )
}
