import { useLingui } from '@lingui/react/macro'
import { WRITE_OFF_DAYS } from '@tallystick/sdk'
import type { DealRefusal } from './deal-actions'
import { nextStep } from './mark-ladder'

/** Writes why an action is refused. */
export function useRefusalText(daysPastDue: number, graceDays: number): (refusal: DealRefusal) => string {
  const { t } = useLingui()
  const ahead = nextStep(daysPastDue)
  const [days, pct] = [ahead?.daysPastDue ?? 0, ahead?.pct ?? 0]
  return (refusal) => {
    const sentences: Readonly<Record<DealRefusal, string>> = {
      closed: t`The deal is closed.`,
      'not-settled': t`The debtor has not paid yet.`,
      settled: t`The debtor has paid: collect the deal instead.`,
      'written-off': t`The deal is written off.`,
      'not-past-due': t`The due day has not passed.`,
      'in-grace': t`The grace period of ${graceDays} days is not over.`,
      flagged: t`It is recorded as overdue already.`,
      'mark-reached': ahead
        ? t`Next step of the ladder: ${pct} % from ${days} days past due.`
        : t`It is marked down fully.`,
      'not-marked': t`There is no mark to lower.`,
      'not-fully-marked': t`Only a deal that is marked down fully can be written off.`,
      'write-off-too-early': t`By anyone from ${WRITE_OFF_DAYS} days past due.`,
    }
    return sentences[refusal]
  }
}
