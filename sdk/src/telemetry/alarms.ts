import { bytesToHex, type Hex, hexToBytes } from 'viem'
import type { Bilingual } from '../text.ts'

/** The mildest first; the severity of an active alarm only moves to the right. */
export const ALARM_SEVERITIES = ['WARNING', 'MINOR', 'MAJOR', 'CRITICAL'] as const
export type AlarmSeverity = (typeof ALARM_SEVERITIES)[number]

/** A kind of alarm. The key is part of the public interface; the words are not. */
export interface AlarmType {
  /** Place in a device's byte of alarms, 0 the least significant bit. */
  readonly bit: number
  readonly key: string
  /** When the alarm is raised; it may rise while the alarm is active. */
  readonly severity: AlarmSeverity
  /** What it rises to, and after how many hours. */
  readonly rises?: { readonly to: AlarmSeverity; readonly afterHours: number }
  readonly label: Bilingual
}

/** All kinds of alarms, in the order of their bits; see docs/telemetry.md. */
export const alarmTypes = [
  {
    bit: 0,
    key: 'UNUSED',
    severity: 'WARNING',
    rises: { to: 'MINOR', afterHours: 72 },
    label: { en: 'Unused', zh: '闲置未用' },
  },
  {
    bit: 1,
    key: 'OUT_OF_REGION',
    severity: 'MAJOR',
    rises: { to: 'CRITICAL', afterHours: 1 },
    label: { en: 'Outside its region', zh: '驶出作业区域' },
  },
  { bit: 2, key: 'FUEL_RATE_HIGH', severity: 'MAJOR', label: { en: 'Burns too much fuel', zh: '油耗过高' } },
  { bit: 3, key: 'FUEL_DROP', severity: 'MAJOR', label: { en: 'Fuel level fell', zh: '油位骤降' } },
  { bit: 4, key: 'EXCESSIVE_IDLING', severity: 'MINOR', label: { en: 'Idles too much', zh: '怠速过多' } },
  {
    bit: 5,
    key: 'OFFLINE',
    severity: 'MINOR',
    rises: { to: 'MAJOR', afterHours: 24 },
    label: { en: 'Offline', zh: '离线' },
  },
  { bit: 6, key: 'TAMPER', severity: 'CRITICAL', label: { en: 'Tampered with', zh: '疑似篡改' } },
  { bit: 7, key: 'DATA_GAP', severity: 'MINOR', label: { en: 'Readings are missing', zh: '读数缺失' } },
] as const satisfies readonly AlarmType[]

export type AlarmKey = (typeof alarmTypes)[number]['key']

/** The kinds of alarms in a device's byte, as `DeviceOracle.alarmsOf` returns it. */
export function alarmsIn(bits: number): readonly (typeof alarmTypes)[number][] {
  return alarmTypes.filter(({ bit }) => (bits >> bit) & 1)
}

/** The byte with the given kinds of alarms. */
export function alarmBits(keys: Iterable<AlarmKey>): number {
  const wanted = new Set(keys)
  return alarmTypes.reduce((bits, { bit, key }) => (wanted.has(key) ? bits | (1 << bit) : bits), 0)
}

/** Devices in one batch of alarms. */
export const BATCH_DEVICES = 224
const BATCH_BYTES = 256
const BATCH_VERSION = 1
const HEADER_BYTES = 11
const WORD_BYTES = 32

/** The picture of a batch of devices. */
export interface AlarmBatch {
  /** Number of the batch: devices with index 224·batch + 1 to 224·batch + 224 of `DeviceOracle`. */
  readonly batch: number
  /** Second up to which the picture reaches, below 2^40. */
  readonly asOf: number
  /** A byte of alarm bits for each device of the batch, at most 224. */
  readonly alarms: readonly number[]
}

/** An answer that is not a picture of alarms; the text says why. */
export class AlarmBatchError extends Error {
  override readonly name = 'AlarmBatchError'
}

/**
 * The 256 bytes that the oracle network delivers; see docs/telemetry.md.
 * @throws AlarmBatchError when a value is out of range
 */
export function packBatch({ batch, asOf, alarms }: AlarmBatch): Hex {
  demand(isBelow(batch, 2 ** 16), `batch ${batch} is not below 2^16`)
  demand(isBelow(asOf, 2 ** 40), `time ${asOf} is not below 2^40 seconds`)
  demand(alarms.length <= BATCH_DEVICES, `${alarms.length} devices are more than ${BATCH_DEVICES}`)
  demand(
    alarms.every((bits) => isBelow(bits, 2 ** 8)),
    'alarms of a device are not one byte',
  )
  const bytes = new Uint8Array(BATCH_BYTES)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, BATCH_VERSION)
  view.setUint16(2, batch)
  view.setUint16(4, alarms.length)
  view.setUint8(6, Math.floor(asOf / 2 ** 32))
  view.setUint32(7, asOf % 2 ** 32)
  bytes.set(alarms, WORD_BYTES)
  return bytesToHex(bytes)
}

/**
 * Reads an answer as strictly as the contract does.
 * @throws AlarmBatchError when its length, version or count is wrong, or bytes are set that have to be zero
 */
export function unpackBatch(answer: Hex): AlarmBatch {
  const bytes = hexToBytes(answer)
  demand(bytes.length === BATCH_BYTES, `${bytes.length} bytes instead of ${BATCH_BYTES}`)
  const view = new DataView(bytes.buffer)
  demand(view.getUint16(0) === BATCH_VERSION, `version ${view.getUint16(0)} instead of ${BATCH_VERSION}`)
  const count = view.getUint16(4)
  demand(count <= BATCH_DEVICES, `${count} devices are more than ${BATCH_DEVICES}`)
  const unused = [...bytes.subarray(HEADER_BYTES, WORD_BYTES), ...bytes.subarray(WORD_BYTES + count)]
  demand(
    unused.every((byte) => byte === 0),
    'bytes without a meaning are not zero',
  )
  return {
    batch: view.getUint16(2),
    asOf: view.getUint8(6) * 2 ** 32 + view.getUint32(7),
    alarms: [...bytes.subarray(WORD_BYTES, WORD_BYTES + count)],
  }
}

function isBelow(value: number, limit: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < limit
}

function demand(holds: boolean, problem: string): void {
  if (!holds) throw new AlarmBatchError(`The picture of alarms is malformed: ${problem}`)
}
