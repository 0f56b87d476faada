import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { factoringDeskAbi } from '@tallystick/sdk'
import { useState } from 'react'
import { type Address, isAddress } from 'viem'
import { useReadContract } from 'wagmi'
import { AccountName } from '../../chain/account-name'
import { useBank, useDeployment } from '../../chain/deployment'
import { AmountInput, Button, Checkbox, Dialog, DialogActions, Skeleton, TextInput } from '../../ui'
import { GuardedButton } from '../access/guarded-button'
import { guardedCall } from '../access/guarded-call'
import { DelayNotice } from './delay-notice'
import { type DebtorTerms, routeOf } from './terms-change'
import { draftOf, readDraft, type TermsDraft } from './terms-form'

export interface TermsDialogProps {
  /** Debtor whose terms change; `new` lets the officer name one. */
  readonly debtor: Address | 'new' | undefined
  readonly onClose: () => void
}

/** Changes a debtor's price and bounds: stricter at once, looser announced. */
export function TermsDialog({ debtor, onClose }: TermsDialogProps) {
  const { t } = useLingui()
  return (
    <Dialog
      open={debtor !== undefined}
      onClose={onClose}
      title={t`Change a debtor’s terms`}
      description={debtor !== 'new' && debtor !== undefined && <AccountName address={debtor} />}
      wide
    >
      {debtor === 'new' ? (
        <NewDebtorForm onClose={onClose} />
      ) : (
        debtor && <TermsLoader debtor={debtor} onClose={onClose} />
      )}
    </Dialog>
  )
}

function NewDebtorForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const debtor = text.trim()
  const known = isAddress(debtor)
  return (
    <>
      <TextInput
        label={t`Account of the debtor`}
        value={text}
        onChange={setText}
        error={text !== '' && !known && t`Write an account address: 0x and 40 hexadecimal digits.`}
      />
      {known && <TermsLoader key={debtor} debtor={debtor} onClose={onClose} />}
    </>
  )
}

interface LoadedProps {
  readonly debtor: Address
  readonly onClose: () => void
}

function TermsLoader({ debtor, onClose }: LoadedProps) {
  const { desk } = useBank()
  const { data } = useReadContract({
    address: desk,
    abi: factoringDeskAbi,
    functionName: 'debtorTerms',
    args: [debtor],
  })
  return data ? <TermsForm debtor={debtor} current={data} onClose={onClose} /> : <Skeleton className="h-64" />
}

function TermsForm({ debtor, current, onClose }: LoadedProps & { readonly current: DebtorTerms }) {
  const { manager, desk } = useBank()
  const { asset } = useDeployment()
  const [draft, setDraft] = useState(() => draftOf(current, asset.decimals))
  const { terms, wrong } = readDraft(draft, asset.decimals)
  const route = routeOf(current, terms)
  const call = guardedCall({
    title: route === 'loosenTerms' ? msg`Loosen a debtor’s terms` : msg`Tighten a debtor’s terms`,
    manager,
    target: desk,
    abi: factoringDeskAbi,
    functionName: route === 'loosenTerms' ? 'loosenTerms' : 'tightenTerms',
    args: [debtor, terms],
  })
  const refusal =
    wrong.length > 0 ? (
      <Trans>Correct the marked fields first.</Trans>
    ) : (
      route === 'none' && <Trans>Nothing has changed.</Trans>
    )
  return (
    <>
      <TermsFields draft={draft} wrong={wrong} symbol={asset.symbol} onChange={setDraft} />
      {!refusal && <DelayNotice guarded={call} />}
      <DialogActions>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <GuardedButton call={call} variant="primary" refusal={refusal} onDone={onClose}>
          {route === 'loosenTerms' ? <Trans>Announce the terms</Trans> : <Trans>Tighten the terms</Trans>}
        </GuardedButton>
      </DialogActions>
    </>
  )
}

interface TermsFieldsProps {
  readonly draft: TermsDraft
  readonly wrong: readonly string[]
  readonly symbol: string
  readonly onChange: (draft: TermsDraft) => void
}

function TermsFields({ draft, wrong, symbol, onChange }: TermsFieldsProps) {
  const { t } = useLingui()
  const days = t`days`
  const fields = [
    { key: 'discount', label: t`Discount rate a year`, unit: '%', error: t`Write a percentage such as 4.80.` },
    { key: 'fee', label: t`Handling fee`, unit: '%', error: t`Write a percentage below 100.` },
    { key: 'advance', label: t`Advance rate`, unit: '%', error: t`Write a percentage from 0.01 to 100.` },
    { key: 'tenor', label: t`Longest tenor`, unit: days, error: t`Write whole days, at least one.` },
    { key: 'least', label: t`Least units in a deal`, unit: symbol, error: t`Write an amount such as 1,000.00.` },
  ] as const
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <div className="sm:col-span-2">
        <Checkbox
          label={t`Buy receivables of this debtor`}
          hint={t`Switched off, every deal is refused.`}
          checked={draft.enabled}
          onChange={(enabled) => onChange({ ...draft, enabled })}
        />
      </div>
      {fields.map(({ key, label, unit, error }) => (
        <AmountInput
          key={key}
          label={label}
          unit={unit}
          value={draft[key]}
          onChange={(text) => onChange({ ...draft, [key]: text })}
          error={wrong.includes(key) && error}
        />
      ))}
    </div>
  )
}
