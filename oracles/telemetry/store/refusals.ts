/** Refused messages: all are counted, and so many of each device and kind are kept that a flood fills no disk. */
import type { ClientBase } from 'pg'
import type { Hex } from 'viem'
import type { RefusedMessage } from '../ingest/hooks.ts'
import type { RefusalCode } from '../ingest/refusal.ts'
import { MAX_MESSAGE_BYTES } from '../wire.ts'
import {
  arraysOf,
  bytesElement,
  bytesOf,
  type Column,
  hexElement,
  hexOf,
  insertStatement,
  textElement,
  unnest,
} from './columns.ts'
import type { Queryable } from './readings.ts'

/** A refused message with what exactly was wrong. */
export interface DetailedRefusal extends RefusedMessage {
  readonly detail: string
  /** Whether the register knows {@link deviceId}: anybody can name other ids. */
  readonly isKnown: boolean
  /** Whether the bytes are kept, or the message is only counted. */
  readonly isKept: boolean
}

/** A refusal as it is kept. */
export interface StoredRefusal {
  readonly deviceId: Hex | undefined
  readonly code: RefusalCode
  readonly detail: string
  readonly receivedAt: number
  readonly topic: string
  readonly payload: Buffer
}

export const HOUR_MS = 3_600_000
const MAX_TEXT_LENGTH = 256

const REFUSAL_COLUMNS: readonly Column<DetailedRefusal>[] = [
  { name: 'device_id', type: 'bytea', element: ({ deviceId }) => (deviceId ? hexElement(deviceId) : 'NULL') },
  { name: 'code', type: 'text', element: ({ code }) => code },
  { name: 'detail', type: 'text', element: ({ detail }) => textElement(detail.slice(0, MAX_TEXT_LENGTH)) },
  { name: 'received_at', type: 'bigint', element: ({ receivedAt }) => String(receivedAt) },
  { name: 'topic', type: 'text', element: ({ topic }) => textElement(topic.slice(0, MAX_TEXT_LENGTH)) },
  { name: 'payload', type: 'bytea', element: ({ payload }) => bytesElement(payload.subarray(0, MAX_MESSAGE_BYTES)) },
]

interface Count {
  readonly deviceId: Hex
  readonly code: RefusalCode
  readonly hour: number
  count: number
}

const COUNT_COLUMNS: readonly Column<Count>[] = [
  { name: 'device_id', type: 'bytea', element: ({ deviceId }) => hexElement(deviceId) },
  { name: 'code', type: 'text', element: ({ code }) => code },
  { name: 'hour', type: 'bigint', element: ({ hour }) => String(hour) },
  { name: 'count', type: 'bigint', element: ({ count }) => String(count) },
]

const INSERT_REFUSALS = insertStatement('refusals', REFUSAL_COLUMNS)
const ADD_COUNTS = `INSERT INTO refusal_counts AS counted SELECT * FROM ${unnest(COUNT_COLUMNS)}
  ON CONFLICT (device_id, code, hour) DO UPDATE SET count = counted.count + excluded.count`

/** Adds a batch, in the transaction of `tx`. */
export async function insertRefusals(tx: ClientBase, batch: readonly DetailedRefusal[]): Promise<void> {
  const kept = batch.filter((refusal) => refusal.isKept)
  if (kept.length > 0) {
    await tx.query({ name: 'insert refusals', text: INSERT_REFUSALS, values: arraysOf(REFUSAL_COLUMNS, kept) })
  }
  if (batch.length > 0) {
    await tx.query({ name: 'count refusals', text: ADD_COUNTS, values: arraysOf(COUNT_COLUMNS, countsOf(batch)) })
  }
}

/** In a fixed order, so that two writers never wait for each other in a circle. */
function countsOf(batch: readonly DetailedRefusal[]): Count[] {
  const counts = new Map<string, Count>()
  for (const { deviceId = '0x', isKnown, code, receivedAt } of batch) {
    const subject: Hex = isKnown ? deviceId : '0x'
    const hour = Math.floor(receivedAt / HOUR_MS)
    const key = `${subject}/${code}/${hour}`
    const counted = counts.get(key)
    if (counted) counted.count += 1
    else counts.set(key, { deviceId: subject, code, hour, count: 1 })
  }
  return [...counts].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, count]) => count)
}

/** Kept refusals of a device since a moment (Unix milliseconds), oldest first. */
export async function refusalsOf(db: Queryable, deviceId: Hex, since = 0): Promise<StoredRefusal[]> {
  const { rows } = await db.query<{
    device_id: Buffer | null
    code: RefusalCode
    detail: string
    received_at: string
    topic: string
    payload: Buffer
  }>('SELECT * FROM refusals WHERE device_id = $1 AND received_at >= $2 ORDER BY id', [bytesOf(deviceId), since])
  return rows.map(({ device_id, received_at, ...row }) => ({
    ...row,
    deviceId: device_id ? hexOf(device_id) : undefined,
    receivedAt: Number(received_at),
  }))
}
