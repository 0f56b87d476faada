import { Trans, useLingui } from '@lingui/react/macro'
import { formatAmount, formatBps, isoDay } from '@tallystick/sdk'
import { useState } from 'react'
import type { Address } from 'viem'
import { useBank, useDeployment } from '../../chain/deployment'
import { useToday } from '../../chain/now'
import { AmountInput, Button, DateInput, Dialog, DialogActions, TextInput } from '../../ui'
import { GuardedButton } from '../access/guarded-button'
import { DelayNotice } from '../risk/delay-notice'
import { overrideCall } from './line-calls'
import {
  MAX_OVERRIDE_DAYS,
  type OverrideDraft,
  overrideRoute,
  readOverride,
  type WrongOverrideField,
} from './override-form'
import type { BankLine } from './use-bank-line'

export interface OverrideDialogProps {
  readonly open: boolean
  readonly merchant: Address
  readonly line: BankLine
  readonly onClose: () => void
}

/** The bank's own decision about one merchant: a cut at once, a raise announced; the reason is recorded for ever. */
export function OverrideDialog({ open, onClose, ...form }: OverrideDialogProps) {
  const { t } = useLingui()
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t`Decide in place of the policy`}
      description={t`Until the day that you set, the policy does not change this line. Who decided and why is public.`}
    >
      <OverrideForm onClose={onClose} {...form} />
    </Dialog>
  )
}

/** Days for which a decision stands unless the officer chooses. */
const USUAL_DAYS = 30

function OverrideForm({ merchant, line, onClose }: Omit<OverrideDialogProps, 'open'>) {
  const bank = useBank()
  const today = useToday()
  const { asset } = useDeployment()
  const [draft, setDraft] = useState<OverrideDraft>(() => ({
    limit: formatAmount(line.limit, asset.decimals),
    rate: formatBps(line.rateBps).slice(0, -1),
    until: isoDay(today + USUAL_DAYS),
    reason: '',
  }))
  const bounds = { limit: line.limit, rateBps: line.rateBps, maxRateBps: line.maxRateBps, today }
  const { override, wrong } = readOverride(draft, bounds, asset.decimals)
  const route = overrideRoute(override, bounds)
  const call = overrideCall(bank, merchant, route, override)
  return (
    <>
      <OverrideFields draft={draft} wrong={wrong} line={line} onChange={setDraft} />
      {wrong.length === 0 && <DelayNotice guarded={call} />}
      <DialogActions>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <GuardedButton
          call={call}
          variant="primary"
          refusal={wrong.length > 0 && <Trans>Fill in all fields first.</Trans>}
          onDone={onClose}
          testId="submit-override"
        >
          {route === 'loosenLine' ? <Trans>Announce the decision</Trans> : <Trans>Tighten the line</Trans>}
        </GuardedButton>
      </DialogActions>
    </>
  )
}

interface OverrideFieldsProps {
  readonly draft: OverrideDraft
  readonly wrong: readonly WrongOverrideField[]
  readonly line: BankLine
  readonly onChange: (draft: OverrideDraft) => void
}

function OverrideFields({ draft, wrong, line, onChange }: OverrideFieldsProps) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const highest = formatBps(line.maxRateBps)
  const set = (field: keyof OverrideDraft) => (text: string) => onChange({ ...draft, [field]: text })
  return (
    <>
      <AmountInput
        label={t`New limit`}
        unit={asset.symbol}
        value={draft.limit}
        onChange={set('limit')}
        error={wrong.includes('limit') && t`Write an amount such as 250,000.00.`}
      />
      <AmountInput
        label={t`Yearly price`}
        unit="%"
        value={draft.rate}
        onChange={set('rate')}
        error={wrong.includes('rate') && t`Write a percentage above 0 and up to ${highest}.`}
      />
      <DateInput
        label={t`Stands until`}
        value={draft.until}
        onChange={set('until')}
        error={wrong.includes('until') && t`Choose a day from today to ${MAX_OVERRIDE_DAYS} days ahead.`}
      />
      <TextInput
        label={t`Reason`}
        hint={t`It is public: name no persons.`}
        value={draft.reason}
        onChange={set('reason')}
        error={draft.reason !== '' && wrong.includes('reason') && t`Write a reason.`}
      />
    </>
  )
}
