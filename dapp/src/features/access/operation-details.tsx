import { useLingui } from '@lingui/react/macro'
import { formatBps } from '@tallystick/sdk'
import type { ReactNode } from 'react'
import { isAddress } from 'viem'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { Bps, DayText, Money } from '../../ui'
import type { DecodedOperation } from './describe-operation'

/** The arguments of an announced call, written as on the screens that set them. */
export function OperationDetails({ operation }: { readonly operation: DecodedOperation }) {
  const known = useKnownDetails(operation)
  return <span className="flex flex-wrap gap-x-3 gap-y-1">{known ?? operation.args.map(argumentText).join(' · ')}</span>
}

function useKnownDetails({ functionName, args }: DecodedOperation): ReactNode {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const money = (value: unknown) => (
    <Money value={BigInt(value as bigint)} decimals={asset.decimals} symbol={asset.symbol} />
  )
  const [first, second, third] = args
  switch (functionName) {
    case 'raiseObligorLimit':
      return [<span key="group">{t`Group ${String(first)}`}</span>, <span key="limit">{money(second)}</span>]
    case 'raiseBookCap':
      return [<Argument key="book" value={first} />, <span key="cap">{money(second)}</span>]
    case 'forgive':
      return t`Group ${String(first)}`
    case 'regroup':
      return [<Argument key="account" value={first} />, <span key="group">{t`Group ${String(second)}`}</span>]
    case 'activate':
      return t`Model, version ${String(first)}`
    case 'loosenLine':
      return [
        <Argument key="merchant" value={first} />,
        <span key="limit">{money(second)}</span>,
        <Bps key="rate" value={third as number} />,
        <DayText key="until" day={args[3] as number} />,
        <span key="reason">“{String(args[4])}”</span>,
      ]
    case 'loosen':
      // The line policy has rules and bands, the rules for leases stand alone.
      if (args.length === 1) return <LeaseRulesText rules={first as AnnouncedLeaseRules} />
      return <PolicyText bands={second as AnnouncedBands} />
    case 'releaseMark':
      if (args.length === 2) return [<Argument key="merchant" value={first} />, <span key="pct">{`${second} %`}</span>]
      return [<span key="deal">{t`Deal ${String(second)}`}</span>, <span key="pct">{`${String(third)} %`}</span>]
    case 'loosenTerms':
      return [<Argument key="debtor" value={first} />, <TermsText key="terms" terms={second as AnnouncedTerms} />]
    default:
      return undefined
  }
}

type AnnouncedBands = readonly { readonly minScore: number; readonly multipleBps: number; readonly rateBps: number }[]

/** The bands of an announced policy, the best first. */
function PolicyText({ bands }: { readonly bands: AnnouncedBands }) {
  const { t } = useLingui()
  return bands.map(({ minScore, multipleBps, rateBps }) => {
    const [share, price] = [formatBps(multipleBps), formatBps(rateBps)]
    return <span key={minScore}>{t`from ${minScore}: ${share} of turnover at ${price}`}</span>
  })
}

interface AnnouncedLeaseRules {
  readonly maxFinanced: bigint
  readonly minDepositBps: number
  readonly minRateBps: number
  readonly maxDays: number
}

function LeaseRulesText({ rules }: { readonly rules: AnnouncedLeaseRules }) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const days = rules.maxDays
  const [deposit, rate] = [formatBps(rules.minDepositBps), formatBps(rules.minRateBps)]
  return (
    <>
      <span>
        {t`at most`} <Money value={rules.maxFinanced} decimals={asset.decimals} symbol={asset.symbol} />
      </span>
      <span>{t`${days} days`}</span>
      <span>{t`deposit from ${deposit}`}</span>
      <span>{t`rate from ${rate}`}</span>
    </>
  )
}

interface AnnouncedTerms {
  readonly discountBps: number
  readonly feeBps: number
  readonly advanceBps: number
  readonly maxTenorDays: number
  readonly minUnits: bigint
  readonly enabled: boolean
}

function TermsText({ terms }: { readonly terms: AnnouncedTerms }) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const days = terms.maxTenorDays
  return (
    <>
      {!terms.enabled && <span>{t`switched off`}</span>}
      <span>
        {t`Discount rate`} <Bps value={terms.discountBps} />
      </span>
      <span>
        {t`Fee`} <Bps value={terms.feeBps} />
      </span>
      <span>
        {t`Advance rate`} <Bps value={terms.advanceBps} />
      </span>
      <span>{t`${days} days`}</span>
      <span>
        {t`Least`} <Money value={terms.minUnits} decimals={asset.decimals} />
      </span>
    </>
  )
}

function Argument({ value }: { readonly value: unknown }) {
  if (typeof value === 'string' && isAddress(value)) return <AccountName address={value} short />
  return <span className="break-all">{argumentText(value)}</span>
}

function argumentText(value: unknown): string {
  if (typeof value !== 'object') return String(value)
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner))
}
