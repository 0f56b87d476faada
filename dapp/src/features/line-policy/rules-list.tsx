import { useLingui } from '@lingui/react/macro'
import type { PolicyRules } from '@tallystick/sdk'
import { useDeployment } from '../../chain/deployment'
import { useLocale } from '../../i18n/use-locale'
import { formatDuration } from '../../lib/duration'
import { Bps, KeyValueList, Money } from '../../ui'

export interface RulesListProps {
  readonly rules: PolicyRules
  /** Counted by the contract. */
  readonly version: number
}

/** The rules that hold for every band. */
export function RulesList({ rules, version }: RulesListProps) {
  const { t } = useLingui()
  const locale = useLocale()
  const { asset } = useDeployment()
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} symbol={asset.symbol} />
  const days = rules.stepDays
  return (
    <KeyValueList
      items={[
        { key: 'age', label: t`Oldest data at a draw`, value: formatDuration(rules.scoreMaxAge, locale) },
        { key: 'step', label: t`Rise at once`, value: <Bps value={rules.stepBps} /> },
        { key: 'days', label: t`Between two rises`, value: t`${days} days` },
        { key: 'starter', label: t`Rises to this at once`, value: money(rules.starterLimit) },
        { key: 'lot', label: t`Limits are multiples of`, value: money(rules.lot) },
        { key: 'version', label: t`Version`, value: version },
      ]}
    />
  )
}
