import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { CHINA_UTC_OFFSET, finishCost, leasesAbi } from '@tallystick/sdk'
import { useState } from 'react'
import type { Address } from 'viem'
import { useBank, useDeployment } from '../../chain/deployment'
import { chainNow, useChainNow } from '../../chain/now'
import { useTx, write } from '../../chain/tx'
import { Button, Dialog, DialogActions, KeyValueList, Money, SelectInput } from '../../ui'
import { useBalance } from './money-dialog'
import type { LeaseReading } from './use-lease'

/** The two ends of a lease. */
const ENDS = ['buyOut', 'return'] as const
type End = (typeof ENDS)[number]

export interface FinishDialogProps {
  readonly account: Address
  readonly reading: LeaseReading
  readonly open: boolean
  readonly onClose: () => void
}

/** Ends a lease after its last bill: what it costs and what comes back, to the minor unit. */
export function FinishDialog(props: FinishDialogProps) {
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={<Trans>End the lease</Trans>}
      description={
        <Trans>Debt, refund and cover are settled in one transaction, and the machine is free or yours.</Trans>
      }
    >
      <FinishForm {...props} />
    </Dialog>
  )
}

function FinishForm({ account, reading, onClose }: FinishDialogProps) {
  const { t } = useLingui()
  const { leases } = useBank()
  const { run, pending } = useTx()
  const [end, setEnd] = useState<End>('return')
  const balance = useBalance(account)
  const keeps = end === 'buyOut'
  const { missing } = costAt(reading, keeps, useChainNow())
  // What accrues until the block is allowed for; the contract takes what is owed and no more.
  const most = () => costAt(reading, keeps, chainNow() + MARGIN_SECONDS).missing
  const labels: Readonly<Record<End, string>> = {
    buyOut: t`Keep the machine (buy-out)`,
    return: t`Give it back (return)`,
  }
  const finish = write({
    title: msg`End the lease`,
    address: leases,
    abi: leasesAbi,
    functionName: 'finish',
    args: () => [reading.leaseId, keeps, most()] as const,
    ...(missing > 0n && { payment: most }),
  })
  return (
    <>
      <SelectInput
        label={<Trans>What becomes of the machine</Trans>}
        value={end}
        onChange={(value) => setEnd(value as End)}
        options={ENDS.map((value) => ({ value, label: labels[value] }))}
        data-testid="finish-end"
      />
      <FinishItems reading={reading} keeps={keeps} />
      <DialogActions>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          variant="primary"
          busy={pending}
          reason={
            balance !== undefined && balance < missing && <Trans>Your balance is too low for this payment.</Trans>
          }
          onClick={() => void run(finish).then(onClose, () => undefined)}
          data-testid="confirm-finish"
        >
          {labels[end]}
        </Button>
      </DialogActions>
    </>
  )
}

/** Seconds of interest that a payment allows for, between the signature and the block. */
const MARGIN_SECONDS = 600n

function costAt({ lease, account, penaltyBps, graceDays }: LeaseReading, keeps: boolean, time: bigint) {
  return finishCost(lease, account, { penaltyBps, graceDays, utcOffset: CHINA_UTC_OFFSET }, keeps, time)
}

function FinishItems({ reading, keeps }: { readonly reading: LeaseReading; readonly keeps: boolean }) {
  const { asset } = useDeployment()
  const { due, price, missing, refund } = costAt(reading, keeps, useChainNow())
  const { held } = reading.account
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} symbol={asset.symbol} />
  return (
    <KeyValueList
      items={[
        { key: 'owed', label: <Trans>Still owed at this second</Trans>, value: money(due) },
        ...(keeps ? [{ key: 'buyOut', label: <Trans>Buy-out price</Trans>, value: money(price) }] : []),
        { key: 'held', label: <Trans>Held: deposit and prepaid rent</Trans>, value: money(held) },
        { key: 'fromHeld', label: <Trans>Taken from what is held</Trans>, value: money(held - refund) },
        { key: 'cost', label: <Trans>You pay</Trans>, value: <span data-testid="finish-cost">{money(missing)}</span> },
        {
          key: 'refund',
          label: <Trans>You get back</Trans>,
          value: <span data-testid="finish-refund">{money(refund)}</span>,
        },
      ]}
    />
  )
}
