import { Plural, Trans } from '@lingui/react/macro'
import { useToday } from '../../chain/now'

/** Days to a due day by the chain's clock, or since it. */
export function DaysLeft({ dueDay }: { readonly dueDay: number }) {
  const left = dueDay - useToday()
  if (left === 0) return <Trans>due today</Trans>
  if (left > 0) return <Plural value={left} one="# day left" other="# days left" />
  return <Plural value={-left} one="# day past due" other="# days past due" />
}
