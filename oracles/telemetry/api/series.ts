/** A machine's readings thinned out for charts, in the database. */
import type { Pool } from 'pg'
import type { Hex } from 'viem'
import { bytesOf } from '../store/columns.ts'
import type { TimeSpan } from './rights.ts'

/** One point: the last reading of its interval. Counters are cumulative, so nothing is lost between two points. */
export interface SeriesPoint {
  readonly seq: string
  readonly ts: string
  readonly latE7: number
  readonly lonE7: number
  readonly accuracyCm: number
  readonly opSec: string
  readonly idleSec: string
  readonly fuelMl: string
  readonly fuelPctBp: number
  readonly engine: number
  /** Flags of any reading of the interval. */
  readonly flags: number
}

/** Most points that one answer has. */
export const MAX_POINTS = 2_000

const LAST_OF_EACH = `
  WITH intervals AS (
    SELECT max(seq) AS seq, bit_or(flags) AS flags FROM readings
    WHERE device_id = $1 AND ts >= $2 AND ts < $3 GROUP BY ts / $4 ORDER BY 1 LIMIT $5
  )
  SELECT reading.seq, reading.ts, lat_e7, lon_e7, accuracy_cm, op_sec, idle_sec, fuel_ml, fuel_pct_bp, engine,
         intervals.flags
  FROM intervals JOIN readings AS reading ON reading.device_id = $1 AND reading.seq = intervals.seq ORDER BY reading.seq`

interface PointRow {
  readonly seq: string
  readonly ts: string
  readonly lat_e7: number
  readonly lon_e7: number
  readonly accuracy_cm: string
  readonly op_sec: string
  readonly idle_sec: string
  readonly fuel_ml: string
  readonly fuel_pct_bp: number
  readonly engine: number
  readonly flags: string
}

/** Points of a span, one for each `everyMs` milliseconds in which there was a reading. */
export async function readSeries(
  pool: Pool,
  deviceId: Hex,
  { from, to }: TimeSpan,
  everyMs: number,
): Promise<SeriesPoint[]> {
  const { rows } = await pool.query<PointRow>(LAST_OF_EACH, [bytesOf(deviceId), from, to, everyMs, MAX_POINTS])
  return rows.map((row) => ({
    seq: row.seq,
    ts: row.ts,
    latE7: row.lat_e7,
    lonE7: row.lon_e7,
    accuracyCm: Number(row.accuracy_cm),
    opSec: row.op_sec,
    idleSec: row.idle_sec,
    fuelMl: row.fuel_ml,
    fuelPctBp: row.fuel_pct_bp,
    engine: row.engine,
    flags: Number(row.flags),
  }))
}

/** The shortest interval, in whole seconds, by which a span has at most {@link MAX_POINTS} points. */
export function intervalFor({ from, to }: TimeSpan): number {
  // One point more than intervals: the span need not begin where an interval begins.
  return Math.max(1, Math.ceil((to - from) / 1_000 / (MAX_POINTS - 1)))
}
