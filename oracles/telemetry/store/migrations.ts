import type { Pool } from 'pg'

/** A step of the schema. What has been released is never edited, only followed by a new step. */
export interface Migration {
  /** Unique over all parts, such as `ingest-1`. */
  readonly id: string
  readonly sql: string
}

/**
 * Applies the steps that the database does not have yet, in order, all or none; several processes may do so at once.
 */
export async function migrate(pool: Pool, migrations: readonly Migration[]): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('tallystick telemetry migrations'))`)
    await client.query('CREATE TABLE IF NOT EXISTS applied_migrations (id text PRIMARY KEY)')
    const { rows } = await client.query<{ id: string }>('SELECT id FROM applied_migrations')
    const applied = new Set(rows.map((row) => row.id))
    for (const { id, sql } of migrations.filter((migration) => !applied.has(migration.id))) {
      await client.query(sql)
      await client.query('INSERT INTO applied_migrations VALUES ($1)', [id])
    }
    await client.query('COMMIT')
    client.release()
  } catch (error) {
    // Closing the connection rolls back, and works when the connection is what failed.
    client.release(true)
    throw error
  }
}
