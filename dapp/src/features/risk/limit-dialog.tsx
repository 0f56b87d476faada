import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { type BankDeployment, formatAmount, parseAmount, treasuryAbi } from '@tallystick/sdk'
import { useState } from 'react'
import { useReadContract } from 'wagmi'

import { useBank, useDeployment } from '../../chain/deployment'
import { AmountInput, Button, Dialog, DialogActions, KeyValueList, Money, Skeleton, TextInput } from '../../ui'
import { GuardedButton } from '../access/guarded-button'
import { type GuardedCall, guardedCall } from '../access/guarded-call'
import { DelayNotice } from './delay-notice'

export interface LimitDialogProps {
  /** Group whose limit changes; `new` lets the officer name one. */
  readonly group: number | 'new' | undefined
  readonly onClose: () => void
}

/** Changes one group's limit: a cut acts at once, a raise is announced. */
export function LimitDialog({ group, onClose }: LimitDialogProps) {
  const { t } = useLingui()
  return (
    <Dialog
      open={group !== undefined}
      onClose={onClose}
      title={t`Change a limit`}
      description={t`The most principal that may be out to one debtor group, over all products of the bank.`}
    >
      {group === 'new' ? <NewGroupForm onClose={onClose} /> : <LimitForm obligor={group ?? 0} onClose={onClose} />}
    </Dialog>
  )
}

/** Group numbers are 32-bit and never zero. */
const GROUP_NUMBER = /^[1-9]\d{0,8}$/

function NewGroupForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const known = GROUP_NUMBER.test(text)
  return (
    <>
      <TextInput
        label={t`Group number`}
        hint={t`As the register of members has it.`}
        inputMode="numeric"
        value={text}
        onChange={setText}
        error={text !== '' && !known && t`Write a whole number such as 201.`}
      />
      {known && <LimitForm key={text} obligor={Number(text)} onClose={onClose} />}
    </>
  )
}

interface LimitFormProps {
  readonly obligor: number
  readonly onClose: () => void
}

function LimitForm({ obligor, onClose }: LimitFormProps) {
  const bank = useBank()
  const { asset } = useDeployment()
  const current = useReadContract({
    address: bank.treasury,
    abi: treasuryAbi,
    functionName: 'obligor',
    args: [obligor],
  })
  const [text, setText] = useState('')
  const { t } = useLingui()
  if (current.data === undefined) return <Skeleton className="h-40" />
  const limit = parseAmount(text, asset.decimals)
  const valid = limit !== undefined && limit >= 0n && limit <= MAX_LIMIT
  const unchanged = limit === current.data.limit
  const call = limitCall(bank, obligor, current.data.limit, valid ? limit : 0n)
  return (
    <>
      <KeyValueList
        items={[
          {
            key: 'limit',
            label: <Trans>Limit now</Trans>,
            value: <Money value={current.data.limit} decimals={asset.decimals} symbol={asset.symbol} />,
          },
          {
            key: 'exposure',
            label: <Trans>Exposure now</Trans>,
            value: <Money value={current.data.exposure} decimals={asset.decimals} symbol={asset.symbol} />,
          },
        ]}
      />
      <AmountInput
        label={t`New limit`}
        unit={asset.symbol}
        placeholder={formatAmount(current.data.limit, asset.decimals)}
        value={text}
        onChange={setText}
        error={text !== '' && !valid && t`Write an amount such as 250,000.00.`}
      />
      {valid && !unchanged && <DelayNotice guarded={call} />}
      <DialogActions>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <GuardedButton
          call={call}
          variant="primary"
          refusal={(!valid || unchanged) && <Trans>Enter another limit first.</Trans>}
          onDone={onClose}
        >
          {valid && limit > current.data.limit ? <Trans>Announce the raise</Trans> : <Trans>Cut the limit</Trans>}
        </GuardedButton>
      </DialogActions>
    </>
  )
}

/** Limits are 88-bit on chain. */
const MAX_LIMIT = (1n << 88n) - 1n

function limitCall(bank: BankDeployment, obligor: number, from: bigint, to: bigint): GuardedCall {
  const isRaise = to > from
  return guardedCall({
    title: isRaise ? msg`Raise a limit` : msg`Cut a limit`,
    manager: bank.manager,
    target: bank.treasury,
    abi: treasuryAbi,
    functionName: isRaise ? 'raiseObligorLimit' : 'lowerObligorLimit',
    args: [obligor, to],
  })
}
