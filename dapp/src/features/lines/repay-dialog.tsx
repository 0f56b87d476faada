import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { assetAbi, creditLinesAbi, debtAt, splitPayment } from '@tallystick/sdk'
import { type ReactNode, useState } from 'react'
import type { Address } from 'viem'
import { useReadContract } from 'wagmi'
import { useBank, useDeployment } from '../../chain/deployment'
import { chainNow, useChainNow } from '../../chain/now'
import { useTx, write } from '../../chain/tx'
import { smaller } from '../../lib/smaller'
import { Button, Checkbox, Dialog, DialogActions, KeyValueList, Money } from '../../ui'
import { AmountField } from '../treasury/amount-field'
import { readAmount } from '../treasury/amount-problem'
import type { LineReading } from './use-line'

export interface RepayDialogProps {
  readonly merchant: Address
  readonly reading: LineReading
  readonly open: boolean
  readonly onClose: () => void
}

/** Seconds of interest that a payment of everything allows for, between the signature and the block. */
const MARGIN_SECONDS = 600n

/** Pays part or all of what is owed. The allowance is a signature of its own, for exactly this amount. */
export function RepayDialog(props: RepayDialogProps) {
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={<Trans>Repay</Trans>}
      description={<Trans>First the penalty is paid, then the interest, then the principal. There is no fee.</Trans>}
    >
      <RepayForm {...props} />
    </Dialog>
  )
}

function RepayForm({ merchant, reading, onClose }: RepayDialogProps) {
  const { lines } = useBank()
  const { asset } = useDeployment()
  const { run, pending } = useTx()
  const now = useChainNow()
  const [text, setText] = useState('')
  const [all, setAll] = useState(false)
  const debt = debtAt(reading.line, reading.billing, now)
  const balance = useBalance(merchant)
  const typed = readAmount(text, asset.decimals, smaller(balance ?? 0n, debt.total))
  const amount = all ? debt.total : (typed.amount ?? 0n)
  // What accrues until the block is allowed for; the contract takes what is owed and no more.
  const payment = () => (all ? debtAt(reading.line, reading.billing, chainNow() + MARGIN_SECONDS).total : amount)
  const repay = write({
    title: msg`Repay the line`,
    address: lines,
    abi: creditLinesAbi,
    functionName: 'repay',
    args: () => [merchant, payment()] as const,
    payment,
  })
  return (
    <>
      <Checkbox
        label={<Trans>Everything that is owed when the payment arrives</Trans>}
        checked={all}
        onChange={setAll}
      />
      {!all && (
        <AmountField
          label={<Trans>Amount</Trans>}
          hint={
            <Trans>
              In the account: <Money value={balance} decimals={asset.decimals} symbol={asset.symbol} />
            </Trans>
          }
          text={text}
          typed={typed}
          most={smaller(balance ?? 0n, debt.total)}
          onChange={setText}
        />
      )}
      <PaymentItems reading={reading} amount={amount} />
      <DialogActions>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          variant="primary"
          busy={pending}
          reason={obstacle(amount, all, balance)}
          onClick={() => void run(repay).then(onClose, () => undefined)}
          data-testid="confirm-repay"
        >
          {all ? <Trans>Repay everything</Trans> : <Trans>Repay</Trans>}
        </Button>
      </DialogActions>
    </>
  )
}

function obstacle(amount: bigint, all: boolean, balance: bigint | undefined): ReactNode {
  if (balance === undefined) return <Trans>Reading the amount from the chain…</Trans>
  if (all && balance < amount) return <Trans>Your balance is too low for this payment.</Trans>
  return amount === 0n ? <Trans>Enter an amount first.</Trans> : undefined
}

/** What the payment goes to, and what stays. */
function PaymentItems({ reading, amount }: Pick<RepayDialogProps, 'reading'> & { readonly amount: bigint }) {
  const { asset } = useDeployment()
  const now = useChainNow()
  const debt = debtAt(reading.line, reading.billing, now)
  const { paid, penalty, interest, principal } = splitPayment(debt, amount, reading.state)
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} symbol={asset.symbol} />
  return (
    <KeyValueList
      items={[
        { key: 'owed', label: <Trans>Owed at this second</Trans>, value: money(debt.total) },
        { key: 'due', label: <Trans>of which due</Trans>, value: money(debt.due) },
        { key: 'penalty', label: <Trans>To the penalty</Trans>, value: money(penalty) },
        { key: 'interest', label: <Trans>To the interest</Trans>, value: money(interest) },
        { key: 'principal', label: <Trans>To the principal</Trans>, value: money(principal) },
        { key: 'left', label: <Trans>Then still owed</Trans>, value: money(debt.total - paid) },
      ]}
    />
  )
}

function useBalance(account: Address): bigint | undefined {
  const { asset } = useDeployment()
  return useReadContract({
    address: asset.address,
    abi: assetAbi,
    functionName: 'balanceOf',
    args: [account],
    query: { refetchInterval: 5_000 },
  }).data
}
