/** The journal of what the chain has said: logs with the blocks that they are in. */
import type { ClientBase, Pool } from 'pg'
import type { Address, Hex } from 'viem'
import { bytesOf, hexOf } from '../store/columns.ts'
import type { Queryable } from '../store/readings.ts'
import { inTransaction } from '../store/transaction.ts'

export interface JournalBlock {
  readonly number: number
  readonly hash: Hex
  /** Unix seconds. */
  readonly time: number
}

export interface JournalLog {
  readonly block: number
  readonly logIndex: number
  /** Unix seconds of the block. */
  readonly time: number
  readonly address: Address
  readonly topics: [signature: Hex, ...args: Hex[]]
  readonly data: Hex
}

/** A span of the chain that has been read. */
export interface Span {
  /** The last block of the span. */
  readonly end: JournalBlock
  /** Blocks of the span that have logs. */
  readonly blocks: readonly JournalBlock[]
  readonly logs: readonly JournalLog[]
}

/** So many of the last places without logs are kept to find where a reorganisation began. */
const KEPT_PLACES = 256

/** Adds a span: data and place in one transaction. */
export async function appendSpan(pool: Pool, { end, blocks, logs }: Span): Promise<void> {
  await inTransaction(pool, async (tx) => {
    const isLogged = blocks.some(({ number }) => number === end.number)
    for (const block of blocks) await insertBlock(tx, block, true)
    if (!isLogged) await insertBlock(tx, end, false)
    for (const log of logs) await insertLog(tx, log)
    await tx.query(
      `DELETE FROM chain_blocks WHERE NOT has_logs AND number <
         (SELECT min(number) FROM (SELECT number FROM chain_blocks WHERE NOT has_logs ORDER BY number DESC LIMIT $1) AS kept)`,
      [KEPT_PLACES],
    )
  })
}

async function insertBlock(tx: ClientBase, { number, hash, time }: JournalBlock, hasLogs: boolean): Promise<void> {
  await tx.query('INSERT INTO chain_blocks (number, hash, time, has_logs) VALUES ($1, $2, $3, $4)', [
    number,
    bytesOf(hash),
    time,
    hasLogs,
  ])
}

async function insertLog(tx: ClientBase, log: JournalLog): Promise<void> {
  await tx.query('INSERT INTO chain_logs (block, log_index, address, topics, data) VALUES ($1, $2, $3, $4, $5)', [
    log.block,
    log.logIndex,
    bytesOf(log.address),
    log.topics.map(bytesOf),
    bytesOf(log.data),
  ])
}

/** Takes out everything above a block; everything at all when left out. */
export async function rollBack(db: Queryable, toBlock = -1): Promise<void> {
  await db.query('DELETE FROM chain_blocks WHERE number > $1', [toBlock])
}

/** The block up to which the chain has been read. */
export async function lastPlace(db: Queryable): Promise<JournalBlock | undefined> {
  const [place] = await placesBefore(db, Number.MAX_SAFE_INTEGER, 1)
  return place
}

/** Known blocks below a number, the highest first. */
export async function placesBefore(db: Queryable, number: number, limit: number): Promise<JournalBlock[]> {
  const { rows } = await db.query<{ number: string; hash: Buffer; time: string }>(
    'SELECT number, hash, time FROM chain_blocks WHERE number < $1 ORDER BY number DESC LIMIT $2',
    [number, limit],
  )
  return rows.map((row) => ({ number: Number(row.number), hash: hexOf(row.hash), time: Number(row.time) }))
}

/** All logs in the order of the chain. */
export async function readLogs(db: Queryable): Promise<JournalLog[]> {
  const { rows } = await db.query<{
    block: string
    log_index: number
    time: string
    address: Buffer
    topics: Buffer[]
    data: Buffer
  }>(
    `SELECT block, log_index, time, address, topics, data FROM chain_logs JOIN chain_blocks ON number = block
     ORDER BY block, log_index`,
  )
  return rows.map((row) => ({
    block: Number(row.block),
    logIndex: row.log_index,
    time: Number(row.time),
    address: hexOf(row.address),
    topics: row.topics.map(hexOf) as JournalLog['topics'],
    data: hexOf(row.data),
  }))
}
