import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { formatAmount, formatBps, KpisDocument } from '@tallystick/sdk'
import { useToday } from '../../chain/now'
import { RecordsError } from '../../graphql/records-error'
import { useGraph } from '../../graphql/use-graph'
import { Card } from '../../ui'
import { type KpiRow, KpiTable } from './kpi-table'
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

const NO_ROWS: readonly KpiRow[] = []

/** Key figures of receivables. */
export function KpiCard() {
  const { t } = useLingui()
  const today = useToday()
  const { data, isPending, error, refetch } = useGraph(KpisDocument, {})
  const rows = data && kpisOf(data.deals, data.requests, today)
  return (
    <Card title={<Trans>Key figures of receivables</Trans>}>
      <KpiTable
        caption={t`Key figures of receivables with numerator and denominator`}
        rows={
          rows?.map((kpi) => ({
            key: kpi.name,
            label: t(TEXTS[kpi.name].label),
            definition: t(TEXTS[kpi.name].definition),
            value: <KpiText kpi={kpi} />,
            ratio: kpi.ratio,
          })) ?? NO_ROWS
        }
        loading={isPending}
        error={error && <RecordsError />}
        onRetry={() => void refetch()}
      />
    </Card>
  )
}

function KpiText({ kpi }: { readonly kpi: Kpi }) {
  const { t } = useLingui()
  const value = kpiValue(kpi)
  if (value === null) return '–'
  if (kpi.unit === 'percent') return formatBps(value)
  return kpi.unit === 'days' ? t`${value} days` : formatAmount(BigInt(value), 0)
}
