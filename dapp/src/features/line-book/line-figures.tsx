import { Trans, useLingui } from '@lingui/react/macro'
import { utilisation } from '@tallystick/sdk'
import { useDeployment } from '../../chain/deployment'
import { useToday } from '../../chain/now'
import { Bps, DayText, type KeyValue, KeyValueList, Money } from '../../ui'
import { RatioText } from '../risk/ratio-text'
import { BandName } from './band-name'
import { LineStatus } from './line-status'
import type { BankLine } from './use-bank-line'

/** Limit, price and debt of a line at this second. */
export function LineFigures({ line }: { readonly line: BankLine }) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const { debt, situation, principal, limit, policyVersion } = line
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} symbol={asset.symbol} />
  const items: readonly KeyValue[] = [
    {
      key: 'state',
      label: t`Status`,
      value: <LineStatus row={{ state: situation.state, debt, impairedPct: situation.impairedPct }} />,
    },
    { key: 'limit', label: t`Limit`, value: money(limit) },
    { key: 'rate', label: t`Price of the next draw`, value: <Bps value={line.rateBps} /> },
    { key: 'band', label: t`Band`, value: <BandName row={line} /> },
    { key: 'policy', label: t`Version of the policy`, value: policyVersion },
    { key: 'principal', label: t`Drawn`, value: money(principal) },
    { key: 'used', label: t`Used`, value: <RatioText value={utilisation(principal, limit)} /> },
    { key: 'interest', label: t`Interest`, value: money(debt.interest) },
    { key: 'penalty', label: t`Penalty`, value: money(debt.penalty) },
    { key: 'due', label: t`Fallen due`, value: money(debt.due) },
    { key: 'late', label: t`Days past due`, value: debt.daysPastDue },
    { key: 'bill', label: t`Next bill`, value: debt.billDay === 0 ? '–' : <DayText day={debt.billDay} /> },
    {
      key: 'mark',
      label: t`Marked down`,
      value: (
        <>
          {situation.impairedPct} % · {money(line.impaired)}
        </>
      ),
    },
  ]
  return (
    <>
      <OverrideText line={line} />
      <KeyValueList items={items} />
    </>
  )
}

function OverrideText({ line }: { readonly line: BankLine }) {
  const today = useToday()
  if (line.overrideUntil < today) return null
  return (
    <p className="text-muted">
      <Trans>
        The bank’s own decision stands until <DayText day={line.overrideUntil} />.
      </Trans>
    </p>
  )
}
