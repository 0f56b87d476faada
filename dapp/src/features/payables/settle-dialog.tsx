import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { assetAbi, chineseCapitalAmount, receivablesAbi } from '@tallystick/sdk'
import type { ReactNode } from 'react'
import { useConfig, useReadContract } from 'wagmi'
import { readContract } from 'wagmi/actions'
import { useAccount } from '../../chain/account'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { useTx, write } from '../../chain/tx'
import { Button, Dialog, DialogActions, KeyValueList, Money } from '../../ui'
import { DueText } from './due-text'
import { isUnpaid, type Payable } from './payable'

export interface SettleDialogProps {
  readonly payable: Payable | undefined
  readonly onClose: () => void
}

/** Pays a receivable in full. Amount and balance are read from the chain, the payment needs no allowance before. */
export function SettleDialog({ payable, onClose }: SettleDialogProps) {
  return (
    <Dialog
      open={payable !== undefined}
      onClose={onClose}
      title={<Trans>Settle a payable</Trans>}
      description={<Trans>The money goes from your account to the holders; nobody in between can touch it.</Trans>}
    >
      {payable && <SettleForm payable={payable} onClose={onClose} />}
    </Dialog>
  )
}

function SettleForm({ payable, onClose }: { readonly payable: Payable; readonly onClose: () => void }) {
  const { asset, network } = useDeployment()
  const config = useConfig()
  const { run, pending } = useTx()
  const baseId = BigInt(payable.id)
  const { due, balance, reason } = useSettlement(payable)
  const register = { address: network.receivables, abi: receivablesAbi } as const

  const settle = async () => {
    await run(
      write({
        title: msg`Settle a receivable`,
        ...register,
        functionName: 'settle',
        args: () => [baseId] as const,
        // Read at the moment of paying: a penalty grows by the day.
        payment: async () =>
          total(await readContract(config, { ...register, functionName: 'amountDue', args: [baseId] })),
      }),
    )
    onClose()
  }

  const money = (value: bigint | undefined, strong = false) => (
    <Money value={value} decimals={asset.decimals} symbol={asset.symbol} strong={strong} />
  )
  const capitals = due && asset.currency === 'CNY' ? chineseCapitalAmount(total(due), asset.decimals) : undefined
  return (
    <>
      <KeyValueList
        items={[
          { key: 'supplier', label: <Trans>Supplier</Trans>, value: <AccountName address={payable.supplier} /> },
          { key: 'due', label: <Trans>Due date</Trans>, value: <DueText day={payable.dueDay} /> },
          { key: 'face', label: <Trans>Unpaid face</Trans>, value: money(due?.[0]) },
          { key: 'penalty', label: <Trans>Penalty for late payment</Trans>, value: money(due?.[1]) },
          { key: 'total', label: <Trans>To pay</Trans>, value: money(due && total(due), true) },
          ...(capitals
            ? [{ key: 'capitals', label: <Trans>Amount in capital characters</Trans>, value: capitals }]
            : []),
          { key: 'balance', label: <Trans>Your balance</Trans>, value: money(balance) },
        ]}
      />
      <DialogActions>
        <Button
          variant="primary"
          busy={pending}
          reason={reason}
          onClick={() => void settle().catch(() => undefined)}
          data-testid="settle"
        >
          <Trans>Settle in full</Trans>
        </Button>
      </DialogActions>
    </>
  )
}

type AmountDue = readonly [principal: bigint, penalty: bigint]

function total([principal, penalty]: AmountDue): bigint {
  return principal + penalty
}

interface Settlement {
  readonly due: AmountDue | undefined
  readonly balance: bigint | undefined
  readonly reason: ReactNode
}

/** What settling takes now, what the payer has, and why it cannot pay. Anybody may pay for the debtor. */
function useSettlement(payable: Payable): Settlement {
  const { asset, network } = useDeployment()
  const { address, status } = useAccount()
  const { data: due } = useReadContract({
    address: network.receivables,
    abi: receivablesAbi,
    functionName: 'amountDue',
    args: [BigInt(payable.id)],
    query: { refetchInterval: 5_000 },
  })
  const { data: balance } = useReadContract({
    address: asset.address,
    abi: assetAbi,
    functionName: 'balanceOf',
    args: address && [address],
    query: { enabled: address !== undefined, refetchInterval: 5_000 },
  })
  const reason = () => {
    if (!isUnpaid(payable)) return <Trans>This receivable is settled.</Trans>
    if (status === 'disconnected') return <Trans>Connect your company's wallet first.</Trans>
    if (status === 'wrong-network') return <Trans>Switch your wallet to this network first.</Trans>
    if (!due || balance === undefined) return <Trans>Reading the amount from the chain…</Trans>
    return balance < total(due) ? <Trans>Your balance is too low for this payment.</Trans> : undefined
  }
  return { due, balance, reason: reason() }
}
