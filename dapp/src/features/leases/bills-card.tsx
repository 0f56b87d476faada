import { Trans, useLingui } from '@lingui/react/macro'
import { formatAmount, formatCompactAmount } from '@tallystick/sdk'
import { useState } from 'react'
import { useDeployment } from '../../chain/deployment'
import { StackedColumns } from '../../charts'
import { RecordsError } from '../../graphql/records-error'
import { useLocale } from '../../i18n/use-locale'
import { Button, Card, type Column, DataTable, DayText, EmptyState, Money } from '../../ui'
import { Hours } from '../fleet/machine-now'
import { EvidenceDialog } from './evidence-dialog'
import { type BillRow, useBills } from './use-bills'

/** What every period cost, as a picture and line by line, each with its evidence. */
export function BillsCard({ leaseId }: { readonly leaseId: bigint }) {
  const { t } = useLingui()
  const [shown, setShown] = useState<number>()
  const { bills = [], isLoading, isError, refetch } = useBills(leaseId)
  const columns = useColumns(setShown)
  return (
    <Card title={<Trans>Bills</Trans>}>
      {bills.length > 0 && <BillsPicture bills={bills} />}
      <DataTable
        caption={t`Bills of the lease`}
        columns={columns}
        rows={bills}
        rowKey={({ period }) => String(period)}
        loading={isLoading}
        error={isError && <RecordsError />}
        onRetry={() => void refetch()}
        empty={
          <EmptyState title={<Trans>No bill yet</Trans>}>
            <Trans>The first one comes when the first period is over.</Trans>
          </EmptyState>
        }
      />
      <EvidenceDialog leaseId={leaseId} period={shown} onClose={() => setShown(undefined)} />
    </Card>
  )
}

function BillsPicture({ bills }: { readonly bills: readonly BillRow[] }) {
  const { t } = useLingui()
  const locale = useLocale()
  const { asset } = useDeployment()
  return (
    <StackedColumns
      title={t`Rent by period`}
      series={[
        { label: t`base rent`, color: 'var(--brand)' },
        { label: t`use`, color: 'var(--outflow)' },
      ]}
      columns={bills.toReversed().map(({ period, base, usage, fee }) => ({
        key: String(period),
        label: String(period),
        parts: [base, usage + fee],
      }))}
      format={(amount) => `${formatAmount(amount, asset.decimals)} ${asset.symbol}`}
      formatTick={(amount) => formatCompactAmount(amount, asset.decimals, locale)}
      height={180}
    />
  )
}

function useColumns(onEvidence: (period: number) => void): readonly Column<BillRow>[] {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} />
  return [
    { id: 'period', header: t`Period`, cell: ({ period }) => period, sortBy: ({ period }) => period },
    { id: 'day', header: t`Billed`, cell: ({ day }) => <DayText day={day} />, sortBy: ({ day }) => day },
    {
      id: 'hours',
      header: t`Hours`,
      align: 'end',
      cell: ({ metered, opSec }) => (metered ? <Hours seconds={opSec} /> : <Trans>no reading</Trans>),
    },
    { id: 'base', header: t`Base rent (${asset.symbol})`, align: 'end', cell: ({ base }) => money(base) },
    { id: 'usage', header: t`Use (${asset.symbol})`, align: 'end', cell: ({ usage }) => money(usage) },
    {
      id: 'sum',
      header: t`Rent (${asset.symbol})`,
      align: 'end',
      cell: ({ base, usage, fee }) => money(base + usage + fee),
    },
    {
      id: 'evidence',
      header: t`Evidence`,
      cell: ({ metered, period }) =>
        metered && (
          <Button variant="ghost" className="px-2" onClick={() => onEvidence(period)}>
            <Trans>
              Check <span className="sr-only">the evidence of period {period}</span>
            </Trans>
          </Button>
        ),
    },
  ]
}
