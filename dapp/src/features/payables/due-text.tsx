import { Plural, Trans } from '@lingui/react/macro'
import { useToday } from '../../chain/now'
import { DayText } from '../../ui'

/** A due date with how far away it is, or how long past. */
export function DueText({ day, settled = false }: { readonly day: number; readonly settled?: boolean }) {
  const today = useToday()
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      <DayText day={day} />
      {!settled && (
        <span className={day < today ? 'text-xs text-danger' : 'text-xs text-muted'}>
          <Distance days={day - today} />
        </span>
      )}
    </span>
  )
}

function Distance({ days }: { readonly days: number }) {
  if (days === 0) return <Trans>today</Trans>
  if (days < 0) return <Plural value={-days} one="# day past due" other="# days past due" />
  return <Plural value={days} one="in # day" other="in # days" />
}
