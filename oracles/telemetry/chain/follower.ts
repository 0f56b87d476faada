import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { BlockNotFoundError, type Log as ChainLog, type Hex, type PublicClient } from 'viem'
import { type Log, reasonOf } from '../log.ts'
import type { WatchedContracts } from './contracts.ts'
import {
  appendSpan,
  type JournalBlock,
  type JournalLog,
  lastPlace,
  placesBefore,
  readLogs,
  rollBack,
  type Span,
} from './journal.ts'
import { ChainPicture } from './picture.ts'

/** Nodes limit how many blocks one query may cover. */
const BLOCKS_PER_QUERY = 2_000
const PLACES_PER_LOOK = 64
const LONGEST_PAUSE_MS = 30_000

export interface FollowerOptions {
  readonly client: PublicClient
  readonly pool: Pool
  readonly contracts: WatchedContracts
  readonly log: Log
  /** Pause between two looks at the chain, milliseconds. */
  readonly pollMs: number
}

/** The chain that was read is not the one that is there now; the next step finds out where they part. */
class ReorganisedError extends Error {}

/**
 * Keeps a journal of what the contracts log, and the picture that follows from it. Reorganisations, a node out of reach
 * and restarts are ordinary: the place reached is kept with the logs in one transaction, and checked by its hash before
 * each step.
 */
export class ChainFollower extends EventEmitter<{
  /** The picture has grown, or was made anew after a reorganisation. */
  advanced: [ChainPicture]
}> {
  readonly #options: FollowerOptions
  readonly #stop = new AbortController()
  #picture: ChainPicture
  #isStale = false
  #running: Promise<void> | undefined

  constructor(options: FollowerOptions) {
    super()
    this.#options = options
    this.#picture = new ChainPicture(options.contracts)
  }

  get picture(): ChainPicture {
    return this.#picture
  }

  /** Loads the journal, and follows the chain until {@link stop}. */
  async start(): Promise<void> {
    await this.load()
    this.#running = this.#run()
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  /** Makes the picture from the journal. */
  async load(): Promise<void> {
    const picture = new ChainPicture(this.#options.contracts)
    for (const log of await readLogs(this.#options.pool)) picture.apply(log)
    picture.head = await lastPlace(this.#options.pool)
    this.#picture = picture
    this.#isStale = false
  }

  async #run(): Promise<void> {
    const { pollMs, log } = this.#options
    let failures = 0
    while (!this.#stop.signal.aborted) {
      let hasMore = false
      try {
        hasMore = await this.step()
        failures = 0
      } catch (error) {
        failures += 1
        log.warn({ reason: reasonOf(error), failures }, 'the chain could not be read')
      }
      if (!hasMore) await this.#pause(Math.min(pollMs * 2 ** failures, LONGEST_PAUSE_MS))
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#stop.signal }).catch(() => undefined)
  }

  /**
   * Reads the next span of blocks.
   * @returns true when there may be more to read at once
   * @throws whatever the node or the database says; nothing is half done then
   */
  async step(): Promise<boolean> {
    const { client, contracts } = this.#options
    if (this.#isStale) await this.load()
    const place = this.#picture.head
    const latest = placeOf(await client.getBlock({ blockTag: 'latest' }))
    if (latest.hash === place?.hash) return false
    if (place && !(await this.#isOnChain(place))) {
      await this.#rollBack(place)
      return true
    }
    const from = place ? place.number + 1 : contracts.startBlock
    const to = Math.min(from + BLOCKS_PER_QUERY - 1, latest.number)
    if (to < from) return false
    let span: Span
    try {
      span = await this.#read(from, to, place)
    } catch (error) {
      if (error instanceof ReorganisedError) return true
      throw error
    }
    await this.#advance(span)
    return to < latest.number
  }

  /** When it fails, nobody knows whether the span was committed: the next step begins with what the journal says. */
  async #advance(span: Span): Promise<void> {
    this.#isStale = true
    await appendSpan(this.#options.pool, span)
    for (const log of span.logs) this.#picture.apply(log)
    this.#picture.head = span.end
    this.#isStale = false
    this.emit('advanced', this.#picture)
  }

  /** Asks for the end before and after the logs: both answers, the place before and all logs must be of one chain. */
  async #read(from: number, to: number, place: JournalBlock | undefined): Promise<Span> {
    const { client, contracts } = this.#options
    const end = await this.#block(to)
    const address = [contracts.devices, ...contracts.banks.flatMap((bank) => Object.values(bank))]
    const raw = await client.getLogs({ address, fromBlock: BigInt(from), toBlock: BigInt(to) })
    const numbers = [...new Set(raw.map((log) => Number(log.blockNumber)))]
    const blocks = await Promise.all(numbers.map((number) => this.#block(number)))
    const byHash = new Map(blocks.map((block) => [block.hash, block]))
    const logs = raw.map((log) => journalLog(log, byHash))
    const isSame = (await this.#isOnChain(end)) && (place === undefined || (await this.#isOnChain(place)))
    if (!isSame) throw new ReorganisedError(`block ${to} was replaced while it was read`)
    return { end, blocks, logs }
  }

  async #rollBack(place: JournalBlock): Promise<void> {
    const { pool, log } = this.#options
    const fork = await this.#lastCommonPlace(place)
    await rollBack(pool, fork?.number)
    await this.load()
    log.warn({ from: place.number, to: fork?.number ?? null }, 'the chain was reorganised')
    this.emit('advanced', this.#picture)
  }

  async #lastCommonPlace(place: JournalBlock): Promise<JournalBlock | undefined> {
    for (let number = place.number; ; ) {
      const places = await placesBefore(this.#options.pool, number, PLACES_PER_LOOK)
      for (const earlier of places) if (await this.#isOnChain(earlier)) return earlier
      const lowest = places.at(-1)
      if (lowest === undefined) return undefined
      number = lowest.number
    }
  }

  async #isOnChain({ number, hash }: JournalBlock): Promise<boolean> {
    try {
      return (await this.#block(number)).hash === hash
    } catch (error) {
      if (error instanceof BlockNotFoundError) return false
      throw error
    }
  }

  async #block(number: number): Promise<JournalBlock> {
    return placeOf(await this.#options.client.getBlock({ blockNumber: BigInt(number) }))
  }
}

interface NodeBlock {
  readonly number: bigint
  readonly hash: Hex
  readonly timestamp: bigint
}

function placeOf({ number, hash, timestamp }: NodeBlock): JournalBlock {
  return { number: Number(number), hash, time: Number(timestamp) }
}

function journalLog(log: ChainLog<bigint, number, false>, byHash: ReadonlyMap<Hex, JournalBlock>): JournalLog {
  const block = byHash.get(log.blockHash)
  if (block === undefined) throw new ReorganisedError(`block ${log.blockNumber} was replaced while it was read`)
  const { logIndex, address, data } = log
  return { block: block.number, logIndex, time: block.time, address, topics: log.topics as JournalLog['topics'], data }
}
