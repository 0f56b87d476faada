import type { Pool } from 'pg'
import { inTransaction } from './transaction.ts'

/** A step of the schema. What has been released is never edited, only followed by a new step. */
export interface Migration {
  /** Unique over all parts, such as `ingest-1`. */
  readonly id: string
  readonly sql: string
}

/**
 * Applies the steps that the database does not have yet, in order, all or none; several processes may do so at once.
 */
export function migrate(pool: Pool, migrations: readonly Migration[]): Promise<void> {
  return inTransaction(pool, async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('tallystick telemetry migrations'))`)
    await tx.query('CREATE TABLE IF NOT EXISTS applied_migrations (id text PRIMARY KEY)')
    const { rows } = await tx.query<{ id: string }>('SELECT id FROM applied_migrations')
    const applied = new Set(rows.map((row) => row.id))
    for (const { id, sql } of migrations.filter((migration) => !applied.has(migration.id))) {
      await tx.query(sql)
      await tx.query('INSERT INTO applied_migrations VALUES ($1)', [id])
    }
  })
}
