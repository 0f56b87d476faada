import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { leaseOffersAbi } from '@tallystick/sdk'
import { useState } from 'react'
import { useBank, useDeployment } from '../../chain/deployment'
import { AmountInput, Button, Dialog, DialogActions, SelectInput } from '../../ui'
import { GuardedButton } from '../access/guarded-button'
import { guardedCall } from '../access/guarded-call'
import { TIER_CHOICES, useTierName } from '../fleet/tier'
import { DelayNotice } from '../risk/delay-notice'
import { type LeaseRules, rulesRoute } from './rules-change'
import { draftOfRules, type RulesDraft, readRules, type WrongRule } from './rules-form'

export interface LeaseRulesDialogProps {
  readonly open: boolean
  readonly current: LeaseRules
  readonly onClose: () => void
}

/** Changes what leases the bank finances: stricter at once, more generous announced. */
export function LeaseRulesDialog({ open, current, onClose }: LeaseRulesDialogProps) {
  const { t } = useLingui()
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t`Change the rules for leases`}
      description={t`They hold for every approval from now on. Leases that are approved keep their terms.`}
    >
      <RulesForm current={current} onClose={onClose} />
    </Dialog>
  )
}

function RulesForm({ current, onClose }: Omit<LeaseRulesDialogProps, 'open'>) {
  const { asset } = useDeployment()
  const [draft, setDraft] = useState(() => draftOfRules(current, asset.decimals))
  const { rules, wrong } = readRules(draft, asset.decimals)
  const route = rulesRoute(current, rules)
  const call = useRulesCall(rules, route === 'loosen')
  const isRefused = wrong.length > 0 || route === 'none'
  return (
    <>
      <RulesFields draft={draft} wrong={wrong} onChange={(part) => setDraft({ ...draft, ...part })} />
      {!isRefused && <DelayNotice guarded={call} />}
      <DialogActions>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <GuardedButton
          call={call}
          variant="primary"
          refusal={isRefused && <Refusal isWrong={wrong.length > 0} key="refusal" />}
          onDone={onClose}
          testId="submit-lease-rules"
        >
          {route === 'loosen' ? <Trans>Announce the rules</Trans> : <Trans>Tighten the rules</Trans>}
        </GuardedButton>
      </DialogActions>
    </>
  )
}

function useRulesCall(rules: LeaseRules, isLooser: boolean) {
  const bank = useBank()
  return guardedCall({
    title: isLooser ? msg`Loosen the rules for leases` : msg`Tighten the rules for leases`,
    manager: bank.manager,
    target: bank.leaseOffers,
    abi: leaseOffersAbi,
    functionName: isLooser ? 'loosen' : 'tighten',
    // The contract counts versions itself.
    args: [{ ...rules, version: 0 }],
  })
}

function Refusal({ isWrong }: { readonly isWrong: boolean }) {
  return isWrong ? <Trans>Correct the marked fields first.</Trans> : <Trans>Nothing has changed.</Trans>
}

interface RulesFieldsProps {
  readonly draft: RulesDraft
  readonly wrong: readonly WrongRule[]
  readonly onChange: (part: Partial<RulesDraft>) => void
}

function RulesFields({ draft, wrong, onChange }: RulesFieldsProps) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const tierName = useTierName()
  const fields = [
    {
      key: 'maxFinanced',
      label: t`Financed by one lease, at most`,
      unit: asset.symbol,
      error: t`Write an amount such as 250,000.00.`,
    },
    { key: 'minDeposit', label: t`Deposit, at least`, unit: '%', error: t`Write a percentage up to 100.` },
    { key: 'minRate', label: t`Yearly rate, at least`, unit: '%', error: t`Write a percentage up to 36.` },
    { key: 'maxDays', label: t`Term, at most`, unit: t`days`, error: t`Write whole days, at least one.` },
  ] as const
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {fields.map(({ key, label, unit, error }) => (
        <AmountInput
          key={key}
          label={label}
          unit={unit}
          value={draft[key]}
          onChange={(text) => onChange({ [key]: text })}
          error={wrong.includes(key) && error}
        />
      ))}
      <SelectInput
        label={t`Trust in the meter, at least`}
        value={String(draft.minTier)}
        onChange={(value) => onChange({ minTier: Number(value) })}
        options={TIER_CHOICES.map((tier) => ({ value: String(tier), label: tierName(tier) }))}
      />
    </div>
  )
}
