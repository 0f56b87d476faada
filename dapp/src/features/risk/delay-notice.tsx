import { Trans } from '@lingui/react/macro'
import { useLocale } from '../../i18n/use-locale'
import { formatDuration } from '../../lib/duration'
import { Notice } from '../../ui'
import type { GuardedFunction } from '../access/guarded-call'
import { usePermission } from '../access/use-permission'

/** Says when a change takes effect: at once, or after the delay that the access manager prescribes. */
export function DelayNotice({ guarded }: { readonly guarded: GuardedFunction }) {
  const locale = useLocale()
  const permission = usePermission(guarded)
  if (permission.kind === 'now') {
    return (
      <Notice>
        <Trans>This acts at once.</Trans>
      </Notice>
    )
  }
  if (permission.kind !== 'announce') return null
  const delay = formatDuration(permission.delay, locale)
  return (
    <Notice tone="warning" title={<Trans>This is announced first</Trans>}>
      <Trans>
        It can be executed {delay} after the announcement, within a week, under “Announced changes”. Until then the
        guardian can cancel it.
      </Trans>
    </Notice>
  )
}
