import { Trans } from '@lingui/react/macro'
import { chainNow, useChainNow } from '../../chain/now'
import { useLocale } from '../../i18n/use-locale'
import { formatDuration } from './duration'

/** Time left until an instant by the chain's clock. */
export function Countdown({ until }: { readonly until: bigint }) {
  const locale = useLocale()
  useChainNow()
  const left = Number(until - chainNow())
  if (left <= 0) return <Trans>now</Trans>
  const duration = formatDuration(left, locale)
  return (
    <span className="tabular-nums">
      <Trans>in {duration}</Trans>
    </span>
  )
}
