/** Machines as a viewer sees them. */
import { alarmsIn, type ReadingMessage } from '@tallystick/sdk'
import type { Pool } from 'pg'
import type { Address, Hex } from 'viem'
import { lastUnsigned, type UnsignedSnapshot } from '../adapters/unsigned-store.ts'
import type { Alarm } from '../alarms/engine.ts'
import { groupBy } from '../alarms/group.ts'
import { activeAlarms } from '../alarms/queries.ts'
import type { ChainPicture } from '../chain/picture.ts'
import type { DeviceRecord, LeaseRecord } from '../chain/records.ts'
import { type DeviceState, deviceStates } from '../store/readings.ts'
import { type TimeSpan, type Viewer, visibleSpan } from './rights.ts'

/** A machine with its last reading and what is wrong with it. */
export interface DeviceView {
  readonly deviceId: Hex
  readonly manufacturer: Address
  readonly oem: string
  readonly model: string
  /** Index in `IDevices.Tier`. */
  readonly tier: number
  readonly keyVersion: number
  readonly ratedFuelMlPerHour: number
  /** The lease that it serves, or served last. */
  readonly lease: LeaseView | null
  /** The last reading that the viewer may see, as the device signed it. */
  readonly last: { readonly message: ReadingMessage; readonly digest: Hex; readonly receivedAt: number } | null
  /** What a source without a signature told last (tier T0). */
  readonly snapshot: SnapshotView | null
  /** Accepted readings, and numbers that never came. */
  readonly received: string
  readonly missing: string
  /** Alarms that are active at the gateway. */
  readonly alarms: readonly ActiveAlarmView[]
  /** Kinds of alarms as the chain has them. */
  readonly alarmsOnChain: readonly string[]
  /** The last lock command. */
  readonly command: CommandView | null
}

/** 64-bit fields are decimal strings, as in readings. */
export interface SnapshotView {
  readonly ts: string
  readonly latE7: number
  readonly lonE7: number
  readonly opSec: string
  readonly idleSec: string
  readonly fuelMl: string
  readonly receivedAt: number
}

export interface LeaseView {
  /** Lease book of the bank. */
  readonly book: Address
  readonly leaseId: string
  readonly state: string
  readonly lessee: Address
}

export interface ActiveAlarmView {
  readonly id: string
  readonly key: string
  readonly severity: string
  /** Unix milliseconds. */
  readonly since: number
  readonly raisedAt: number
}

export interface CommandView {
  readonly commandId: string
  readonly locked: boolean
  readonly reason: string
  /** Unix seconds. */
  readonly issuedAt: number
  /** Unix milliseconds by the device; null until the chain has its word. */
  readonly acknowledgedAt: number | null
}

/** All machines that the viewer may see now or was allowed to see. */
export async function deviceViews(pool: Pool, picture: ChainPicture, viewer: Viewer): Promise<DeviceView[]> {
  const visible = [...picture.devices.values()].flatMap((device) => {
    const span = visibleSpan(viewer, picture, device.deviceId)
    return span ? [{ device, span }] : []
  })
  if (visible.length === 0) return []
  const ids = visible.map(({ device }) => device.deviceId)
  const [states, alarms, snapshots] = await Promise.all([
    deviceStates(pool, ids),
    activeAlarms(pool, ids),
    lastUnsigned(pool, ids),
  ])
  const snapshotOf = new Map(snapshots.map((snapshot) => [snapshot.reading.deviceId, snapshot]))
  const stateOf = new Map(states.map((state) => [state.deviceId, state]))
  const alarmsOf = groupBy(alarms, ({ deviceId }) => deviceId)
  return visible.map(({ device, span }) => {
    const { deviceId } = device
    const told = { state: stateOf.get(deviceId), snapshot: snapshotOf.get(deviceId) }
    return deviceView(picture, device, span, { ...told, alarms: alarmsOf.get(deviceId) ?? [] })
  })
}

/** What the gateway has of a machine. */
interface Told {
  readonly state: DeviceState | undefined
  readonly snapshot: UnsignedSnapshot | undefined
  readonly alarms: readonly Alarm[]
}

function deviceView(
  picture: ChainPicture,
  device: DeviceRecord,
  span: TimeSpan,
  { state, snapshot, alarms }: Told,
): DeviceView {
  const { deviceId, manufacturer, oem, model, tier, keyVersion, ratedFuelMlPerHour } = device
  // Whose lease is over is told nothing of what came after it.
  const isCurrent = span.to === Number.POSITIVE_INFINITY
  const lease = isCurrent ? picture.leaseOf(deviceId) : undefined
  return {
    ...{ deviceId, manufacturer, oem, model, tier, keyVersion, ratedFuelMlPerHour },
    lease: lease ? leaseView(lease) : null,
    last: state && isWithin(Number(state.last.reading.ts), span) ? lastView(state) : null,
    snapshot: snapshot && isWithin(Number(snapshot.reading.ts), span) ? snapshotView(snapshot) : null,
    received: String(isCurrent ? (state?.received ?? 0n) : 0n),
    missing: String(isCurrent ? (state?.missing ?? 0n) : 0n),
    alarms: isCurrent ? alarms.map(activeAlarmView) : [],
    alarmsOnChain: isCurrent ? alarmsOnChain(picture, deviceId) : [],
    command: lease ? commandView(lease) : null,
  }
}

function isWithin(time: number, { from, to }: TimeSpan): boolean {
  return time >= from && time < to
}

function lastView({ last: { message, digest, receivedAt } }: DeviceState) {
  return { message, digest, receivedAt }
}

function snapshotView({ reading, receivedAt }: UnsignedSnapshot): SnapshotView {
  const { ts, latE7, lonE7, opSec, idleSec, fuelMl } = reading
  const text = { ts: String(ts), opSec: String(opSec), idleSec: String(idleSec), fuelMl: String(fuelMl) }
  return { ...text, latE7, lonE7, receivedAt }
}

function leaseView({ bank, leaseId, state, lessee }: LeaseRecord): LeaseView {
  return { book: bank.leases, leaseId: String(leaseId), state, lessee }
}

function activeAlarmView({ id, key, severity, since, raisedAt }: Alarm): ActiveAlarmView {
  return { id, key, severity, since, raisedAt }
}

function commandView({ commands }: LeaseRecord): CommandView | null {
  const last = commands.at(-1)
  if (last === undefined) return null
  const { commandId, isLock, reason, time, acknowledgedAt } = last
  return {
    commandId: String(commandId),
    locked: isLock,
    reason,
    issuedAt: time,
    acknowledgedAt: acknowledgedAt ?? null,
  }
}

/** A machine is enrolled at the bank whose lease it serves; its alarms at others are no more looked at. */
function alarmsOnChain(picture: ChainPicture, deviceId: Hex): string[] {
  const bits = picture.contracts.banks.map((bank) => picture.fleetOf(bank).alarms.get(deviceId) ?? 0)
  return alarmsIn(bits.reduce((all, some) => all | some, 0)).map(({ key }) => key)
}
