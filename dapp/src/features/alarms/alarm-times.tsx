import { Trans } from '@lingui/react/macro'
import { meanTimeToAcknowledge, meanTimeToResolve, type Ratio } from '@tallystick/sdk'
import type { ReactNode } from 'react'
import { useLocale } from '../../i18n/use-locale'
import { formatDuration } from '../../lib/duration'
import { Skeleton, Stat, StatGroup } from '../../ui'
import { alarmTimesOf } from '../lease-book/kpi-inputs'
import { useKpiInputs } from '../lease-book/use-kpi-inputs'

/** How quickly alarms on chain are seen and end, over all of them. */
export function AlarmTimes() {
  const { data } = useKpiInputs()
  if (!data) return <Skeleton className="h-20" />
  const alarms = data.alarms.map(alarmTimesOf)
  const active = data.alarms.filter((alarm) => alarm.active).length
  const waiting = data.alarms.filter((alarm) => alarm.active && alarm.acknowledgedAt === null).length
  return (
    <StatGroup>
      <Stat label={<Trans>Active on chain</Trans>} value={active} testId="alarms-on-chain" />
      <Stat label={<Trans>of which seen by nobody</Trans>} value={waiting} />
      <TimeStat label={<Trans>Mean time to acknowledge (MTTA)</Trans>} ratio={meanTimeToAcknowledge(alarms)} />
      <TimeStat label={<Trans>Mean time to resolve (MTTR)</Trans>} ratio={meanTimeToResolve(alarms)} />
    </StatGroup>
  )
}

interface TimeStatProps {
  readonly label: ReactNode
  readonly ratio: Ratio
}

function TimeStat({ label, ratio: { numerator, denominator } }: TimeStatProps) {
  const locale = useLocale()
  const count = String(denominator)
  return (
    <Stat
      label={label}
      value={denominator === 0n ? '–' : formatDuration(Number(numerator / denominator), locale)}
      hint={<Trans>over {count} alarms</Trans>}
    />
  )
}
