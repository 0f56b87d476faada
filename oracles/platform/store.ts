import pg from 'pg'
import type { Address, Hex } from 'viem'
import type { DailyFacts } from './facts.ts'
import { migrate } from './migrations.ts'
import { type Provider, schemaName } from './provider.ts'

/** Features as they were given to the oracle network. */
export interface Release {
  readonly requestId: Hex
  /** Kinds of data that the consent covered at that moment. */
  readonly scopes: number
  readonly merchant: Address
  readonly asOf: number
  readonly features: readonly number[]
  readonly commitment: Hex
}

/** What an import did to the stored facts. */
export interface ImportCounts {
  readonly added: number
  readonly changed: number
  readonly unchanged: number
}

const ROWS_PER_STATEMENT = 2_000
const CONNECT_TIMEOUT_MS = 5_000
const STATEMENT_TIMEOUT_MS = 10_000

const UPSERT = `
  INSERT INTO daily_facts AS stored
    SELECT * FROM unnest($1::text[], $2::integer[], $3::bigint[], $4::integer[], $5::bigint[], $6::integer[],
                         $7::integer[], $8::bigint[], $9::bigint[], $10::integer[])
  ON CONFLICT (merchant, day) DO UPDATE SET
    paid_amount = excluded.paid_amount, paid_count = excluded.paid_count, refunded_amount = excluded.refunded_amount,
    rating_stars = excluded.rating_stars, rating_count = excluded.rating_count,
    cost_of_goods = excluded.cost_of_goods, inventory = excluded.inventory, credit_defaults = excluded.credit_defaults
  WHERE stored IS DISTINCT FROM excluded
  RETURNING (xmax = 0) AS added`

interface FactsRow {
  readonly merchant: Address
  readonly day: number
  readonly paid_amount: string
  readonly paid_count: number
  readonly refunded_amount: string
  readonly rating_stars: number
  readonly rating_count: number
  readonly cost_of_goods: string
  readonly inventory: string
  readonly credit_defaults: number
}

interface ReleaseRow {
  readonly request_id: Hex
  readonly scopes: number
  readonly merchant: Address
  readonly as_of: string
  readonly features: readonly string[]
  readonly commitment: Hex
}

/** SQLSTATE classes of a server that is out of reach, full, or stopping; the rest of them are our own mistakes. */
const UNAVAILABLE = /^(?:08|53|57)/

/** True for failures of the connection or the server, after which the same call may succeed. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return UNAVAILABLE.test(error.code ?? '')
  // The driver reports broken connections and its own time limits as plain errors.
  return error instanceof Error && /ECONN|EPIPE|ETIMEDOUT|connection|timeout/i.test(error.message)
}

/** One provider's data, in a database schema of its own. */
export class PlatformStore {
  readonly #pool: pg.Pool

  private constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  /**
   * Connects and brings the schema up to date.
   * @param onError told about connections that break while nobody uses them; the next call opens a new one
   */
  static async open(
    databaseUrl: string,
    provider: Provider,
    onError: (error: Error) => void = () => {},
  ): Promise<PlatformStore> {
    const schema = schemaName(provider)
    const pool = new pg.Pool({
      connectionString: databaseUrl,
      options: `-c search_path=${schema}`,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      application_name: `tallystick ${provider.id}`,
    })
    pool.on('error', onError)
    const store = new PlatformStore(pool)
    try {
      await store.#transaction((client) => migrate(client, schema))
    } catch (error) {
      await pool.end()
      throw error
    }
    return store
  }

  close(): Promise<void> {
    return this.#pool.end()
  }

  /** Throws when the database does not answer. */
  async ping(): Promise<void> {
    await this.#pool.query('SELECT 1')
  }

