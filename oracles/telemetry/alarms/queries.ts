/** What the API and the keeper may ask about alarms. */
import { type AlarmKey, alarmBits, alarmsIn } from '@tallystick/sdk'
import type { Address, Hex } from 'viem'
import type { ChainPicture } from '../chain/picture.ts'
import type { AlarmAcknowledgement, FollowUpRecord } from '../chain/records.ts'
import { bytesOf } from '../store/columns.ts'
import type { Queryable } from '../store/readings.ts'
import type { Alarm, AlarmChange } from './engine.ts'
import { groupBy } from './group.ts'
import { type AlarmRow, activeAlarms, alarmOf } from './store.ts'

export type { Alarm, AlarmChange } from './engine.ts'
export { activeAlarms } from './store.ts'

/**
 * The bytes of a bank's machines as the oracle network is to bring them: alarms of leases at other banks are not shown.
 * @param leases the bank's book
 */
export async function alarmBitsOf(db: Queryable, leases: Address, deviceIds: readonly Hex[]): Promise<number[]> {
  const isShown = ({ lease }: Alarm) => lease === '' || lease.startsWith(`${leases.toLowerCase()}/`)
  const shown = groupBy((await activeAlarms(db, deviceIds)).filter(isShown), (alarm) => alarm.deviceId)
  return deviceIds.map((deviceId) => alarmBits((shown.get(deviceId) ?? []).map(({ key }) => key)))
}

export interface AlarmFilter {
  /** All devices when left out. */
  readonly deviceIds?: readonly Hex[]
  /** Both when left out. */
  readonly isActive?: boolean
  /** At most so many, the last raised first. */
  readonly limit: number
}

/** Active alarms and history, the last raised first. */
export async function findAlarms(db: Queryable, { deviceIds, isActive, limit }: AlarmFilter): Promise<Alarm[]> {
  const { rows } = await db.query<AlarmRow>(
    `SELECT * FROM alarms
     WHERE ($1::bytea[] IS NULL OR device_id = ANY ($1)) AND ($2::boolean IS NULL OR (cleared_at IS NULL) = $2)
     ORDER BY raised_at DESC, id LIMIT $3`,
    [deviceIds?.map(bytesOf) ?? null, isActive ?? null, limit],
  )
  return rows.map(alarmOf)
}

/** A change with its number: streams go on after the last one that they have told. */
export interface NumberedChange extends Pick<AlarmChange, 'kind' | 'at'> {
  readonly id: bigint
  readonly alarm: Alarm
}

/** Changes after a number, in order. The alarms are as they are now. */
export async function changesAfter(db: Queryable, id: bigint, limit: number): Promise<NumberedChange[]> {
  const { rows } = await db.query<AlarmRow & { change_id: string; kind: AlarmChange['kind']; at: string }>(
    `SELECT alarms.*, change.id AS change_id, change.kind, change.at
     FROM alarm_changes AS change JOIN alarms ON alarms.id = alarm_id
     WHERE change.id > $1 ORDER BY change.id LIMIT $2`,
    [String(id), limit],
  )
  return rows.map((row) => ({ id: BigInt(row.change_id), kind: row.kind, at: Number(row.at), alarm: alarmOf(row) }))
}

/** What officers have done about an alarm, on chain. Acknowledging and clearing are independent. */
export interface AlarmHandling {
  readonly acknowledgement: AlarmAcknowledgement | undefined
  readonly followUps: readonly FollowUpRecord[]
}

/**
 * What was done about an alarm: what concerns its kind and device from when it was raised until the next of its kind.
 * @param nextRaisedAt when the next alarm of the kind was raised, Unix milliseconds; Infinity when there is none
 */
export function handlingOf(
  picture: ChainPicture,
  alarm: Alarm,
  nextRaisedAt = Number.POSITIVE_INFINITY,
): AlarmHandling {
  const concerns = (record: { readonly deviceId: Hex; readonly alarms: number; readonly time: number }) =>
    record.deviceId === alarm.deviceId &&
    isAbout(record.alarms, alarm.key) &&
    record.time >= Math.floor(alarm.raisedAt / 1_000) &&
    record.time * 1_000 < nextRaisedAt
  const fleets = picture.contracts.banks.map((bank) => picture.fleetOf(bank))
  return {
    acknowledgement: fleets.flatMap((fleet) => fleet.acknowledgements).find(concerns),
    followUps: fleets.flatMap((fleet) => fleet.followUps).filter(concerns),
  }
}

function isAbout(bits: number, key: AlarmKey): boolean {
  return alarmsIn(bits).some((type) => type.key === key)
}
