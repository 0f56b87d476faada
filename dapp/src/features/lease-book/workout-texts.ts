import { useLingui } from '@lingui/react/macro'
import { NOTICE_FROM_DAYS, WRITE_OFF_DAYS } from '@tallystick/sdk'
import { nextStep } from '../deals/mark-ladder'
import type { WorkoutRefusal, WorkoutSituation, WorkoutStep } from './workout'

/** Writes why a step is refused. */
export function useRefusalText({ daysPastDue, daysNoticed, noticeDays }: WorkoutSituation) {
  const { t } = useLingui()
  const ahead = nextStep(daysPastDue)
  const [days, pct] = [ahead?.daysPastDue ?? 0, ahead?.pct ?? 0]
  const left = noticeDays - daysNoticed
  return (refusal: WorkoutRefusal): string => {
    const sentences: Readonly<Record<WorkoutRefusal, string>> = {
      over: t`The lease is not under way.`,
      'not-past-due': t`Nothing is past due, and there is no mark.`,
      'mark-reached': ahead
        ? t`Next step of the ladder: ${pct} % from ${days} days past due.`
        : t`It is marked down fully.`,
      'notice-too-early': t`From ${NOTICE_FROM_DAYS} days past due; now it is ${daysPastDue}.`,
      noticed: t`Notice has been given.`,
      'notice-first': t`Give notice first.`,
      'default-too-early': t`The notice still runs for days: ${left}.`,
      'in-default': t`The lease is in default already.`,
      'default-first': t`Declare the default first.`,
      repossessed: t`The machine has been repossessed.`,
      'repossess-first': t`Repossess the machine first.`,
      sold: t`The machine is free already.`,
      'written-off': t`The lease is written off.`,
      'not-fully-marked': t`Only a lease that is marked down fully can be written off.`,
      'write-off-too-early': t`By anyone from ${WRITE_OFF_DAYS} days past due; an officer may do it earlier.`,
    }
    return sentences[refusal]
  }
}

/** What each step is and does. */
export function useStepTexts(): Readonly<Record<WorkoutStep, { readonly title: string; readonly effect: string }>> {
  const { t } = useLingui()
  return {
    mark: {
      title: t`Mark down`,
      effect: t`By anyone: 30, 60, 90 days past due take 25, 50, 100 % off the books. Interest leaves the treasury's ledger; the lessee owes as before.`,
    },
    notice: {
      title: t`Give notice`,
      effect: t`Tells the lessee that the lease will be ended. Paying what is due before the last day takes the notice away.`,
    },
    declareDefault: {
      title: t`Declare default`,
      effect: t`Ends the lease: all falls due at once. What is held pays first, then the manufacturer's cover. Paying everything cures it.`,
    },
    repossess: {
      title: t`Repossess the machine`,
      effect: t`Records that the bank has the machine. The fingerprint of the record goes on chain.`,
    },
    sell: {
      title: t`Bring what it was sold for`,
      effect: t`The sum pays the debt; a surplus belongs to the lessee. The machine is free for another lease.`,
    },
    writeOff: {
      title: t`Write off`,
      effect: t`Takes a fully marked lease off the balance sheet. It is still owed; what comes in later is income.`,
    },
  }
}
