import { ALARM_SEVERITIES } from '@tallystick/sdk'
import type { AlarmAnswer, DeviceAnswer } from '../telemetry/answers'

/** An alarm of the gateway beside what the chain says of it. */
export interface InboxRow {
  readonly alarm: AlarmAnswer
  readonly device: DeviceAnswer | undefined
  /** Number of the lease that it was raised under. */
  readonly leaseId: bigint | undefined
  /** The chain's picture of the machine has this kind of alarm. */
  readonly isOnChain: boolean
}

/** Alarms with their machines, the gravest first and of these the newest. */
export function inboxRows(alarms: readonly AlarmAnswer[], devices: readonly DeviceAnswer[]): readonly InboxRow[] {
  const byId = new Map(devices.map((device) => [device.deviceId, device]))
  return alarms.map((alarm) => rowOf(alarm, byId.get(alarm.deviceId))).toSorted(graver)
}

function rowOf(alarm: AlarmAnswer, device: DeviceAnswer | undefined): InboxRow {
  return {
    alarm,
    device,
    leaseId: leaseNumber(alarm.lease),
    isOnChain: alarm.clearedAt === null && device?.alarmsOnChain.includes(alarm.key) === true,
  }
}

/** The number in `book/number`. */
export function leaseNumber(lease: string): bigint | undefined {
  const [, number] = lease.split('/')
  return number === undefined || number === '' ? undefined : BigInt(number)
}

/** Place of an alarm's severity, the mildest is 0. */
export function severityRank({ severity }: Pick<AlarmAnswer, 'severity'>): number {
  return ALARM_SEVERITIES.indexOf(severity)
}

function graver(left: InboxRow, right: InboxRow): number {
  return severityRank(right.alarm) - severityRank(left.alarm) || right.alarm.raisedAt - left.alarm.raisedAt
}
