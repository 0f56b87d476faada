import { Trans, useLingui } from '@lingui/react/macro'
import { alarmBits, isoDay, parseDay } from '@tallystick/sdk'
import { useState } from 'react'
import type { Hex } from 'viem'
import { useBank } from '../../chain/deployment'
import { useToday } from '../../chain/now'
import { DateInput, Dialog } from '../../ui'
import { AlarmPill } from '../telemetry/alarm-labels'
import { acknowledgeCall, closeFollowUpCall, openFollowUpCall } from './alarm-calls'
import type { InboxRow } from './inbox-row'
import { noteHash } from './note'
import { NoteForm } from './note-form'

/** What an officer is about to do with an alarm. */
export interface AlarmTask {
  readonly kind: 'acknowledge' | 'follow-up'
  readonly row: InboxRow
}

export interface AlarmDialogProps {
  /** Undefined keeps the dialog closed. */
  readonly task: AlarmTask | undefined
  readonly onClose: () => void
}

/** Says that an alarm has been seen, or what is to be done about it. */
export function AlarmDialog({ task, onClose }: AlarmDialogProps) {
  const isFollowUp = task?.kind === 'follow-up'
  return (
    <Dialog
      open={task !== undefined}
      onClose={onClose}
      title={isFollowUp ? <Trans>Open a follow-up</Trans> : <Trans>Acknowledge an alarm</Trans>}
      description={task && <AlarmPill alarm={task.row.alarm} />}
    >
      {task &&
        (isFollowUp ? (
          <FollowUpForm row={task.row} onClose={onClose} />
        ) : (
          <SeenForm row={task.row} onClose={onClose} />
        ))}
    </Dialog>
  )
}

interface FormProps {
  readonly row: InboxRow
  readonly onClose: () => void
}

function SeenForm({ row: { alarm, isOnChain }, onClose }: FormProps) {
  const bank = useBank()
  return (
    <NoteForm
      label={<Trans>What you have found out, if anything</Trans>}
      callOf={(text) => acknowledgeCall(bank, alarm.deviceId, alarmBits([alarm.key]), noteHash(text))}
      refusal={!isOnChain && <Trans>The chain does not have this alarm yet. Ask for the next picture.</Trans>}
      required={false}
      verb={<Trans>Acknowledge</Trans>}
      testId="confirm-acknowledge"
      onClose={onClose}
    />
  )
}

/** Days after which a follow-up is due unless the officer chooses. */
const USUAL_DAYS = 3

function FollowUpForm({ row: { alarm }, onClose }: FormProps) {
  const { t } = useLingui()
  const bank = useBank()
  const today = useToday()
  const [due, setDue] = useState(() => isoDay(today + USUAL_DAYS))
  const dueDay = parseDay(due)
  const isWrong = dueDay === undefined || dueDay < today
  return (
    <NoteForm
      label={<Trans>What is to be done</Trans>}
      callOf={(text) => openFollowUpCall(bank, alarm.deviceId, alarmBits([alarm.key]), noteHash(text), dueDay ?? today)}
      refusal={isWrong && <Trans>Choose a day from today on.</Trans>}
      required
      verb={<Trans>Open the follow-up</Trans>}
      testId="confirm-follow-up"
      onClose={onClose}
    >
      <DateInput label={t`Due on`} value={due} onChange={setDue} error={isWrong && t`Choose a day from today on.`} />
    </NoteForm>
  )
}

/** A follow-up that is to be closed. */
export interface OpenFollowUp {
  readonly deviceId: Hex
  readonly followUpId: bigint
}

export interface CloseDialogProps {
  readonly followUp: OpenFollowUp | undefined
  readonly onClose: () => void
}

/** Says what came of a follow-up. */
export function CloseFollowUpDialog({ followUp, onClose }: CloseDialogProps) {
  const bank = useBank()
  const number = String(followUp?.followUpId ?? '')
  return (
    <Dialog open={followUp !== undefined} onClose={onClose} title={<Trans>Close follow-up {number}</Trans>}>
      {followUp && (
        <NoteForm
          label={<Trans>What came of it</Trans>}
          callOf={(text) => closeFollowUpCall(bank, followUp.deviceId, followUp.followUpId, noteHash(text))}
          required
          verb={<Trans>Close the follow-up</Trans>}
          testId="confirm-close"
          onClose={onClose}
        />
      )}
    </Dialog>
  )
}
