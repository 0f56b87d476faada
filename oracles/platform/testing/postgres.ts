import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { PortAllocator } from '../../../scripts/services/ports.ts'
import { startPostgres } from '../../../scripts/services/postgres.ts'
import { Supervisor } from '../../../scripts/services/processes.ts'

/** A database server for one test file. */
export interface TestDatabase {
  readonly url: string
  /** Runs statements outside of the platform. */
  query(sql: string, values?: readonly unknown[]): Promise<pg.QueryResult>
  /** A connection of its own, to hold transactions open. */
  connect(): Promise<pg.PoolClient>
  stop(): Promise<void>
}

/** Starts the embedded PostgreSQL on an empty database, or uses `POSTGRES_URL`. */
export async function startTestDatabase(preferredPort: number): Promise<TestDatabase> {
  const logs = mkdtempSync(join(tmpdir(), 'tallystick-platform-test-'))
  const supervisor = new Supervisor(logs, (error) => console.error(error.message))
  const url = await startPostgres(supervisor, await new PortAllocator().near(preferredPort))
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  // The server goes first when everything is killed at once.
  pool.on('error', () => {})
  const stop = async () => {
    await pool.end()
    await supervisor.stopAll()
    rmSync(logs, { recursive: true, force: true })
  }
  return { url, query: (sql, values) => pool.query(sql, values && [...values]), connect: () => pool.connect(), stop }
}
