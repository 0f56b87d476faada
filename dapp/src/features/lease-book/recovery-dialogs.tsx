import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import { type Hex, keccak256 } from 'viem'
import { useBank, useDeployment } from '../../chain/deployment'
import { smaller } from '../../lib/smaller'
import { Button, Dialog, DialogActions, FileDrop, HashText, KeyValueList, Money } from '../../ui'
import { directly } from '../access/guarded-call'
import { usePermissionReason } from '../access/permission-reason'
import { usePermission } from '../access/use-permission'
import { CallButton } from '../leases/call-button'
import type { LeaseReading } from '../leases/use-lease'
import { AmountField } from '../treasury/amount-field'
import { readAmount } from '../treasury/amount-problem'
import { repossessCall, sellCall } from './lease-calls'
import { OfficerButton } from './officer-button'

interface RecoveryDialogProps {
  readonly open: boolean
  readonly onClose: () => void
}

/** Puts the fingerprint of the record of a repossession on chain; the file itself stays with the bank. */
export function RepossessDialog({ leaseId, open, onClose }: RecoveryDialogProps & { readonly leaseId: bigint }) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={<Trans>Repossess the machine</Trans>}
      description={<Trans>The record is read in this page and stays with you; the chain gets its fingerprint.</Trans>}
    >
      <RepossessForm leaseId={leaseId} onClose={onClose} />
    </Dialog>
  )
}

interface RecordFile {
  readonly name: string
  readonly hash: Hex
}

function RepossessForm({ leaseId, onClose }: { readonly leaseId: bigint; readonly onClose: () => void }) {
  const bank = useBank()
  const [record, setRecord] = useState<RecordFile>()
  const read = async (file: File) => {
    setRecord({ name: file.name, hash: keccak256(new Uint8Array(await file.arrayBuffer())) })
  }
  return (
    <>
      <FileDrop label={<Trans>Record of the repossession</Trans>} accept="*/*" onFile={(file) => void read(file)} />
      {record && (
        <KeyValueList items={[{ key: 'file', label: record.name, value: <HashText value={record.hash} /> }]} />
      )}
      <DialogActions>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <OfficerButton
          variant="primary"
          call={repossessCall(bank, leaseId, record?.hash ?? '0x')}
          refusal={!record && <Trans>Choose the record first.</Trans>}
          onDone={onClose}
          testId="confirm-repossess"
        >
          <Trans>Repossess</Trans>
        </OfficerButton>
      </DialogActions>
    </>
  )
}

/** Most that the sale of one machine can bring: the amount is not limited by the debt. */
const MOST = 2n ** 88n - 1n

/** Brings what a repossessed machine was sold for, and shows where it goes. */
export function SellDialog({ reading, open, onClose }: RecoveryDialogProps & { readonly reading: LeaseReading }) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={<Trans>Bring what it was sold for</Trans>}
      description={<Trans>In one sum, from your account. The machine is free afterwards.</Trans>}
    >
      <SellForm reading={reading} onClose={onClose} />
    </Dialog>
  )
}

function SellForm({ reading, onClose }: { readonly reading: LeaseReading; readonly onClose: () => void }) {
  const bank = useBank()
  const { asset } = useDeployment()
  const [text, setText] = useState('')
  const typed = readAmount(text, asset.decimals, MOST)
  const proceeds = typed.amount ?? 0n
  const guarded = sellCall(bank, reading.leaseId, proceeds)
  const missing = usePermissionReason(usePermission(guarded))
  const applied = smaller(proceeds, reading.debt.total)
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} symbol={asset.symbol} />
  const call = { ...directly(guarded), args: guarded.args, payment: () => proceeds }
  return (
    <>
      <AmountField label={<Trans>Proceeds</Trans>} text={text} typed={typed} most={MOST} onChange={setText} />
      <KeyValueList
        items={[
          { key: 'debt', label: <Trans>Pays of the debt</Trans>, value: money(applied) },
          { key: 'surplus', label: <Trans>Surplus, the lessee's</Trans>, value: money(proceeds - applied) },
          { key: 'left', label: <Trans>Then still owed</Trans>, value: money(reading.debt.total - applied) },
        ]}
      />
      <DialogActions>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <CallButton
          variant="primary"
          call={call}
          reason={missing ?? (proceeds === 0n && <Trans>Enter an amount first.</Trans>)}
          onDone={onClose}
          testId="confirm-sell"
        >
          <Trans>Bring the proceeds</Trans>
        </CallButton>
      </DialogActions>
    </>
  )
}
