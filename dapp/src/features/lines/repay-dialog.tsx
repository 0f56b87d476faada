import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { assetAbi, bringUp, creditLinesAbi, debtAt, splitPayment } from '@tallystick/sdk'
import { type ReactNode, useState } from 'react'
import type { Address } from 'viem'
import { useReadContract } from 'wagmi'
import { useBank, useDeployment } from '../../chain/deployment'
import { chainNow, useChainNow } from '../../chain/now'
import { useTx, write } from '../../chain/tx'
import { smaller } from '../../lib/smaller'
import { Button, Dialog, DialogActions, KeyValueList, Money, SelectInput } from '../../ui'
import { AmountField } from '../treasury/amount-field'
import { readAmount } from '../treasury/amount-problem'
import type { LineReading } from './use-line'

export interface RepayDialogProps {
  readonly merchant: Address
  readonly reading: LineReading
  readonly open: boolean
  readonly onClose: () => void
}

/** How much is paid: a typed amount, what has fallen due, or everything. */
const EXTENTS = ['amount', 'due', 'all'] as const
type Extent = (typeof EXTENTS)[number]

/** Seconds of interest that a payment without a typed amount allows for, between the signature and the block. */
const MARGIN_SECONDS = 600n

/**
 * What clears an extent at a moment. Interest is paid before principal, billed or not, so what is due is only cleared by
 * all interest and the principal that is due.
 */
function owedFor(extent: Exclude<Extent, 'amount'>, { line, billing }: LineReading, time: bigint): bigint {
  const { penalty, interest, total } = debtAt(line, billing, time)
  return extent === 'all' ? total : penalty + interest + bringUp(line, billing, time).line.duePrincipal
}

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
  const { t } = useLingui()
  const { lines } = useBank()
  const { asset } = useDeployment()
  const { run, pending } = useTx()
  const now = useChainNow()
  const [text, setText] = useState('')
  const [extent, setExtent] = useState<Extent>('amount')
  const debt = debtAt(reading.line, reading.billing, now)
  const balance = useBalance(merchant)
  const labels: Readonly<Record<Extent, string>> = {
    amount: t`An amount`,
    due: t`What is due, with all interest so far`,
    all: t`Everything that is owed`,
  }
  const typed = readAmount(text, asset.decimals, smaller(balance ?? 0n, debt.total))
  const amount = extent === 'amount' ? (typed.amount ?? 0n) : owedFor(extent, reading, now)
  // What accrues until the block is allowed for; the contract takes what is owed and no more.
  const payment = () => (extent === 'amount' ? amount : owedFor(extent, reading, chainNow() + MARGIN_SECONDS))
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
      <SelectInput
        label={<Trans>How much</Trans>}
        value={extent}
        onChange={(value) => setExtent(value as Extent)}
        options={EXTENTS.filter((value) => value !== 'due' || debt.due > 0n).map((value) => ({
          value,
          label: labels[value],
        }))}
        data-testid="repay-extent"
      />
      {extent === 'amount' && (
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
          reason={obstacle(amount, balance)}
          onClick={() => void run(repay).then(onClose, () => undefined)}
          data-testid="confirm-repay"
        >
          <Trans>Repay</Trans>
        </Button>
      </DialogActions>
    </>
  )
}

function obstacle(amount: bigint, balance: bigint | undefined): ReactNode {
  if (balance === undefined) return <Trans>Reading the amount from the chain…</Trans>
  if (balance < amount) return <Trans>Your balance is too low for this payment.</Trans>
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
