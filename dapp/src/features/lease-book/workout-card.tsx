import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { leasesAbi } from '@tallystick/sdk'
import { type ReactNode, useState } from 'react'
import { useBank } from '../../chain/deployment'
import { useToday } from '../../chain/now'
import { AmountInput, Button, Card, DayText, Timeline, type TimelineItem } from '../../ui'
import { CallButton } from '../leases/call-button'
import type { LeaseReading } from '../leases/use-lease'
import { DelayNotice } from '../risk/delay-notice'
import { officerCall, setMarkCall } from './lease-calls'
import { OfficerButton } from './officer-button'
import { RepossessDialog, SellDialog } from './recovery-dialogs'
import { WORKOUT_STEPS, type WorkoutSituation, type WorkoutStep, workoutOf, workoutRefusal } from './workout'
import { useRefusalText, useStepTexts } from './workout-texts'

interface WorkoutProps {
  readonly reading: LeaseReading
}

/** What is done about unpaid rent: each step with what it does, and from when it is allowed. */
export function WorkoutCard({ reading }: WorkoutProps) {
  const today = useToday()
  const situation = workoutOf(reading, today)
  const texts = useStepTexts()
  const { noticeDays, lease } = reading
  const items = WORKOUT_STEPS.map((step): TimelineItem => {
    const { title, effect } = texts[step]
    return {
      key: step,
      title,
      state: stepState(step, situation),
      meta: step === 'declareDefault' && situation.state === 'Noticed' && (
        <Trans>
          from <DayText day={lease.day + noticeDays} /> on
        </Trans>
      ),
      children: (
        <div className="grid justify-items-start gap-2">
          <p className="max-w-prose text-muted">{effect}</p>
          <StepAction step={step} reading={reading} situation={situation} />
        </div>
      ),
    }
  })
  return (
    <Card title={<Trans>Unpaid rent</Trans>}>
      <Timeline items={items} />
      <OtherMark reading={reading} situation={situation} />
    </Card>
  )
}

/** What has happened, what can happen now, and what cannot yet. */
function stepState(step: WorkoutStep, situation: WorkoutSituation): NonNullable<TimelineItem['state']> {
  const refusal = workoutRefusal(step, situation)
  if (refusal === undefined) return 'current'
  const isDone =
    ['noticed', 'in-default', 'repossessed', 'sold', 'written-off'].includes(refusal) ||
    (refusal === 'mark-reached' && situation.impairedPct > 0)
  return isDone ? 'done' : 'next'
}

interface StepProps extends WorkoutProps {
  readonly situation: WorkoutSituation
}

function StepAction({ step, reading, situation }: StepProps & { readonly step: WorkoutStep }) {
  const bank = useBank()
  const text = useRefusalText(situation)
  const { leaseId } = reading
  const refused = workoutRefusal(step, situation)
  const refusal = refused && text(refused)
  switch (step) {
    case 'mark':
    case 'writeOff':
      return (
        <div className="flex flex-wrap items-start gap-2">
          <PublicStep step={step} leaseId={leaseId} refusal={refusal} />
          {step === 'writeOff' && <EarlyWriteOff leaseId={leaseId} situation={situation} />}
        </div>
      )
    case 'repossess':
    case 'sell':
      return <RecoveryStep step={step} reading={reading} refusal={refusal} />
    default:
      return (
        <OfficerButton call={officerCall(bank, step, leaseId)} refusal={refusal} testId={`lease-${step}`}>
          {step === 'notice' ? <Trans>Give notice</Trans> : <Trans>Declare default</Trans>}
        </OfficerButton>
      )
  }
}

interface PublicStepProps {
  readonly step: 'mark' | 'writeOff'
  readonly leaseId: bigint
  readonly refusal: ReactNode
}

function PublicStep({ step, leaseId, refusal }: PublicStepProps) {
  const { leases } = useBank()
  const call = {
    title: step === 'mark' ? msg`Mark a lease down` : msg`Write a lease off`,
    address: leases,
    abi: leasesAbi,
    functionName: step,
    args: [leaseId],
  }
  return (
    <CallButton call={call} reason={refusal} testId={`lease-${step}`}>
      {step === 'mark' ? <Trans>Mark down</Trans> : <Trans>Write off</Trans>}
    </CallButton>
  )
}

function EarlyWriteOff({ leaseId, situation }: Omit<StepProps, 'reading'> & { readonly leaseId: bigint }) {
  const bank = useBank()
  const text = useRefusalText(situation)
  const refused = workoutRefusal('writeOffEarly', situation)
  return (
    <OfficerButton
      variant="danger"
      call={officerCall(bank, 'writeOffEarly', leaseId)}
      refusal={refused && text(refused)}
      testId="lease-writeOffEarly"
    >
      <Trans>Write off early</Trans>
    </OfficerButton>
  )
}

interface RecoveryStepProps extends WorkoutProps {
  readonly step: 'repossess' | 'sell'
  readonly refusal: ReactNode
}

function RecoveryStep({ step, reading, refusal }: RecoveryStepProps) {
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <Button reason={refusal} onClick={() => setOpen(true)} data-testid={`lease-${step}`}>
        {step === 'repossess' ? <Trans>Repossess</Trans> : <Trans>Bring the proceeds</Trans>}
      </Button>
      {step === 'repossess' ? (
        <RepossessDialog leaseId={reading.leaseId} open={isOpen} onClose={close} />
      ) : (
        <SellDialog reading={reading} open={isOpen} onClose={close} />
      )}
    </>
  )
}

function OtherMark({ reading, situation }: StepProps) {
  const { t } = useLingui()
  const bank = useBank()
  const reasonText = useRefusalText(situation)
  const [text, setText] = useState('')
  const { impairedPct } = situation
  const pct = /^\d{1,3}$/.test(text) && Number(text) <= 100 ? Number(text) : undefined
  const isLower = pct !== undefined && pct < impairedPct
  const call = setMarkCall(bank, reading.leaseId, impairedPct, pct ?? 100)
  const refused = workoutRefusal(isLower ? 'releaseMark' : 'markEarly', situation)
  const isUnset = pct === undefined || pct === impairedPct
  return (
    <div className="grid gap-3 border-t border-line pt-4">
      <div className="grid items-start gap-3 sm:grid-cols-[10rem_1fr]">
        <AmountInput
          label={t`Other mark`}
          hint={t`now ${impairedPct} %`}
          unit="%"
          value={text}
          onChange={setText}
          error={text !== '' && pct === undefined && t`Write a whole number from 0 to 100.`}
        />
        <div className="grid justify-items-start gap-2 sm:pt-6.5">
          <OfficerButton
            call={call}
            refusal={refused ? reasonText(refused) : isUnset && t`Enter another mark first.`}
            testId="lease-otherMark"
          >
            {isLower ? <Trans>Lower the mark</Trans> : <Trans>Mark down early</Trans>}
          </OfficerButton>
        </div>
      </div>
      {isLower && <DelayNotice guarded={call} />}
    </div>
  )
}
