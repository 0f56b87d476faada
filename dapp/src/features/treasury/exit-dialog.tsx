import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { treasuryAbi } from '@tallystick/sdk'
import { useState } from 'react'
import { useReadContract } from 'wagmi'
import { useBank, useDeployment } from '../../chain/deployment'
import { useTx, write } from '../../chain/tx'
import { smaller } from '../../lib/smaller'
import { Button, Dialog, DialogActions, KeyValueList, Money } from '../../ui'
import { AmountField } from './amount-field'
import { readAmount } from './amount-problem'
import type { TreasuryDialogProps } from './deposit-dialog'
import { shareDecimals } from './share-decimals'
import { minimumExit, sharesFor } from './slippage'

/** Takes cash out at the exit price, with the least that is acceptable. */
export function ExitDialog(props: TreasuryDialogProps) {
  const { t } = useLingui()
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={t`Take cash out of the treasury`}
      description={t`Shares are paid at the exit price: net asset value less impairment.`}
    >
      <ExitForm {...props} />
    </Dialog>
  )
}

function ExitForm({ account, holder, onClose }: TreasuryDialogProps) {
  const { treasury } = useBank()
  const { asset } = useDeployment()
  const { run, pending } = useTx()
  const [text, setText] = useState('')
  const most = usePreview(holder.maxExit) ?? 0n
  const typed = readAmount(text, asset.decimals, most)
  const wanted = typed.amount === most ? holder.maxExit : sharesFor(typed.amount ?? 0n, holder.shares, holder.value)
  const shares = smaller(wanted, holder.maxExit)
  const preview = usePreview(shares)
  const exit = () => {
    if (preview === undefined) return
    const call = write({
      title: msg`Take cash out of the treasury`,
      address: treasury,
      abi: treasuryAbi,
      functionName: 'exit',
      args: () => [shares, account, minimumExit(preview)] as const,
    })
    run(call).then(onClose, () => undefined)
  }
  const money = (value: bigint | undefined) => (
    <Money value={typed.problem ? undefined : value} decimals={asset.decimals} symbol={asset.symbol} />
  )
  return (
    <>
      <AmountField
        label={<Trans>Amount</Trans>}
        hint={
          <Trans>
            Can leave now: <Money value={most} decimals={asset.decimals} symbol={asset.symbol} />
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
            label: <Trans>Shares given back</Trans>,
            value: <Money value={typed.problem ? undefined : shares} decimals={shareDecimals(asset.decimals)} />,
          },
          { key: 'preview', label: <Trans>You receive about</Trans>, value: money(preview) },
          {
            key: 'least',
            label: <Trans>Never less than</Trans>,
            value: money(preview === undefined ? undefined : minimumExit(preview)),
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
          onClick={exit}
        >
          <Trans>Take out</Trans>
        </Button>
      </DialogActions>
    </>
  )
}

function usePreview(shares: bigint): bigint | undefined {
  const { treasury } = useBank()
  return useReadContract({ address: treasury, abi: treasuryAbi, functionName: 'previewExit', args: [shares] }).data
}
