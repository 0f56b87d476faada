import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { formatAmount, formatBps, KpisDocument } from '@tallystick/sdk'
import { useToday } from '../../chain/now'
import { RecordsError } from '../../graphql/records-error'
import { useGraph } from '../../graphql/use-graph'
import { Card, type Column, DataTable, EmptyState } from '../../ui'
import { type Kpi, type KpiName, kpisOf, kpiValue } from './kpis'

interface KpiText {
  readonly label: MessageDescriptor
  readonly definition: MessageDescriptor
}

const TEXTS: Readonly<Record<KpiName, KpiText>> = {
  approval: { label: msg`Approval rate`, definition: msg`requests confirmed ÷ requests confirmed or declined` },
  npl: { label: msg`NPL ratio`, definition: msg`principal over 90 days past due ÷ principal out` },
  'npl-with-losses': {
    label: msg`NPL ratio with write-offs`,
    definition: msg`the same, with written-off principal in both parts`,
  },
  par30: { label: msg`Portfolio at risk, 30 days`, definition: msg`principal over 30 days past due ÷ principal out` },
  yield: { label: msg`Yearly yield`, definition: msg`discount and fees × 365 days ÷ price × tenor` },
  tenor: { label: msg`Average tenor`, definition: msg`price × tenor ÷ price` },
  concentration: { label: msg`Concentration (HHI)`, definition: msg`Σ exposure² ÷ (Σ exposure)² per debtor group` },
  largest: { label: msg`Largest group`, definition: msg`largest exposure ÷ all exposure` },
  'on-time': {
    label: msg`Paid on time`,
    definition: msg`financed receivables paid by their due day ÷ those paid or past due`,
  },
}

const NO_KPIS: readonly Kpi[] = []

/** Key figures with both parts of each ratio, so that a reader can recompute them. */
export function KpiCard() {
  const { t } = useLingui()
  const today = useToday()
  const { data, isPending, error, refetch } = useGraph(KpisDocument, {})
  const columns = useColumns()
  return (
    <Card title={<Trans>Key figures</Trans>}>
      <DataTable
        caption={t`Key figures with numerator and denominator`}
        columns={columns}
        rows={data ? kpisOf(data.deals, data.requests, today) : NO_KPIS}
        rowKey={({ name }) => name}
        loading={isPending}
        error={error && <RecordsError />}
        onRetry={() => void refetch()}
        empty={<EmptyState title={<Trans>No figures yet</Trans>} />}
      />
    </Card>
  )
}

function useColumns(): readonly Column<Kpi>[] {
  const { t } = useLingui()
  return [
    {
      id: 'name',
      header: t`Key figure`,
      cell: ({ name }) => (
        <span className="grid">
          <span>{t(TEXTS[name].label)}</span>
          <span className="text-xs text-muted">{t(TEXTS[name].definition)}</span>
        </span>
      ),
    },
    { id: 'value', header: t`Value`, align: 'end', cell: (kpi) => <KpiText kpi={kpi} /> },
    { id: 'numerator', header: t`Numerator`, align: 'end', cell: ({ ratio }) => <Part value={ratio.numerator} /> },
    {
      id: 'denominator',
      header: t`Denominator`,
      align: 'end',
      cell: ({ ratio }) => <Part value={ratio.denominator} />,
    },
  ]
}

function KpiText({ kpi }: { readonly kpi: Kpi }) {
  const { t } = useLingui()
  const value = kpiValue(kpi)
  if (value === null) return <span className="text-muted">–</span>
  if (kpi.unit === 'percent') return <strong>{formatBps(value)}</strong>
  return <strong>{kpi.unit === 'days' ? t`${value} days` : formatAmount(BigInt(value), 0)}</strong>
}

/** Parts are raw integers: counts, minor units, or products of them. */
function Part({ value }: { readonly value: bigint }) {
  return <code className="font-mono text-xs break-all">{value.toString()}</code>
}
