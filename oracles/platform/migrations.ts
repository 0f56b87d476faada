import type { PoolClient } from 'pg'

/** Each entry is applied once, in order; what has been released is never edited, only followed by a new entry. */
const migrations: readonly string[] = [
  `CREATE TABLE daily_facts (
     merchant text NOT NULL CHECK (merchant ~ '^0x[0-9a-f]{40}$'),
     day integer NOT NULL,
     paid_amount bigint NOT NULL CHECK (paid_amount >= 0),
     paid_count integer NOT NULL CHECK (paid_count >= 0),
     refunded_amount bigint NOT NULL CHECK (refunded_amount >= 0),
     rating_stars integer NOT NULL CHECK (rating_stars BETWEEN rating_count AND 5 * rating_count::bigint),
     rating_count integer NOT NULL CHECK (rating_count >= 0),
     cost_of_goods bigint NOT NULL CHECK (cost_of_goods >= 0),
     inventory bigint NOT NULL CHECK (inventory >= 0),
     credit_defaults integer NOT NULL CHECK (credit_defaults >= 0),
     PRIMARY KEY (merchant, day)
   );
   COMMENT ON COLUMN daily_facts.day IS 'days since 1970-01-01 in UTC+8';
   COMMENT ON COLUMN daily_facts.paid_amount IS '1/100 of the currency, like every amount here';`,
  `CREATE TABLE releases (
     request_id text NOT NULL,
     scopes integer NOT NULL,
     merchant text NOT NULL,
     as_of bigint NOT NULL,
     features bigint[] NOT NULL,
     commitment text NOT NULL,
     released_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (request_id, scopes)
   );
   CREATE INDEX releases_of_merchant ON releases (merchant, commitment);
   COMMENT ON TABLE releases IS 'what was given to the oracle network: the same row to every node, and proof in a dispute';`,
]

/**
 * Creates or updates the schema, in one transaction; several processes may do so at the same time.
 * @param schema name that needs no quoting
 */
export async function migrate(client: PoolClient, schema: string): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [schema])
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`)
  await client.query('CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL)')
  const { rows } = await client.query<{ version: number }>('SELECT version FROM schema_version')
  const version = rows[0]?.version ?? 0
  if (version > migrations.length) {
    throw new RangeError(`schema ${schema} has version ${version}, this program knows ${migrations.length}: update it`)
  }
  for (const migration of migrations.slice(version)) await client.query(migration)
  await client.query('DELETE FROM schema_version')
  await client.query('INSERT INTO schema_version VALUES ($1)', [migrations.length])
}
