import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { afterDraw, bringUp, creditLinesAbi, formatBps, nextBill, rateX18Of } from '@tallystick/sdk'
import { useState } from 'react'
import { useBank, useDeployment } from '../../chain/deployment'
import { useChainNow, useToday } from '../../chain/now'
import { useTx, write } from '../../chain/tx'
import { useVerdict } from '../../chain/use-verdict'
import { Button, Dialog, DialogActions, KeyValueList, Money } from '../../ui'
import { AmountField } from '../treasury/amount-field'
import { readAmount } from '../treasury/amount-problem'
import { NextBillText } from './next-bill-text'
import type { LineReading } from './use-line'

export interface DrawDialogProps {
  readonly reading: LineReading
  readonly free: bigint
  /** Yearly price that the merchant sees and accepts at most. */
  readonly rateBps: number
  readonly open: boolean
  readonly onClose: () => void
}

/** Takes money from the line: amount, price, what it costs, and what falls due when. */
export function DrawDialog(props: DrawDialogProps) {
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={<Trans>Draw money from the line</Trans>}
      description={
        <Trans>The money is in your account within one block. You can repay at any time without a fee.</Trans>
      }
    >
      <DrawForm {...props} />
    </Dialog>
  )
}

function DrawForm({ reading, free, rateBps, onClose }: DrawDialogProps) {
  const { lines } = useBank()
  const { asset } = useDeployment()
  const { run, pending } = useTx()
  const [text, setText] = useState('')
  const typed = readAmount(text, asset.decimals, free)
  const amount = typed.amount ?? 0n
  const call = { address: lines, abi: creditLinesAbi, functionName: 'draw', args: [amount, rateBps] } as const
  const { refusal } = useVerdict(amount > 0n ? call : undefined)
  const draw = write({ ...call, title: msg`Draw money from the line`, args: () => [amount, rateBps] as const })
  return (
    <>
      <AmountField
        label={<Trans>Amount</Trans>}
        hint={
          <Trans>
            Free to draw: <Money value={free} decimals={asset.decimals} symbol={asset.symbol} />
          </Trans>
        }
        text={text}
        typed={typed}
        most={free}
        onChange={setText}
      />
      <DrawTerms reading={reading} amount={amount} rateBps={rateBps} />
      <DialogActions>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          variant="primary"
          busy={pending}
          reason={amount === 0n ? <Trans>Enter an amount first.</Trans> : refusal}
          onClick={() => void run(draw).then(onClose, () => undefined)}
          data-testid="confirm-draw"
        >
          <Trans>Draw</Trans>
        </Button>
      </DialogActions>
    </>
  )
}

const SECONDS_PER_DAY = 86_400n
const WAD = 10n ** 18n

interface DrawTermsProps extends Pick<DrawDialogProps, 'reading' | 'rateBps'> {
  readonly amount: bigint
}

/** What a draw costs by the day and by the year, and the bill that it leads to. */
function DrawTerms({ reading, amount, rateBps }: DrawTermsProps) {
  const { asset } = useDeployment()
  const now = useChainNow()
  const today = useToday()
  const { line, billing } = reading
  const perDay = (rateX18Of(amount, rateBps) * SECONDS_PER_DAY) / WAD
  const drawn = afterDraw(bringUp(line, billing, now).line, amount, rateBps, today)
  const bill = nextBill(drawn, billing, now)
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} symbol={asset.symbol} />
  return (
    <KeyValueList
      items={[
        { key: 'rate', label: <Trans>Price a year</Trans>, value: formatBps(rateBps) },
        { key: 'day', label: <Trans>Interest a day</Trans>, value: money(perDay) },
        {
          key: 'year',
          label: <Trans>Interest in a year, if nothing is repaid</Trans>,
          value: money((amount * BigInt(rateBps)) / 10_000n),
        },
        { key: 'fees', label: <Trans>Fees</Trans>, value: <Trans>none</Trans> },
        ...(amount > 0n && bill
          ? [
              {
                key: 'bill',
                label: <Trans>Next bill, for all that is drawn</Trans>,
                value: <NextBillText bill={bill} />,
              },
            ]
          : []),
      ]}
    />
  )
}
