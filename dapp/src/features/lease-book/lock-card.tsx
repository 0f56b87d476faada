import { Trans, useLingui } from '@lingui/react/macro'
import { CHINA_UTC_OFFSET, formatInstant, NOTICE_FROM_DAYS } from '@tallystick/sdk'
import { useState } from 'react'
import { useBank } from '../../chain/deployment'
import { useToday } from '../../chain/now'
import { Button, Card, DayText, Dialog, DialogActions, Notice, TextInput, Timeline, type TimelineItem } from '../../ui'
import type { LeaseReading } from '../leases/use-lease'
import { lockCall } from './lease-calls'
import { OfficerButton } from './officer-button'

interface LockProps {
  readonly reading: LeaseReading
}

/** Locking a machine: what the law asks for first, the command, and the machine's own word. */
export function LockCard({ reading }: LockProps) {
  const { command } = reading
  const [isOpen, setOpen] = useState(false)
  const isLocked = command.commandId > 0n && command.locked
  const notAllowed = !isLocked && !reading.mayLock && <Trans>Only once the days of notice are over.</Trans>
  return (
    <Card title={<Trans>Lock</Trans>}>
      <Timeline items={useLockSteps(reading)} />
      <div>
        <Button reason={notAllowed} onClick={() => setOpen(true)} data-testid={isLocked ? 'unlock' : 'lock'}>
          {isLocked ? <Trans>Unlock the machine</Trans> : <Trans>Lock the machine</Trans>}
        </Button>
      </div>
      <LockDialog reading={reading} open={isOpen} onClose={() => setOpen(false)} />
    </Card>
  )
}

/** The steps that the contract asks for, with what has happened. */
function useLockSteps({ stage, lease, debt, command, mayLock, noticeDays }: LeaseReading): readonly TimelineItem[] {
  const today = useToday()
  const hasNotice = stage !== 'Active' && (mayLock || stage === 'Noticed')
  const isLate = hasNotice || debt.daysPastDue >= NOTICE_FROM_DAYS
  const hasCommand = command.commandId > 0n && command.locked
  const at = formatInstant(BigInt(command.time), CHINA_UTC_OFFSET)
  const stateOf = (isDone: boolean, isNext: boolean) => (isDone ? 'done' : isNext ? 'current' : 'next')
  return [
    {
      key: 'late',
      title: <Trans>Rent is unpaid for {NOTICE_FROM_DAYS} days</Trans>,
      meta: <Trans>days past due: {debt.daysPastDue}</Trans>,
      state: stateOf(isLate, true),
    },
    {
      key: 'notice',
      title: <Trans>The lessee has been given notice</Trans>,
      meta: stage === 'Noticed' && <DayText day={lease.day} />,
      state: stateOf(hasNotice, isLate),
    },
    {
      key: 'days',
      title: <Trans>The days of notice are over: {noticeDays}</Trans>,
      meta: stage === 'Noticed' && today < lease.day + noticeDays && <DayText day={lease.day + noticeDays} />,
      state: stateOf(mayLock, hasNotice),
    },
    {
      key: 'command',
      title: <Trans>An officer commands the lock, with the reason</Trans>,
      meta: hasCommand && at,
      state: stateOf(hasCommand, mayLock),
    },
    {
      key: 'ack',
      title: <Trans>The machine stops safely and signs that it has</Trans>,
      meta: hasCommand && !command.acknowledged && <Trans>not yet: it waits until it can stop safely</Trans>,
      state: stateOf(hasCommand && command.acknowledged, hasCommand),
    },
  ]
}

interface LockDialogProps extends LockProps {
  readonly open: boolean
  readonly onClose: () => void
}

function LockDialog({ reading, open, onClose }: LockDialogProps) {
  const isLocked = reading.command.locked
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={isLocked ? <Trans>Unlock the machine</Trans> : <Trans>Lock the machine</Trans>}
      description={
        isLocked ? (
          <Trans>An officer may unlock at any time.</Trans>
        ) : (
          <Trans>The machine finishes what it does and does not start again until it is unlocked.</Trans>
        )
      }
    >
      <LockForm reading={reading} onClose={onClose} />
    </Dialog>
  )
}

function LockForm({ reading: { leaseId, command }, onClose }: Omit<LockDialogProps, 'open'>) {
  const { t } = useLingui()
  const bank = useBank()
  const [reason, setReason] = useState('')
  const words = reason.trim()
  return (
    <>
      {!command.locked && (
        <Notice tone="warning">
          <Trans>Make sure that nobody depends on the machine: people, traffic, water.</Trans>
        </Notice>
      )}
      <TextInput label={t`Reason`} hint={t`It is public: name no persons.`} value={reason} onChange={setReason} />
      <DialogActions>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <OfficerButton
          variant={command.locked ? 'primary' : 'danger'}
          call={lockCall(bank, command.locked ? 'unlock' : 'lock', leaseId, words)}
          refusal={words === '' && <Trans>Write a reason.</Trans>}
          onDone={onClose}
          testId="confirm-lock"
        >
          {command.locked ? <Trans>Unlock</Trans> : <Trans>Lock</Trans>}
        </OfficerButton>
      </DialogActions>
    </>
  )
}
