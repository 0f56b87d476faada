import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Printer } from 'lucide-react'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { errorText } from '../../chain/errors'
import { Button, Card, type Column, DataTable, EmptyState, HashText, Money, Notice, Page, StatusPill } from '../../ui'
import { shareDecimals } from '../treasury/share-decimals'
import { KpiCard } from './kpi-card'
import { LineKpiCard } from './line-kpi-card'
import { PrintStamp } from './print-stamp'
import type { ReconciledTotal, TotalName } from './reconciliation'
import { useReconciliation } from './use-reconciliation'

/** Every total twice: recomputed from events, and read from the contract at the same block. */
export function ReconciliationPage() {
  const { data, isPending, isFetching, error, refetch } = useReconciliation()
  return (
    <Page
      title={<Trans>Reconciliation</Trans>}
      lead={
        <Trans>
          Every total is recomputed from events and read from the contract at the same block. The command “npm run
          audit” does the same outside the browser.
        </Trans>
      }
      actions={
        <>
          <Button busy={isFetching} onClick={() => void refetch()}>
            <Trans>Reconcile again</Trans>
          </Button>
          <Button onClick={() => window.print()}>
            <Printer size={16} aria-hidden />
            <Trans>Print</Trans>
          </Button>
        </>
      }
    >
      {data && <Verdict block={data.block} hash={data.hash} totals={data.totals} />}
      <Card title={<Trans>Totals</Trans>}>
        <TotalsTable
          totals={data?.totals ?? NO_TOTALS}
          loading={isPending}
          error={error ? errorText(error) : undefined}
          onRetry={() => void refetch()}
        />
        <PrintStamp rows={data?.totals ?? NO_TOTALS} />
      </Card>
      <KpiCard />
      <LineKpiCard />
    </Page>
  )
}

const NO_TOTALS: readonly ReconciledTotal[] = []

interface VerdictProps {
  readonly block: number
  readonly hash: string
  readonly totals: readonly ReconciledTotal[]
}

function Verdict({ block, hash, totals }: VerdictProps) {
  const different = totals.filter(({ difference }) => difference !== 0n).length
  const count = totals.length
  return (
    <Notice
      tone={different === 0 ? 'positive' : 'danger'}
      title={
        different === 0 ? (
          <Trans>No difference in {count} totals</Trans>
        ) : (
          <Trans>
            {different} of {count} totals differ
          </Trans>
        )
      }
    >
      <Trans>
        Block {block} <HashText value={hash} />
      </Trans>
    </Notice>
  )
}

interface TotalsTableProps {
  readonly totals: readonly ReconciledTotal[]
  readonly loading: boolean
  readonly error: string | undefined
  readonly onRetry: () => void
}

function TotalsTable({ totals, loading, error, onRetry }: TotalsTableProps) {
  const { t } = useLingui()
  const columns = useColumns()
  return (
    <DataTable
      caption={t`Totals from both sources`}
      columns={columns}
      rows={totals}
      rowKey={({ key }) => key}
      loading={loading}
      error={error}
      onRetry={onRetry}
      empty={
        <EmptyState title={<Trans>The records know no treasury yet</Trans>}>
          <Trans>They appear with the first event of the bank’s contracts.</Trans>
        </EmptyState>
      }
    />
  )
}

const NAMES: Readonly<Record<TotalName, MessageDescriptor>> = {
  cash: msg`Cash`,
  owed: msg`Owed to sellers`,
  principal: msg`Principal out`,
  impaired: msg`Impairment`,
  nav: msg`Net asset value (NAV)`,
  'exit-nav': msg`Exit value`,
  shares: msg`Shares`,
  'book-out': msg`Principal out of the book`,
  'book-cap': msg`Cap of the book`,
  exposure: msg`Exposure`,
  limit: msg`Limit`,
  escrow: msg`Held by the register for holders`,
}

function useColumns(): readonly Column<ReconciledTotal>[] {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const money = (name: TotalName, value: bigint | undefined) => (
    <Money value={value} decimals={name === 'shares' ? shareDecimals(asset.decimals) : asset.decimals} />
  )
  return [
    { id: 'name', header: t`Total`, cell: (total) => <TotalLabel total={total} /> },
    {
      id: 'records',
      header: t`From events (${asset.symbol})`,
      align: 'end',
      cell: ({ name, amount }) => money(name, amount),
    },
    { id: 'contract', header: t`From the contract`, align: 'end', cell: ({ name, contract }) => money(name, contract) },
    { id: 'difference', header: t`Difference`, align: 'end', cell: ({ name, difference }) => money(name, difference) },
    {
      id: 'verdict',
      header: t`Result`,
      cell: ({ difference }) =>
        difference === 0n ? (
          <StatusPill tone="positive">{t`equal`}</StatusPill>
        ) : (
          <StatusPill tone="danger">{t`different`}</StatusPill>
        ),
    },
  ]
}

function TotalLabel({ total }: { readonly total: ReconciledTotal }) {
  const { t } = useLingui()
  const { name, of } = total
  const isGroup = name === 'limit' || name === 'exposure'
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      {t(NAMES[name])}
      {of !== undefined && (
        <span className="text-muted">{isGroup ? t`Group ${of}` : <AccountName address={of} short />}</span>
      )}
    </span>
  )
}
