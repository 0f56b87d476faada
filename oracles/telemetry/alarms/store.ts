/** Alarms and what the rules remember, in the transaction of the readings that changed them. */
import type { AlarmKey, AlarmSeverity } from '@tallystick/sdk'
import type { ClientBase } from 'pg'
import type { Hex } from 'viem'
import { arraysOf, bytesOf, type Column, hexElement, hexOf, textElement, unnest } from '../store/columns.ts'
import type { Queryable } from '../store/readings.ts'
import type { Alarm, AlarmChange, ClearReason, DeviceMemory } from './engine.ts'
import { groupBy } from './group.ts'

export interface AlarmRow {
  readonly id: string
  readonly device_id: Buffer
  readonly lease: string
  readonly key: AlarmKey
  readonly severity: AlarmSeverity
  readonly since: string
  readonly raised_at: string
  readonly cleared_at: string | null
  readonly clear_reason: ClearReason | null
}

export function alarmOf(row: AlarmRow): Alarm {
  return {
    id: row.id,
    deviceId: hexOf(row.device_id),
    lease: row.lease,
    key: row.key,
    severity: row.severity,
    since: Number(row.since),
    raisedAt: Number(row.raised_at),
    clearedAt: row.cleared_at === null ? undefined : Number(row.cleared_at),
    clearReason: row.clear_reason ?? undefined,
  }
}

/** A device's memory with its active alarms. */
export interface LoadedDevice {
  readonly memory: DeviceMemory
  readonly active: readonly Alarm[]
}

interface MemoryRow {
  readonly device_id: Buffer
  readonly lease: string
  readonly states: DeviceMemory['states']
}

const ENSURE_STATES = `INSERT INTO alarm_states (device_id) SELECT * FROM unnest($1::bytea[]) ON CONFLICT DO NOTHING`
/** In a fixed order, so that two writers never wait for each other in a circle. */
const LOCK_STATES = `SELECT device_id, lease, states FROM alarm_states WHERE device_id = ANY ($1::bytea[])
  ORDER BY device_id FOR UPDATE`

/** Reads devices for writing: until the end of the transaction nobody else changes them. */
export async function lockDevices(tx: ClientBase, deviceIds: readonly Hex[]): Promise<Map<Hex, LoadedDevice>> {
  const ids = idArray(deviceIds)
  let { rows } = await tx.query<MemoryRow>(LOCK_STATES, [ids])
  if (rows.length < deviceIds.length) {
    await tx.query(ENSURE_STATES, [ids])
    rows = (await tx.query<MemoryRow>(LOCK_STATES, [ids])).rows
  }
  return withAlarms(rows, await activeAlarms(tx, deviceIds))
}

/** Reads all devices that the rules remember, without a lock. */
export async function readDevices(db: Queryable): Promise<Map<Hex, LoadedDevice>> {
  const { rows } = await db.query<MemoryRow>('SELECT device_id, lease, states FROM alarm_states')
  return withAlarms(rows, await activeAlarms(db))
}

/** @param deviceIds all devices when left out */
export async function activeAlarms(db: Queryable, deviceIds?: readonly Hex[]): Promise<Alarm[]> {
  const { rows } = await db.query<AlarmRow>(
    `SELECT * FROM alarms WHERE cleared_at IS NULL ${deviceIds ? 'AND device_id = ANY ($1::bytea[])' : ''}`,
    deviceIds ? [idArray(deviceIds)] : [],
  )
  return rows.map(alarmOf)
}

function withAlarms(rows: readonly MemoryRow[], alarms: readonly Alarm[]): Map<Hex, LoadedDevice> {
  const byDevice = groupBy(alarms, (alarm) => alarm.deviceId)
  return new Map(
    rows.map(({ device_id, lease, states }) => {
      const deviceId = hexOf(device_id)
      return [deviceId, { memory: { lease, states }, active: byDevice.get(deviceId) ?? [] }]
    }),
  )
}

interface StateRow {
  readonly deviceId: Hex
  readonly memory: DeviceMemory
}

const STATE_COLUMNS: readonly Column<StateRow>[] = [
  { name: 'device_id', type: 'bytea', element: (row) => hexElement(row.deviceId) },
  { name: 'lease', type: 'text', element: (row) => textElement(row.memory.lease) },
  { name: 'states', type: 'text', element: (row) => textElement(JSON.stringify(row.memory.states)) },
]

const UPDATE_STATES = `
  UPDATE alarm_states AS state SET lease = step.lease, states = step.states::jsonb
  FROM ${unnest(STATE_COLUMNS)} AS step (${STATE_COLUMNS.map(({ name }) => name).join(', ')})
  WHERE state.device_id = step.device_id`

/** Writes what has to be remembered of locked devices. */
export async function saveMemories(tx: ClientBase, rows: readonly StateRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query({ name: 'save alarm states', text: UPDATE_STATES, values: arraysOf(STATE_COLUMNS, rows) })
}

/** Writes changes of alarms in their order, and the outbox. */
export async function saveChanges(tx: ClientBase, changes: readonly AlarmChange[]): Promise<void> {
  for (const { kind, at, alarm } of changes) {
    if (kind === 'RAISED') await insertAlarm(tx, alarm)
    else {
      await tx.query('UPDATE alarms SET severity = $2, cleared_at = $3, clear_reason = $4 WHERE id = $1', [
        alarm.id,
        alarm.severity,
        alarm.clearedAt ?? null,
        alarm.clearReason ?? null,
      ])
    }
    await tx.query('INSERT INTO alarm_changes (alarm_id, kind, severity, at) VALUES ($1, $2, $3, $4)', [
      alarm.id,
      kind,
      alarm.severity,
      at,
    ])
  }
}

async function insertAlarm(tx: ClientBase, alarm: Alarm): Promise<void> {
  await tx.query(
    `INSERT INTO alarms (id, device_id, lease, key, severity, since, raised_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [alarm.id, bytesOf(alarm.deviceId), alarm.lease, alarm.key, alarm.severity, alarm.since, alarm.raisedAt],
  )
}

function idArray(deviceIds: readonly Hex[]): string {
  return `{${deviceIds.map(hexElement).join(',')}}`
}