  /**
   * Stores facts, all or none; facts of the same merchant and day are replaced. Imports run one after the other.
   * @param facts no two of the same merchant and day
   */
  importFacts(facts: readonly DailyFacts[]): Promise<ImportCounts> {
    return this.#transaction(async (client) => {
      await client.query('SET LOCAL statement_timeout = 0')
      await client.query('LOCK TABLE daily_facts IN SHARE ROW EXCLUSIVE MODE')
      let added = 0
      let written = 0
      for (let start = 0; start < facts.length; start += ROWS_PER_STATEMENT) {
        const { rows } = await client.query<{ added: boolean }>(
          UPSERT,
          columnsOf(facts.slice(start, start + ROWS_PER_STATEMENT)),
        )
        added += rows.filter((row) => row.added).length
        written += rows.length
      }
      return { added, changed: written - added, unchanged: facts.length - written }
    })
  }

  /** All facts of a merchant by rising day; none when the platform does not know it. */
  async factsOf(merchant: Address): Promise<DailyFacts[]> {
    const { rows } = await this.#pool.query<FactsRow>('SELECT * FROM daily_facts WHERE merchant = $1 ORDER BY day', [
      merchant.toLowerCase(),
    ])
    return rows.map(factsOfRow)
  }

  async knows(merchant: Address): Promise<boolean> {
    const { rowCount } = await this.#pool.query('SELECT FROM daily_facts WHERE merchant = $1 LIMIT 1', [
      merchant.toLowerCase(),
    ])
    return rowCount === 1
  }

  /** Keeps a release unless there is one for its request and scopes; returns the one that is kept. */
  async keepRelease(release: Release): Promise<Release> {
    const { requestId, scopes, merchant, asOf, features, commitment } = release
    await this.#pool.query(
      `INSERT INTO releases (request_id, scopes, merchant, as_of, features, commitment)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
      [requestId, scopes, merchant.toLowerCase(), asOf, features, commitment],
    )
    const kept = await this.releaseFor(requestId, scopes)
    if (kept === undefined) throw new Error('a release that was just stored is gone')
    return kept
  }

  async releaseFor(requestId: Hex, scopes: number): Promise<Release | undefined> {
    const { rows } = await this.#pool.query<ReleaseRow>(
      'SELECT * FROM releases WHERE request_id = $1 AND scopes = $2',
      [requestId, scopes],
    )
    return rows[0] && releaseOfRow(rows[0])
  }

  async releaseOf(merchant: Address, commitment: Hex): Promise<Release | undefined> {
    const { rows } = await this.#pool.query<ReleaseRow>(
      'SELECT * FROM releases WHERE merchant = $1 AND commitment = $2 LIMIT 1',
      [merchant.toLowerCase(), commitment],
    )
    return rows[0] && releaseOfRow(rows[0])
  }

  async #transaction<Result>(work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect()
    try {
      await client.query('BEGIN')
      const result = await work(client)
      await client.query('COMMIT')
      client.release()
      return result
    } catch (error) {
      // Closing the connection rolls back, and works when the connection is what failed.
      client.release(true)
      throw error
    }
  }
}

function columnsOf(facts: readonly DailyFacts[]): unknown[][] {
  const column = (value: (row: DailyFacts) => unknown) => facts.map(value)
  return [
    column(({ merchant }) => merchant.toLowerCase()),
    column(({ day }) => day),
    column(({ paidAmount }) => paidAmount),
    column(({ paidCount }) => paidCount),
    column(({ refundedAmount }) => refundedAmount),
    column(({ ratingStars }) => ratingStars),
    column(({ ratingCount }) => ratingCount),
    column(({ costOfGoods }) => costOfGoods),
    column(({ inventory }) => inventory),
    column(({ creditDefaults }) => creditDefaults),
  ]
}

function factsOfRow(row: FactsRow): DailyFacts {
  return {
    merchant: row.merchant,
    day: row.day,
    paidAmount: BigInt(row.paid_amount),
    paidCount: row.paid_count,
    refundedAmount: BigInt(row.refunded_amount),
    ratingStars: row.rating_stars,
    ratingCount: row.rating_count,
    costOfGoods: BigInt(row.cost_of_goods),
    inventory: BigInt(row.inventory),
    creditDefaults: row.credit_defaults,
  }
}

function releaseOfRow(row: ReleaseRow): Release {
  return {
    requestId: row.request_id,
    scopes: row.scopes,
    merchant: row.merchant,
    asOf: Number(row.as_of),
    features: row.features.map(Number),
    commitment: row.commitment,
  }
}
