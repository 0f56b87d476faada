import type { Pool, PoolClient } from 'pg'

/** Does all of `work` or nothing; when `COMMIT` itself fails nobody knows which. */
export async function inTransaction<Result>(pool: Pool, work: (tx: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect()
  // A connection that breaks between two statements tells so by an event; the next statement fails with the reason.
  client.on('error', ignore)
  try {
    await client.query('BEGIN')
    const result = await work(client)
    await client.query('COMMIT')
    client.off('error', ignore)
    client.release()
    return result
  } catch (error) {
    // Closing the connection rolls back, and works when the connection is what failed.
    client.release(true)
    throw error
  }
}

function ignore(): void {}
