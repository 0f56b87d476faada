import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { type AlarmKey, type AlarmSeverity, alarmTypes } from '@tallystick/sdk'
import { inLocale } from '../../i18n'
import { useLocale } from '../../i18n/use-locale'
import { type PillTone, StatusPill } from '../../ui'

const SEVERITIES: Readonly<Record<AlarmSeverity, { readonly tone: PillTone; readonly label: MessageDescriptor }>> = {
  WARNING: { tone: 'info', label: msg`warning` },
  MINOR: { tone: 'warning', label: msg`minor` },
  MAJOR: { tone: 'danger', label: msg`major` },
  CRITICAL: { tone: 'danger', label: msg`critical` },
}

/** Names kinds of alarms in the language on screen. */
export function useAlarmName(): (key: AlarmKey) => string {
  const locale = useLocale()
  return (key) => {
    const type = alarmTypes.find((known) => known.key === key)
    return type ? inLocale(type.label, locale) : key
  }
}

/** An active alarm in one pill: what it is and how severe. */
export function AlarmPill({ alarm }: { readonly alarm: { readonly key: AlarmKey; readonly severity: AlarmSeverity } }) {
  const { t } = useLingui()
  const nameOf = useAlarmName()
  const { tone, label } = SEVERITIES[alarm.severity]
  return (
    <StatusPill tone={tone}>
      {nameOf(alarm.key)} · {t(label)}
    </StatusPill>
  )
}
