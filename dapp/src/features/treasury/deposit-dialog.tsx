import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { treasuryAbi } from '@tallystick/sdk'
import { useState } from 'react'
import type { Address } from 'viem'
import { useReadContract } from 'wagmi'
import { useBank, useDeployment } from '../../chain/deployment'
import { useTx, write } from '../../chain/tx'
import { smaller } from '../../lib/smaller'
import { Button, Dialog, DialogActions, KeyValueList, Money } from '../../ui'
import { AmountField } from './amount-field'
import { readAmount } from './amount-problem'
import { shareDecimals } from './share-decimals'
import type { TreasuryHolder } from './use-treasury'

export interface TreasuryDialogProps {
  readonly account: Address
  readonly holder: TreasuryHolder
  readonly open: boolean
  readonly onClose: () => void
}

/** Puts the bank's cash into the treasury: one transaction with a permit inside, or an exact approval before it. */
export function DepositDialog(props: TreasuryDialogProps) {
  const { t } = useLingui()
  return (
    <Dialog open={props.open} onClose={props.onClose} title={t`Deposit into the treasury`}>
      <DepositForm {...props} />
    </Dialog>
  )
}

function DepositForm({ account, holder, onClose }: TreasuryDialogProps) {
  const { treasury } = useBank()
  const { asset } = useDeployment()
  const { run, pending } = useTx()
  const [text, setText] = useState('')
  const most = smaller(holder.balance, holder.maxDeposit)
  const typed = readAmount(text, asset.decimals, most)
  const amount = typed.amount ?? 0n
  const shares = useReadContract({
    address: treasury,
    abi: treasuryAbi,
    functionName: 'previewDeposit',
    args: [amount],
    query: { enabled: amount > 0n },
  })
  const deposit = () => {
    const call = write({
      title: msg`Deposit into the treasury`,
      address: treasury,
      abi: treasuryAbi,
      functionName: 'deposit',
      args: () => [amount, account] as const,
      payment: () => amount,
    })
    run(call).then(onClose, () => undefined)
  }
  return (
    <>
      <AmountField
        label={<Trans>Amount</Trans>}
        hint={
          <Trans>
            In the account: <Money value={holder.balance} decimals={asset.decimals} symbol={asset.symbol} />
          </Trans>
        }
        text={text}
        typed={typed}
        most={most}
        onChange={setText}
      />
      <KeyValueList
        items={[
          {
            key: 'shares',
            label: <Trans>Shares received</Trans>,
            value: <Money value={amount > 0n ? shares.data : undefined} decimals={shareDecimals(asset.decimals)} />,
          },
        ]}
      />
      <DialogActions>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          variant="primary"
          busy={pending}
          reason={typed.problem && <Trans>Enter an amount first.</Trans>}
          onClick={deposit}
        >
          <Trans>Deposit</Trans>
        </Button>
      </DialogActions>
    </>
  )
}
