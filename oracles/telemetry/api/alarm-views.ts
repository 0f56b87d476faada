/** Alarms with what officers did about them. */
import type { AlarmKey } from '@tallystick/sdk'
import type { Pool } from 'pg'
import type { Address, Hex } from 'viem'
import { type Alarm, type AlarmHandling, handlingOf } from '../alarms/queries.ts'
import { type AlarmRow, alarmOf } from '../alarms/store.ts'
import type { ChainPicture } from '../chain/picture.ts'
import type { AlarmAcknowledgement, FollowUpRecord } from '../chain/records.ts'
import { hexElement } from '../store/columns.ts'
import { notesBy } from './notes.ts'
import { type Viewer, visibleSpan } from './rights.ts'

/** Words of an officer: the chain has the hash, the gateway the text when it was given to it. */
export interface NoteView {
  readonly hash: Hex
  readonly text: string | null
}

export interface AcknowledgementView {
  readonly by: Address
  /** Unix seconds. */
  readonly at: number
  readonly note: NoteView | null
}

export interface FollowUpView extends AcknowledgementView {
  readonly followUpId: string
  /** Days since 1970 in local time. */
  readonly dueDay: number
  readonly closed: AcknowledgementView | null
}

export interface AlarmView {
  readonly id: string
  readonly deviceId: Hex
  /** The lease that it was raised under, as book/number; empty when there was none. */
  readonly lease: string
  readonly key: AlarmKey
  readonly severity: string
  /** Unix milliseconds. */
  readonly since: number
  readonly raisedAt: number
  readonly clearedAt: number | null
  readonly clearReason: string | null
  readonly acknowledgement: AcknowledgementView | null
  readonly followUps: readonly FollowUpView[]
}

/** Which alarms are asked for. */
export interface AlarmQuery {
  readonly state: 'active' | 'cleared' | 'all'
  readonly deviceId?: Hex | undefined
  /** Only alarms raised before this moment, Unix milliseconds: the next page. */
  readonly before?: number | undefined
  readonly limit: number
}

const WHERE_STATE = { active: 'AND cleared_at IS NULL', cleared: 'AND cleared_at IS NOT NULL', all: '' } as const

/** The newest first. Of a lease that is over, the alarms raised during it. */
export async function alarmViews(
  pool: Pool,
  picture: ChainPicture,
  viewer: Viewer,
  query: AlarmQuery,
): Promise<AlarmView[]> {
  const spans = [...picture.devices.keys()].flatMap((deviceId) => {
    const span = query.deviceId && query.deviceId !== deviceId ? undefined : visibleSpan(viewer, picture, deviceId)
    return span ? [{ deviceId, span }] : []
  })
  const { rows } = await pool.query<AlarmRow & { readonly next_raised_at: string | null }>(
    `SELECT alarms.*, (SELECT min(raised_at) FROM alarms AS next WHERE next.device_id = alarms.device_id
                         AND next.key = alarms.key AND next.raised_at > alarms.raised_at) AS next_raised_at
     FROM alarms JOIN unnest($1::bytea[], $2::float8[], $3::float8[]) AS visible (id, starts, ends)
       ON device_id = visible.id AND raised_at >= visible.starts AND raised_at < visible.ends
     WHERE raised_at < $4::float8 ${WHERE_STATE[query.state]} ORDER BY raised_at DESC, alarms.id LIMIT $5`,
    [
      `{${spans.map(({ deviceId }) => hexElement(deviceId)).join(',')}}`,
      spans.map(({ span }) => span.from),
      spans.map(({ span }) => span.to),
      query.before ?? Number.POSITIVE_INFINITY,
      query.limit,
    ],
  )
  const handled = rows.map((row) => {
    const alarm = alarmOf(row)
    const nextRaisedAt = row.next_raised_at === null ? undefined : Number(row.next_raised_at)
    return { alarm, ...handlingOf(picture, alarm, nextRaisedAt) }
  })
  const texts = await notesBy(pool, handled.flatMap(noteHashes))
  return handled.map((item) => alarmView(item, texts))
}

interface HandledAlarm extends AlarmHandling {
  readonly alarm: Alarm
}

function noteHashes({ acknowledgement, followUps }: HandledAlarm): Hex[] {
  const closings = followUps.flatMap(({ closed }) => (closed ? [closed] : []))
  return [...(acknowledgement ? [acknowledgement] : []), ...followUps, ...closings].map(({ note }) => note)
}

function alarmView({ alarm, acknowledgement, followUps }: HandledAlarm, texts: ReadonlyMap<Hex, string>): AlarmView {
  return {
    ...alarm,
    clearedAt: alarm.clearedAt ?? null,
    clearReason: alarm.clearReason ?? null,
    acknowledgement: acknowledgement ? actionView(acknowledgement, texts) : null,
    followUps: followUps.map((followUp) => followUpView(followUp, texts)),
  }
}

type Action = Pick<AlarmAcknowledgement, 'time' | 'note' | 'by'>

function actionView({ by, time, note }: Action, texts: ReadonlyMap<Hex, string>): AcknowledgementView {
  const isEmpty = BigInt(note) === 0n
  return { by, at: time, note: isEmpty ? null : { hash: note, text: texts.get(note) ?? null } }
}

function followUpView(followUp: FollowUpRecord, texts: ReadonlyMap<Hex, string>): FollowUpView {
  const { followUpId, dueDay, closed } = followUp
  return {
    ...actionView(followUp, texts),
    followUpId: String(followUpId),
    dueDay,
    closed: closed ? actionView(closed, texts) : null,
  }
}
