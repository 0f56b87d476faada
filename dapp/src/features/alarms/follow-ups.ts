import type { AlarmsQuery } from '@tallystick/sdk'
import type { AlarmAnswer, NoteAnswer } from '../telemetry/answers'

export type FollowUpRecord = AlarmsQuery['followUps'][number]

/** A follow-up of the records with the words that the gateway keeps. */
export interface FollowUpRow {
  readonly record: FollowUpRecord
  readonly note: NoteAnswer | null
  readonly closingNote: NoteAnswer | null
}

/** Follow-ups with their words: open ones first, by the day on which they are due; then closed ones, the newest first. */
export function followUpRows(
  records: readonly FollowUpRecord[],
  alarms: readonly AlarmAnswer[],
): readonly FollowUpRow[] {
  const words = new Map(alarms.flatMap(({ followUps }) => followUps.map((known) => [known.followUpId, known] as const)))
  return records
    .map((record) => {
      const known = words.get(String(record.number))
      return { record, note: known?.note ?? null, closingNote: known?.closed?.note ?? null }
    })
    .toSorted(({ record: left }, { record: right }) => {
      if (left.open !== right.open) return left.open ? -1 : 1
      return left.open ? left.dueDay - right.dueDay : Number(right.closedAt ?? 0) - Number(left.closedAt ?? 0)
    })
}
