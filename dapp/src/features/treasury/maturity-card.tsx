import { Trans, useLingui } from '@lingui/react/macro'
import { formatCompactAmount, formatMoney } from '@tallystick/sdk'
import { useDeployment } from '../../chain/deployment'
import { useToday } from '../../chain/now'
import { MaturityLadder } from '../../charts'
import { useLocale } from '../../i18n/use-locale'
import { Card, EmptyState } from '../../ui'
import { type MaturityBucket, maturityBands } from './maturity-bands'

export interface MaturityCardProps {
  readonly buckets: readonly MaturityBucket[]
  /** From the contract: positions past their stop day, neither paid nor marked. */
  readonly matured: bigint
}

/** When the money comes back. */
export function MaturityCard({ buckets, matured }: MaturityCardProps) {
  const { t } = useLingui()
  const locale = useLocale()
  const today = useToday()
  const { asset } = useDeployment()
  const bands = maturityBands(buckets, today)
  const isEmpty = matured === 0n && bands.every(({ amount }) => amount === 0n)
  const steps = [
    { key: 'matured', label: t`past due`, amount: matured, late: true },
    ...bands.map(({ key, amount }) => ({ key, label: key.replace('-', '–'), amount, late: false })),
  ]
  return (
    <Card title={<Trans>Maturity ladder, days from today</Trans>}>
      {isEmpty ? (
        <EmptyState title={<Trans>No payment is expected</Trans>}>
          <Trans>Positions that are marked down have no place in the ladder.</Trans>
        </EmptyState>
      ) : (
        <MaturityLadder
          title={t`Value due by days from today`}
          steps={steps}
          labels={{ due: t`Due`, late: t`Past due, unpaid`, cumulative: t`Cumulative` }}
          format={(amount) => formatMoney(amount, asset.decimals, asset.symbol)}
          formatTick={(amount) => formatCompactAmount(amount, asset.decimals, locale)}
        />
      )}
    </Card>
  )
}
