import { useLingui } from '@lingui/react/macro'
import { DEFAULT_DAYS, WRITE_OFF_DAYS } from '@tallystick/sdk'
import { nextStep } from '../deals/mark-ladder'
import type { LineRefusal } from './line-actions'

/** Writes why an action on a line is refused. */
export function useRefusalText(daysPastDue: number): (refusal: LineRefusal) => string {
  const { t } = useLingui()
  const ahead = nextStep(daysPastDue)
  const [days, pct] = [ahead?.daysPastDue ?? 0, ahead?.pct ?? 0]
  return (refusal) => {
    const sentences: Readonly<Record<LineRefusal, string>> = {
      'not-open': t`The merchant has no line yet.`,
      closed: t`The line is closed.`,
      'not-active': t`Only an active line follows the score.`,
      'no-bill': t`No bill has fallen due since the last one.`,
      'written-off': t`The line is written off.`,
      'not-past-due': t`Nothing is past due.`,
      'mark-reached': ahead
        ? t`Next step of the ladder: ${pct} % from ${days} days past due.`
        : t`It is marked down fully.`,
      'not-marked': t`There is no mark to lower.`,
      'mark-first': t`Mark the line down first.`,
      'in-default': t`The line is in default already.`,
      'default-too-early': t`By anyone from ${DEFAULT_DAYS} days past due.`,
      'not-in-default': t`Only a line in default can be written off.`,
      'not-fully-marked': t`Only a line that is marked down fully can be written off.`,
      'write-off-too-early': t`By anyone from ${WRITE_OFF_DAYS} days past due.`,
      owes: t`Only a line without debt can be closed.`,
      'bad-debt': t`The limit of a marked or defaulted line does not change.`,
    }
    return sentences[refusal]
  }
}
