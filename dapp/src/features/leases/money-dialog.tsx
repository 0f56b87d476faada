import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { assetAbi, leasesAbi, prepaidRent } from '@tallystick/sdk'
import { useState } from 'react'
import type { Address } from 'viem'
import { useReadContract } from 'wagmi'
import { useBank, useDeployment } from '../../chain/deployment'
import { useTx } from '../../chain/tx'
import { useVerdict } from '../../chain/use-verdict'
import { smaller } from '../../lib/smaller'
import { Button, Dialog, DialogActions, KeyValueList, Money } from '../../ui'
import { AmountField } from '../treasury/amount-field'
import { readAmount } from '../treasury/amount-problem'
import type { LeaseReading } from './use-lease'

/** What is done with money of a lease. */
export type MoneyPurpose = 'pay' | 'prepay' | 'withdrawPrepaid'

const PURPOSES: Readonly<
  Record<
    MoneyPurpose,
    { readonly title: MessageDescriptor; readonly text: MessageDescriptor; readonly verb: MessageDescriptor }
  >
> = {
  pay: {
    title: msg`Pay rent`,
    text: msg`First the penalty is paid, then the interest, then the principal, then the use. There is no fee.`,
    verb: msg`Pay`,
  },
  prepay: {
    title: msg`Bring prepaid rent`,
    text: msg`It pays the next bills by itself. What is left of it comes back when you ask, or at the end.`,
    verb: msg`Bring`,
  },
  withdrawPrepaid: {
    title: msg`Take back prepaid rent`,
    text: msg`When nothing is due. The deposit stays.`,
    verb: msg`Take back`,
  },
}

export interface MoneyDialogProps {
  readonly account: Address
  readonly reading: LeaseReading
  /** Undefined keeps the dialog closed. */
  readonly purpose: MoneyPurpose | undefined
  readonly onClose: () => void
}

/** Pays, prepays or takes back; the allowance is a signature of its own, for exactly this amount. */
export function MoneyDialog(props: MoneyDialogProps) {
  const { t } = useLingui()
  const words = props.purpose && PURPOSES[props.purpose]
  return (
    <Dialog
      open={words !== undefined}
      onClose={props.onClose}
      title={words && t(words.title)}
      description={words && t(words.text)}
    >
      {props.purpose && <MoneyForm {...props} purpose={props.purpose} />}
    </Dialog>
  )
}

function MoneyForm({ account, reading, purpose, onClose }: MoneyDialogProps & { readonly purpose: MoneyPurpose }) {
  const { t } = useLingui()
  const { leases } = useBank()
  const { asset } = useDeployment()
  const { run, pending } = useTx()
  const [text, setText] = useState('')
  const balance = useBalance(account)
  const most = mostFor(purpose, reading, balance ?? 0n)
  const typed = readAmount(text, asset.decimals, most)
  const amount = typed.amount ?? 0n
  const call = { address: leases, abi: leasesAbi, functionName: purpose, args: [reading.leaseId, amount] } as const
  const isPayment = purpose !== 'withdrawPrepaid'
  const { refusal } = useVerdict(isPayment || amount === 0n ? undefined : call)
  const { title, verb } = PURPOSES[purpose]
  const send = () =>
    run({ ...call, title, args: () => call.args, ...(isPayment && { payment: () => amount }) }).then(
      onClose,
      () => undefined,
    )
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} symbol={asset.symbol} />
  return (
    <>
      <AmountField
        label={<Trans>Amount</Trans>}
        hint={isPayment ? <Trans>In the account: {money(balance ?? 0n)}</Trans> : <Trans>Prepaid: {money(most)}</Trans>}
        text={text}
        typed={typed}
        most={most}
        onChange={setText}
      />
      {purpose === 'pay' && (
        <KeyValueList
          items={[
            { key: 'due', label: <Trans>Due now</Trans>, value: money(reading.debt.due) },
            { key: 'left', label: <Trans>Then still due</Trans>, value: money(reading.debt.due - amount) },
          ]}
        />
      )}
      <DialogActions>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          variant="primary"
          busy={pending}
          reason={amount === 0n ? <Trans>Enter an amount first.</Trans> : refusal}
          onClick={() => void send()}
          data-testid="confirm-money"
        >
          {t(verb)}
        </Button>
      </DialogActions>
    </>
  )
}

/** What can be paid, brought or taken back at most. */
function mostFor(purpose: MoneyPurpose, { debt, lease, account }: LeaseReading, balance: bigint): bigint {
  switch (purpose) {
    case 'pay':
      return smaller(balance, debt.due)
    case 'prepay':
      return balance
    case 'withdrawPrepaid':
      return prepaidRent(account, lease)
  }
}

export function useBalance(account: Address): bigint | undefined {
  const { asset } = useDeployment()
  return useReadContract({
    address: asset.address,
    abi: assetAbi,
    functionName: 'balanceOf',
    args: [account],
    query: { refetchInterval: 5_000 },
  }).data
}
