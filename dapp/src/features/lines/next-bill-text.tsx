import { Trans } from '@lingui/react/macro'
import { BILLING_PERIOD_DAYS, type LineBill } from '@tallystick/sdk'
import { useDeployment } from '../../chain/deployment'
import { DayText, Money } from '../../ui'

/** What falls due with a bill, and how it goes on. */
export function NextBillText({ bill }: { readonly bill: LineBill }) {
  const { asset } = useDeployment()
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} symbol={asset.symbol} />
  return (
    <span className="grid gap-0.5">
      <span>
        <DayText day={bill.day} />: {money(bill.interest + bill.principalPart)}
      </span>
      <span className="text-xs text-muted">
        <Trans>
          interest {money(bill.interest)} and a twelfth of the principal {money(bill.principalPart)}; then every{' '}
          {BILLING_PERIOD_DAYS} days
        </Trans>
      </span>
    </span>
  )
}
