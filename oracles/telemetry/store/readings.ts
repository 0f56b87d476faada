/** Accepted readings and each device's place in its own row of numbers. */
import { encodeReading, type Json, type Reading, type ReadingMessage, SIGNATURE_ALGORITHMS } from '@tallystick/sdk'
import type { ClientBase, Pool } from 'pg'
import type { Hex } from 'viem'
import type { AcceptedReading } from '../ingest/hooks.ts'
import { arraysOf, bytesOf, type Column, hexElement, hexOf, insertStatement, textElement, unnest } from './columns.ts'

/** A pool, or a client in the middle of a transaction. */
export type Queryable = Pool | ClientBase

/** A reading as it is kept. */
export interface StoredReading {
  readonly reading: Reading
  readonly digest: Hex
  /** Unix milliseconds of the gateway's clock. */
  readonly receivedAt: number
  /** As the device published it. */
  readonly message: ReadingMessage
}

/** Where a device stands. */
export interface DeviceState {
  readonly deviceId: Hex
  readonly last: StoredReading
  /** Accepted readings. */
  readonly received: bigint
  /** Numbers that were never received. */
  readonly missing: bigint
}

/** Another writer has moved a device on since its state was read: read it again and judge anew. */
export class StaleStateError extends Error {
  override readonly name = 'StaleStateError'
}

const READING_COLUMNS: readonly Column<AcceptedReading>[] = [
  { name: 'device_id', type: 'bytea', element: (row) => hexElement(row.deviceId) },
  { name: 'seq', type: 'bigint', element: (row) => row.message.r.seq },
  { name: 'ts', type: 'bigint', element: (row) => row.message.r.ts },
  { name: 'received_at', type: 'bigint', element: (row) => String(row.receivedAt) },
  { name: 'digest', type: 'bytea', element: (row) => hexElement(row.digest) },
  { name: 'prev_hash', type: 'bytea', element: (row) => hexElement(row.reading.prevHash) },
  { name: 'key_version', type: 'bigint', element: (row) => String(row.reading.keyVersion) },
  { name: 'lat_e7', type: 'integer', element: (row) => String(row.reading.latE7) },
  { name: 'lon_e7', type: 'integer', element: (row) => String(row.reading.lonE7) },
  { name: 'accuracy_cm', type: 'bigint', element: (row) => String(row.reading.accuracyCm) },
  { name: 'op_sec', type: 'bigint', element: (row) => row.message.r.opSec },
  { name: 'idle_sec', type: 'bigint', element: (row) => row.message.r.idleSec },
  { name: 'fuel_ml', type: 'bigint', element: (row) => row.message.r.fuelMl },
  { name: 'fuel_pct_bp', type: 'smallint', element: (row) => String(row.reading.fuelPctBp) },
  { name: 'engine', type: 'smallint', element: (row) => String(row.reading.engine) },
  { name: 'flags', type: 'bigint', element: (row) => String(row.reading.flags) },
  { name: 'ext_hash', type: 'bytea', element: (row) => hexElement(row.reading.extHash) },
  { name: 'ext', type: 'text', element: ({ message: { ext } }) => (ext ? textElement(JSON.stringify(ext)) : 'NULL') },
  { name: 'alg', type: 'smallint', element: (row) => String(SIGNATURE_ALGORITHMS.indexOf(row.message.alg)) },
  { name: 'sig', type: 'bytea', element: (row) => hexElement(row.message.sig) },
]

/** What a batch does to a device's state. */
interface Step {
  readonly deviceId: Hex
  /** Number that the batch was judged by; undefined for a device's first readings. */
  readonly from: bigint | undefined
  readonly to: bigint
  readonly received: number
  readonly missing: bigint
  readonly receivedAt: number
}

const STEP_COLUMNS: readonly Column<Step>[] = [
  { name: 'device_id', type: 'bytea', element: (step) => hexElement(step.deviceId) },
  { name: 'seq', type: 'bigint', element: (step) => String(step.to) },
  { name: 'received', type: 'bigint', element: (step) => String(step.received) },
  { name: 'missing', type: 'bigint', element: (step) => String(step.missing) },
  { name: 'received_at', type: 'bigint', element: (step) => String(step.receivedAt) },
]

