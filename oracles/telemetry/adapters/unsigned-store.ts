/** Snapshots that nobody signs. */
import type { DevicesDomain } from '@tallystick/sdk'
import { type Reading, readingDigest } from '@tallystick/sdk'
import type { ClientBase } from 'pg'
import { type Hex, zeroHash } from 'viem'
import { bytesOf, hexElement, hexOf } from '../store/columns.ts'
import type { Queryable } from '../store/readings.ts'
import type { LastReading } from './snapshot.ts'

/** A snapshot as it is kept. */
export interface UnsignedSnapshot {
  readonly reading: Reading
  /** Unix milliseconds of the gateway's clock. */
  readonly receivedAt: number
}

interface SnapshotRow {
  readonly device_id: Buffer
  readonly seq: string
  readonly ts: string
  readonly received_at: string
  readonly lat_e7: number
  readonly lon_e7: number
  readonly op_sec: string
  readonly idle_sec: string
  readonly fuel_ml: string
  readonly fuel_pct_bp: number
  readonly engine: number
}

/** The last snapshot of each of some machines. */
export async function lastUnsigned(db: Queryable, deviceIds: readonly Hex[]): Promise<UnsignedSnapshot[]> {
  const { rows } = await db.query<SnapshotRow>(
    `SELECT DISTINCT ON (device_id) * FROM unsigned_snapshots WHERE device_id = ANY ($1::bytea[])
     ORDER BY device_id, seq DESC`,
    [`{${deviceIds.map(hexElement).join(',')}}`],
  )
  return rows.map((row) => ({ reading: readingOfRow(row), receivedAt: Number(row.received_at) }))
}

/** The last snapshot of a machine, as if it were a signed reading. */
export async function lastUnsignedReading(
  db: Queryable,
  domain: DevicesDomain,
  deviceId: Hex,
): Promise<LastReading | undefined> {
  const [last] = await lastUnsigned(db, [deviceId])
  return last && { reading: last.reading, digest: readingDigest(domain, last.reading) }
}

export async function insertUnsigned(tx: ClientBase, { reading, receivedAt }: UnsignedSnapshot): Promise<void> {
  await tx.query(
    `INSERT INTO unsigned_snapshots (device_id, seq, ts, received_at, lat_e7, lon_e7, op_sec, idle_sec, fuel_ml,
       fuel_pct_bp, engine) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[bytesOf(reading.deviceId), String(reading.seq), String(reading.ts), receivedAt],
      ...[reading.latE7, reading.lonE7, String(reading.opSec), String(reading.idleSec), String(reading.fuelMl)],
      ...[reading.fuelPctBp, reading.engine],
    ],
  )
}

function readingOfRow(row: SnapshotRow): Reading {
  return {
    deviceId: hexOf(row.device_id),
    keyVersion: 0,
    seq: BigInt(row.seq),
    ts: BigInt(row.ts),
    prevHash: zeroHash,
    latE7: row.lat_e7,
    lonE7: row.lon_e7,
    accuracyCm: 0,
    opSec: BigInt(row.op_sec),
    idleSec: BigInt(row.idle_sec),
    fuelMl: BigInt(row.fuel_ml),
    fuelPctBp: row.fuel_pct_bp,
    engine: row.engine,
    flags: 0,
    extHash: zeroHash,
  }
}
