import { Trans, useLingui } from '@lingui/react/macro'
import { useDeployment } from '../../chain/deployment'
import { DayText, Money, Timeline } from '../../ui'
import { impairmentOf, LADDER_STEPS } from './mark-ladder'

export interface MarkTimelineProps {
  readonly stopDay: number
  readonly daysPastDue: number
  readonly advance: bigint
}

/** The ladder by which an unpaid deal loses its value, with the days of this deal. */
export function MarkTimeline({ stopDay, daysPastDue, advance }: MarkTimelineProps) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const ahead = LADDER_STEPS.findIndex((step) => daysPastDue < step.daysPastDue)
  return (
    <Timeline
      items={LADDER_STEPS.map(({ daysPastDue: days, pct }, index) => ({
        key: `${days}`,
        title: t`${days} days past due: mark ${pct} %`,
        meta: <DayText day={stopDay + days} />,
        state: daysPastDue >= days ? 'done' : index === ahead && daysPastDue > 0 ? 'current' : 'next',
        children: (
          <span className="text-muted">
            <Trans>
              impairment <Money value={impairmentOf(advance, pct)} decimals={asset.decimals} symbol={asset.symbol} />
            </Trans>
          </span>
        ),
      }))}
    />
  )
}
