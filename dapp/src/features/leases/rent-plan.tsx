import { Trans, useLingui } from '@lingui/react/macro'
import { formatAmount, formatCompactAmount, type RentRow } from '@tallystick/sdk'
import { useDeployment } from '../../chain/deployment'
import { StackedColumns } from '../../charts'
import { useLocale } from '../../i18n/use-locale'
import { ErrorText, KeyValueList, Money } from '../../ui'
import type { ReadTerms } from './terms-form'

/** How the base rents pay back what is financed, period by period. */
export function RentPlan({ read: { schedule, unpaid } }: { readonly read: Pick<ReadTerms, 'schedule' | 'unpaid'> }) {
  const { asset } = useDeployment()
  if (unpaid !== undefined) {
    const left = `${formatAmount(unpaid, asset.decimals)} ${asset.symbol}`
    return (
      <ErrorText>
        <Trans>These base rents leave {left} unpaid. Raise the base rent or the number of periods.</Trans>
      </ErrorText>
    )
  }
  return schedule ? <Plan rows={schedule} /> : null
}

function Plan({ rows }: { readonly rows: readonly RentRow[] }) {
  const { t } = useLingui()
  const locale = useLocale()
  const { asset } = useDeployment()
  const interest = rows.reduce((sum, row) => sum + row.interest, 0n)
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} symbol={asset.symbol} />
  return (
    <>
      <StackedColumns
        title={t`Base rent by period`}
        series={[
          { label: t`repayment`, color: 'var(--brand)' },
          { label: t`interest`, color: 'var(--outflow)' },
        ]}
        columns={rows.map((row) => ({
          key: String(row.period),
          label: String(row.period),
          parts: [row.principal, row.interest],
        }))}
        format={(amount) => `${formatAmount(amount, asset.decimals)} ${asset.symbol}`}
        formatTick={(amount) => formatCompactAmount(amount, asset.decimals, locale)}
        height={180}
      />
      <KeyValueList
        items={[
          { key: 'periods', label: <Trans>Paid back after</Trans>, value: <Trans>{rows.length} periods</Trans> },
          { key: 'last', label: <Trans>Last base rent</Trans>, value: money(rows.at(-1)?.rent ?? 0n) },
          { key: 'interest', label: <Trans>Interest in all</Trans>, value: money(interest) },
        ]}
      />
    </>
  )
}
