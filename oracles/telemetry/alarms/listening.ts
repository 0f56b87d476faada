/** Since when the gateway has listened without a pause: only for so long does silence say something of a device. */
import type { Queryable } from '../store/readings.ts'

/** A longer pause, of the gateway or because the clock was set forward, says nothing about the devices. */
const LONGEST_PAUSE_MS = 60_000

/**
 * Notes that the gateway listens; to be called every few seconds.
 * @param now Unix milliseconds of the gateway's clock
 * @returns since when it has listened without a pause
 */
export async function listen(db: Queryable, now: number): Promise<number> {
  const { rows } = await db.query<{ since: string }>(
    `INSERT INTO alarm_listening AS kept (since, until) VALUES ($1, $1)
     ON CONFLICT (only_row) DO UPDATE
     SET since = CASE WHEN $1 - kept.until BETWEEN 0 AND $2 THEN kept.since ELSE $1 END, until = $1
     RETURNING since`,
    [now, LONGEST_PAUSE_MS],
  )
  return Number(rows[0]?.since ?? now)
}

/** As {@link listen}, for who only asks: `now` when the gateway does not listen at all. */
export async function listensSince(db: Queryable, now: number): Promise<number> {
  const { rows } = await db.query<{ since: string; until: string }>('SELECT since, until FROM alarm_listening')
  const [row] = rows
  const isListening = row !== undefined && Math.abs(now - Number(row.until)) <= LONGEST_PAUSE_MS
  return isListening ? Number(row.since) : now
}
