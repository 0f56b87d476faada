import { Trans, useLingui } from '@lingui/react/macro'
import { CO2_FACTORS, CO2_FACTORS_VERSION, formatAmount, leaseRowId, type Ratio, utilisation } from '@tallystick/sdk'
import type { ReactNode } from 'react'
import { useBank, useDeployment } from '../../chain/deployment'
import { RecordsError } from '../../graphql/records-error'
import { useLocale } from '../../i18n/use-locale'
import { formatDuration } from '../../lib/duration'
import { Card } from '../../ui'
import { type KpiRow, KpiTable } from '../audit/kpi-table'
import { RatioText } from '../risk/ratio-text'
import { isOnBalance } from './book-row'
import { greenMarginOf, type LeaseKpiName, leaseKpis } from './kpis'
import type { KpiInputs } from './read-kpi-inputs'
import { useKpiInputs } from './use-kpi-inputs'
import { useLeaseBook } from './use-lease-book'

const NO_ROWS: readonly KpiRow[] = []

/** Key figures of leases with both parts of each. */
export function LeaseKpiCard() {
  const { t } = useLingui()
  const { data, isPending, error, refetch } = useKpiInputs()
  const texts = useTexts()
  const green = useGreenRow(data)
  const kpis = data && leaseKpis(data)
  const rows = kpis
    ? [
        ...texts.map(({ name, label, definition, show }): KpiRow => {
          const ratio = kpis[name]
          return { key: name, label, definition, ratio, value: ratio.denominator === 0n ? '–' : show(ratio) }
        }),
        ...green,
      ]
    : NO_ROWS
  return (
    <Card title={<Trans>Key figures of leases</Trans>}>
      <KpiTable
        caption={t`Key figures of leases with numerator and denominator`}
        rows={rows}
        loading={isPending}
        error={error && <RecordsError />}
        onRetry={() => void refetch()}
      />
    </Card>
  )
}

interface KpiText {
  readonly name: LeaseKpiName
  readonly label: string
  readonly definition: string
  readonly show: (ratio: Ratio) => ReactNode
}

function useTexts(): readonly KpiText[] {
  const { t } = useLingui()
  const locale = useLocale()
  const { asset } = useDeployment()
  const [factor] = CO2_FACTORS
  const litre = formatAmount(factor.mgPerLitre, 6)
  const percent = (ratio: Ratio) => <RatioText value={ratio} />
  const duration = ({ numerator, denominator }: Ratio) => formatDuration(Number(numerator / denominator), locale)
  const money = ({ numerator, denominator }: Ratio) =>
    `${formatAmount(numerator / denominator, asset.decimals)} ${asset.symbol}`
  const kilograms = ({ numerator, denominator }: Ratio) => `${formatAmount(numerator / denominator, 3)} kg`
  return [
    {
      name: 'utilisation',
      label: t`Utilisation of machines`,
      definition: t`operating seconds ÷ all seconds between the readings`,
      show: percent,
    },
    {
      name: 'productive',
      label: t`Productive ratio`,
      definition: t`operating seconds less idling ÷ all seconds between the readings`,
      show: percent,
    },
    { name: 'idle', label: t`Idle ratio`, definition: t`idling seconds ÷ operating seconds`, show: percent },
    {
      name: 'rent-per-hour',
      label: t`Rent per operating hour`,
      definition: t`base rent and use of metered bills × 3600 ÷ operating seconds billed`,
      show: money,
    },
    {
      name: 'completeness',
      label: t`Completeness of readings`,
      definition: t`readings in the evidence ÷ readings that the devices have made`,
      show: percent,
    },
    {
      name: 'mtta',
      label: t`Mean time to acknowledge (MTTA)`,
      definition: t`seconds from raising to acknowledgement ÷ acknowledged alarms`,
      show: duration,
    },
    {
      name: 'mttr',
      label: t`Mean time to resolve (MTTR)`,
      definition: t`seconds from raising to clearing ÷ cleared alarms`,
      show: duration,
    },
    {
      name: 'co2',
      label: t`CO₂ of burnt fuel`,
      definition: t`millilitres × mg per litre ÷ 10⁶, in grams; factor ${factor.id}, table ${CO2_FACTORS_VERSION}: ${litre} kg a litre`,
      show: kilograms,
    },
  ]
}

/** How many leases under way have earned the green margin. */
function useGreenRow(data: KpiInputs | undefined): readonly KpiRow[] {
  const { t } = useLingui()
  const { leases } = useBank()
  const { rows } = useLeaseBook()
  if (!data || !rows) return NO_ROWS
  const open = rows.filter(isOnBalance)
  const earned = open.filter(({ leaseId }) => greenMarginOf(data.periods, leaseRowId(leases, leaseId)).bps !== 0)
  const ratio = utilisation(BigInt(earned.length), BigInt(open.length))
  return [
    {
      key: 'green',
      label: t`Leases with the green margin`,
      definition: t`idle ratio below 20 % and completeness from 98 %, over the last three periods ÷ leases under way`,
      ratio,
      value: <RatioText value={ratio} />,
    },
  ]
}
