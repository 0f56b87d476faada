import { Plural, Trans } from '@lingui/react/macro'
import { useDeployment } from '../../chain/deployment'
import { Card, Money } from '../../ui'
import { DueText } from './due-text'
import type { PaymentDay } from './payable'

/** Days shown before the rest is only in the list below. */
const MOST_DAYS = 8

/** The next days on which something has to be paid. */
export function PaymentCalendar({ days }: { readonly days: readonly PaymentDay[] }) {
  const { asset } = useDeployment()
  if (days.length === 0) return null
  return (
    <Card title={<Trans>Payment calendar</Trans>}>
      <ol className="grid gap-2 sm:grid-cols-2 lg:grid-cols-4">
        {days.slice(0, MOST_DAYS).map(({ dueDay, amount, count }) => (
          <li key={dueDay} className="grid gap-0.5 rounded-md border border-line px-3 py-2">
            <DueText day={dueDay} />
            <Money value={amount} decimals={asset.decimals} symbol={asset.symbol} strong />
            <span className="text-xs text-muted">
              <Plural value={count} one="# receivable" other="# receivables" />
            </span>
          </li>
        ))}
      </ol>
    </Card>
  )
}