const MOVE_COLUMNS: readonly Column<Step>[] = [
  ...STEP_COLUMNS,
  { name: 'expected', type: 'bigint', element: (step) => String(step.from) },
]

const INSERT_READINGS = insertStatement('readings', READING_COLUMNS)
const INSERT_STATES = `${insertStatement('device_states', STEP_COLUMNS)} ON CONFLICT DO NOTHING`
const MOVE_STATES = `
  UPDATE device_states AS state
  SET seq = step.seq, received = state.received + step.received, missing = state.missing + step.missing,
      received_at = step.received_at
  FROM ${unnest(MOVE_COLUMNS)} AS step (${MOVE_COLUMNS.map(({ name }) => name).join(', ')})
  WHERE state.device_id = step.device_id AND state.seq = step.expected`

/**
 * Adds a batch, in the transaction of `tx`.
 * @param batch of one device in order of `seq`, each judged by the one before
 * @throws StaleStateError when a device is not where the batch takes it to be
 */
export async function insertReadings(tx: ClientBase, batch: readonly AcceptedReading[]): Promise<void> {
  if (batch.length === 0) return
  const steps = stepsOf(batch)
  const [known, fresh] = [
    steps.filter((step) => step.from !== undefined),
    steps.filter((step) => step.from === undefined),
  ]
  await step(tx, { name: 'move states', text: MOVE_STATES }, MOVE_COLUMNS, known)
  await step(tx, { name: 'insert states', text: INSERT_STATES }, STEP_COLUMNS, fresh)
  await tx.query({ name: 'insert readings', text: INSERT_READINGS, values: arraysOf(READING_COLUMNS, batch) })
}

async function step(
  tx: ClientBase,
  statement: { readonly name: string; readonly text: string },
  columns: readonly Column<Step>[],
  steps: readonly Step[],
): Promise<void> {
  if (steps.length === 0) return
  const { rowCount } = await tx.query({ ...statement, values: arraysOf(columns, steps) })
  if (rowCount !== steps.length) throw new StaleStateError(`${steps.length - (rowCount ?? 0)} devices have moved on`)
}

/** In order of device id, so that two writers never wait for each other in a circle. */
function stepsOf(batch: readonly AcceptedReading[]): Step[] {
  const steps = new Map<Hex, Step>()
  for (const { deviceId, seq, gap, previous, receivedAt } of batch) {
    const before = steps.get(deviceId)
    steps.set(deviceId, {
      deviceId,
      from: before ? before.from : previous?.seq,
      to: seq,
      received: (before?.received ?? 0) + 1,
      missing: (before?.missing ?? 0n) + gap,
      receivedAt,
    })
  }
  return [...steps.values()].sort((left, right) => (left.deviceId < right.deviceId ? -1 : 1))
}

interface ReadingRow {
  readonly device_id: Buffer
  readonly seq: string
  readonly ts: string
  readonly received_at: string
  readonly digest: Buffer
  readonly prev_hash: Buffer
  readonly key_version: string
  readonly lat_e7: number
  readonly lon_e7: number
  readonly accuracy_cm: string
  readonly op_sec: string
  readonly idle_sec: string
  readonly fuel_ml: string
  readonly fuel_pct_bp: number
  readonly engine: number
  readonly flags: string
  readonly ext_hash: Buffer
  readonly ext: string | null
  readonly alg: number
  readonly sig: Buffer
}

/**
 * Where devices stand.
 * @param deviceIds all devices when left out
 */
