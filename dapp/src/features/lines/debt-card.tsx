import { Trans } from '@lingui/react/macro'
import { debtAt, formatBps, nextBill, YEAR_SECONDS } from '@tallystick/sdk'
import { useDeployment } from '../../chain/deployment'
import { useChainNow } from '../../chain/now'
import { Card, DayText, type KeyValue, KeyValueList, Money } from '../../ui'
import { NextBillText } from './next-bill-text'
import type { LineReading } from './use-line'

/** What is owed at this second, and what falls due when. */
export function DebtCard({ reading }: { readonly reading: LineReading }) {
  const { asset } = useDeployment()
  const now = useChainNow()
  const { line, billing } = reading
  const debt = debtAt(line, billing, now)
  if (debt.total === 0n) {
    return (
      <Card title={<Trans>What you owe</Trans>}>
        <p className="text-muted">
          <Trans>Nothing. Interest begins with the first draw, by the second.</Trans>
        </p>
      </Card>
    )
  }
  const money = (value: bigint, strong = false) => (
    <Money value={value} decimals={asset.decimals} symbol={asset.symbol} strong={strong} />
  )
  const bill = nextBill(line, billing, now)
  const rate = formatBps(averageRate(line.rateX18, debt.principal))
  const late = debt.daysPastDue
  const due: readonly KeyValue[] =
    debt.due === 0n
      ? []
      : [
          {
            key: 'due',
            label: late > 0 ? <Trans>Past due</Trans> : <Trans>Due today</Trans>,
            value: (
              <span className="text-danger">
                {money(debt.due, true)} · <Trans>since</Trans> <DayText day={debt.dueSince} />
              </span>
            ),
          },
        ]
  return (
    <Card title={<Trans>What you owe</Trans>}>
      <p className="text-2xl font-semibold" data-testid="debt-total">
        {money(debt.total)}
      </p>
      <KeyValueList
        items={[
          { key: 'principal', label: <Trans>Principal</Trans>, value: money(debt.principal) },
          {
            key: 'interest',
            label: <Trans>Interest up to this second</Trans>,
            value: (
              <span data-testid="debt-interest">
                {money(debt.interest)}{' '}
                {line.rateX18 > 0n && (
                  <span className="text-muted">
                    <Trans>at {rate} a year</Trans>
                  </span>
                )}
              </span>
            ),
          },
          ...(debt.penalty > 0n
            ? [{ key: 'penalty', label: <Trans>Penalty for late payment</Trans>, value: money(debt.penalty) }]
            : []),
          ...due,
          ...(bill ? [{ key: 'bill', label: <Trans>Next bill</Trans>, value: <NextBillText bill={bill} /> }] : []),
        ]}
      />
    </Card>
  )
}

const WAD = 10n ** 18n

/** Yearly price of all that is drawn, in bps, rounded to the nearest. */
function averageRate(rateX18: bigint, principal: bigint): bigint {
  if (principal === 0n) return 0n
  const scale = principal * WAD
  return (rateX18 * YEAR_SECONDS * 10_000n + scale / 2n) / scale
}
