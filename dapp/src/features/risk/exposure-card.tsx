import { Trans, useLingui } from '@lingui/react/macro'
import { formatAmount, formatCompactAmount, ratioBps } from '@tallystick/sdk'
import { useDeployment } from '../../chain/deployment'
import { ExposureBars } from '../../charts'
import { useLocale } from '../../i18n/use-locale'
import { Card, EmptyState, Stat, StatGroup } from '../../ui'
import { type Concentration, concentrationOf } from './concentration'
import { RatioText } from './ratio-text'
import { useGroupLabel } from './use-group-label'
import type { RiskGroup } from './use-risk'

/** Who owes how much, against the limits that the bank has set. */
export function ExposureCard({ groups }: { readonly groups: readonly RiskGroup[] }) {
  const { t } = useLingui()
  const locale = useLocale()
  const label = useGroupLabel()
  const { asset } = useDeployment()
  return (
    <Card title={<Trans>Exposure by debtor group</Trans>}>
      {groups.length === 0 ? (
        <EmptyState title={<Trans>No group has a limit yet</Trans>}>
          <Trans>Announce the first limit under “Limits and terms”.</Trans>
        </EmptyState>
      ) : (
        <>
          <ExposureBars
            title={t`Exposure and limit of each debtor group`}
            rows={groups.map(({ obligor, members, exposure, limit }) => ({
              key: `${obligor}`,
              label: label(obligor, members),
              exposure,
              limit,
            }))}
            labels={{ exposure: t`Exposure`, limit: t`Limit`, over: t`Above the limit` }}
            format={(amount) => formatCompactAmount(amount, asset.decimals, locale)}
          />
          <ConcentrationStats concentration={concentrationOf(groups)} />
        </>
      )}
    </Card>
  )
}

function ConcentrationStats({ concentration }: { readonly concentration: Concentration }) {
  const index = ratioBps(concentration.index)
  return (
    <StatGroup>
      <Stat label={<Trans>Limits used</Trans>} value={<RatioText value={concentration.used} />} />
      <Stat label={<Trans>Largest group</Trans>} value={<RatioText value={concentration.largest} />} />
      <Stat
        label={<Trans>Concentration (HHI)</Trans>}
        value={index === null ? '–' : formatAmount(BigInt(index), 0)}
        hint={<Trans>10,000 = a single group</Trans>}
      />
    </StatGroup>
  )
}