export async function deviceStates(db: Queryable, deviceIds?: readonly Hex[]): Promise<DeviceState[]> {
  const { rows } = await db.query<ReadingRow & { readonly received: string; readonly missing: string }>(
    `SELECT reading.*, state.received, state.missing
     FROM device_states AS state JOIN readings AS reading USING (device_id, seq)
     ${deviceIds ? 'WHERE state.device_id = ANY ($1::bytea[])' : ''} ORDER BY state.device_id`,
    deviceIds ? [`{${deviceIds.map(hexElement).join(',')}}`] : [],
  )
  return rows.map((row) => {
    const last = storedReading(row)
    return { deviceId: last.reading.deviceId, last, received: BigInt(row.received), missing: BigInt(row.missing) }
  })
}

/** A device's readings with `from <= ts < to` (Unix milliseconds), in order of `seq`. */
export async function readingsBetween(
  db: Queryable,
  deviceId: Hex,
  from: bigint,
  to: bigint,
): Promise<StoredReading[]> {
  const { rows } = await db.query<ReadingRow>(
    'SELECT * FROM readings WHERE device_id = $1 AND ts >= $2 AND ts < $3 ORDER BY seq',
    [bytesOf(deviceId), String(from), String(to)],
  )
  return rows.map(storedReading)
}

/** A device's readings with `after < seq <= to`, in order of `seq`; at most so many. */
export async function readingsAfter(
  db: Queryable,
  deviceId: Hex,
  after: bigint,
  to: bigint,
  limit: number,
): Promise<StoredReading[]> {
  const { rows } = await db.query<ReadingRow>(
    'SELECT * FROM readings WHERE device_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4',
    [bytesOf(deviceId), String(after), String(to), limit],
  )
  return rows.map(storedReading)
}

export async function readingAt(db: Queryable, deviceId: Hex, seq: bigint): Promise<StoredReading | undefined> {
  const { rows } = await db.query<ReadingRow>('SELECT * FROM readings WHERE device_id = $1 AND seq = $2', [
    bytesOf(deviceId),
    String(seq),
  ])
  return rows[0] && storedReading(rows[0])
}

/** Digests of accepted readings by {@link numberKey}; numbers that were never accepted are left out. */
export async function digestsOf(
  db: Queryable,
  numbers: readonly { readonly deviceId: Hex; readonly seq: bigint }[],
): Promise<Map<string, Hex>> {
  if (numbers.length === 0) return new Map()
  const { rows } = await db.query<{ device_id: Buffer; seq: string; digest: Buffer }>(
    `SELECT device_id, seq, digest FROM readings
     WHERE (device_id, seq) IN (SELECT * FROM unnest($1::bytea[], $2::bigint[]))`,
    [
      `{${numbers.map(({ deviceId }) => hexElement(deviceId)).join(',')}}`,
      `{${numbers.map(({ seq }) => seq).join(',')}}`,
    ],
  )
  return new Map(rows.map((row) => [numberKey(hexOf(row.device_id), BigInt(row.seq)), hexOf(row.digest)]))
}

export function numberKey(deviceId: Hex, seq: bigint): string {
  return `${deviceId}/${seq}`
}

function storedReading(row: ReadingRow): StoredReading {
  const reading: Reading = {
    deviceId: hexOf(row.device_id),
    keyVersion: Number(row.key_version),
    seq: BigInt(row.seq),
    ts: BigInt(row.ts),
    prevHash: hexOf(row.prev_hash),
    latE7: row.lat_e7,
    lonE7: row.lon_e7,
    accuracyCm: Number(row.accuracy_cm),
    opSec: BigInt(row.op_sec),
    idleSec: BigInt(row.idle_sec),
    fuelMl: BigInt(row.fuel_ml),
    fuelPctBp: row.fuel_pct_bp,
    engine: row.engine,
    flags: Number(row.flags),
    extHash: hexOf(row.ext_hash),
  }
  const alg = SIGNATURE_ALGORITHMS[row.alg]
  if (alg === undefined) throw new Error(`reading ${reading.deviceId}/${row.seq} has unknown algorithm ${row.alg}`)
  const ext = row.ext === null ? undefined : (JSON.parse(row.ext) as { readonly [key: string]: Json })
  const message = encodeReading(reading, hexOf(row.sig), alg, ext)
  return { reading, digest: hexOf(row.digest), receivedAt: Number(row.received_at), message }
}
