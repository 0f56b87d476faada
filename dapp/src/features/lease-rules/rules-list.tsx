import { useLingui } from '@lingui/react/macro'
import { useDeployment } from '../../chain/deployment'
import { Bps, KeyValueList, Money } from '../../ui'
import { TierPill } from '../fleet/tier'
import type { VersionedRules } from './use-lease-rules'

/** The rules that every approval keeps to. */
export function LeaseRulesList({ rules }: { readonly rules: VersionedRules }) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const days = rules.maxDays
  const most = <Money value={rules.maxFinanced} decimals={asset.decimals} symbol={asset.symbol} />
  return (
    <KeyValueList
      items={[
        { key: 'financed', label: t`Financed by one lease, at most`, value: most },
        { key: 'deposit', label: t`Deposit, at least`, value: <Bps value={rules.minDepositBps} /> },
        { key: 'rate', label: t`Yearly rate, at least`, value: <Bps value={rules.minRateBps} /> },
        { key: 'days', label: t`Term, at most`, value: t`${days} days` },
        { key: 'tier', label: t`Trust in the meter, at least`, value: <TierPill tier={rules.minTier} /> },
        { key: 'version', label: t`Version`, value: rules.version },
      ]}
    />
  )
}
