import { setTimeout as sleep } from 'node:timers/promises'
import type { DevicesDomain } from '@tallystick/sdk'
import type { Pool, PoolClient } from 'pg'
import type { Hex } from 'viem'
import type { Clock } from '../clock.ts'
import { type Log, reasonOf } from '../log.ts'
import type { GatewayMetrics } from '../metrics.ts'
import { isTransient, isUniqueViolation } from '../store/outages.ts'
import { insertReadings, StaleStateError } from '../store/readings.ts'
import { type DetailedRefusal, insertRefusals } from '../store/refusals.ts'
import { inTransaction } from '../store/transaction.ts'
import type { Verifier } from '../verify/pool.ts'
import { type CheckedMessage, type Judgement, judgeBatch, LastReadings } from './batch.ts'
import type { DeviceDirectory } from './directory.ts'
import type { IngestHook } from './hooks.ts'
import { type Candidate, Intake, type TelemetryMessage } from './intake.ts'
import { DEFAULT_RATE_LIMIT, DeviceRates, KeepQuota, type RateLimit } from './quotas.ts'
import type { Refusal } from './refusal.ts'

export interface PipelineOptions {
  readonly pool: Pool
  readonly directory: DeviceDirectory
  readonly verifier: Verifier
  readonly domain: DevicesDomain
  readonly clock: Clock
  readonly hooks: readonly IngestHook[]
  readonly metrics: GatewayMetrics
  readonly log: Log
  readonly rateLimit?: RateLimit
  /** Told when nothing can be taken in any more, although nobody has closed the pipeline. */
  readonly onFatal: (error: Error) => void
  /** Milliseconds that the first message of a batch waits for others; default 10. */
  readonly lingerMs?: number
  /** Messages that may wait to be stored; default 50 000. While the database is away, devices send theirs again and again. */
  readonly maxWaiting?: number
}

/** A message that was not taken in because too many wait already: it must not be acknowledged. */
export class PipelineFullError extends Error {
  override readonly name = 'PipelineFullError'
}

/** A message that was not stored and must not be acknowledged: the gateway stops. */
export class PipelineClosedError extends Error {
  override readonly name = 'PipelineClosedError'
}

const LINGER_MS = 10
const MAX_WAITING = 50_000
/** Messages that go to a verifier together. */
const MAX_BLOCK = 256
/** Messages of a transaction. */
const MAX_BATCH = 1_024
const FIRST_RETRY_MS = 50
const LAST_RETRY_MS = 2_000

/** A message that waits to be stored. */
class Entry implements CheckedMessage {
  readonly deviceId: Hex
  readonly receivedAt: number
  readonly candidate: Candidate | undefined
  readonly stored: Promise<void>
  refusal: DetailedRefusal | undefined
  readonly #describe: (refusal: Refusal) => DetailedRefusal
  #resolve: () => void = () => {}
  #reject: (error: Error) => void = () => {}

  constructor(
    message: TelemetryMessage,
    receivedAt: number,
    candidate: Candidate | undefined,
    describe: (refusal: Refusal) => DetailedRefusal,
  ) {
    this.deviceId = message.deviceId
    this.receivedAt = receivedAt
    this.candidate = candidate
    this.#describe = describe
    this.stored = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  refuse(refusal: Refusal): DetailedRefusal {
    this.refusal ??= this.#describe(refusal)
    return this.refusal
  }

  settle(error?: Error): void {
    if (error) this.#reject(error)
    else this.#resolve()
  }
}

/** Entries whose signatures are being checked together. */
interface Block {
  readonly entries: readonly Entry[]
  readonly verified: Promise<void>
}

/**
 * Takes messages in order of arrival, checks them and stores them in batches: readings, states of devices, refusals and
 * whatever the hooks add go into one transaction. A message's promise is kept after its transaction.
 */
export class IngestPipeline {
  readonly #options: PipelineOptions
  readonly #intake: Intake
  readonly #states: LastReadings
  readonly #keep = new KeepQuota()
  #forming: Entry[] = []
  #timer: NodeJS.Timeout | undefined
  readonly #blocks: Block[] = []
  #storing: Promise<void> | undefined
  readonly #unsettled = new Set<Entry>()
  #lastFailure: string | undefined
  readonly #closing = new AbortController()

  constructor(options: PipelineOptions) {
    this.#options = options
    const rates = new DeviceRates(options.rateLimit ?? DEFAULT_RATE_LIMIT)
    this.#intake = new Intake(options.directory, rates, options.domain)
    this.#states = new LastReadings(options.pool)
  }

  /** Messages that are not stored yet. */
  get waiting(): number {
    return this.#unsettled.size
  }

  /** Why the last transaction failed; undefined while all is well. */
  get lastFailure(): string | undefined {
    return this.#lastFailure
  }

  /**
   * Takes a message in.
   * @returns kept when the message may be acknowledged: it is stored, was before, or its refusal is
   * @throws PipelineClosedError, PipelineFullError when it was not stored
   */
  submit(message: TelemetryMessage): Promise<void> {
    const { candidate, refusal } = this.#intake.examine(message, performance.now())
    return this.#enqueue(message, candidate, refusal)
  }

  /** Stores the refusal of a message that was judged elsewhere: see {@link submit}. */
  refuse(message: TelemetryMessage, refusal: Refusal): Promise<void> {
    return this.#enqueue(message, undefined, refusal)
  }

  /** Stores what has been taken in, up to `patienceMs` milliseconds. What is left was never acknowledged. */
  async close(patienceMs = 10_000): Promise<void> {
    this.#dispatch()
    const timer = new AbortController()
    await Promise.race([this.#storing, sleep(patienceMs, undefined, { signal: timer.signal }).catch(() => undefined)])
    timer.abort()
    this.#closing.abort()
    await this.#storing
  }

  #enqueue(message: TelemetryMessage, candidate: Candidate | undefined, refusal: Refusal | undefined): Promise<void> {
    if (this.#closing.signal.aborted) return Promise.reject(new PipelineClosedError('the gateway stops'))
    const { clock, maxWaiting = MAX_WAITING } = this.#options
    if (this.waiting >= maxWaiting) return Promise.reject(new PipelineFullError(`${maxWaiting} messages wait already`))
    const receivedAt = clock.now()
    const entry = new Entry(message, receivedAt, candidate, (why) => this.#refusalOf(message, receivedAt, why))
    if (refusal) entry.refuse(refusal)
    this.#unsettled.add(entry)
    this.#forming.push(entry)
    if (this.#forming.length >= MAX_BLOCK) this.#dispatch()
    else this.#timer ??= setTimeout(() => this.#dispatch(), this.#options.lingerMs ?? LINGER_MS)
    return entry.stored
  }

  #refusalOf(message: TelemetryMessage, receivedAt: number, { code, detail }: Refusal): DetailedRefusal {
    const { deviceId, topic, payload } = message
    const isKnown = this.#options.directory.find(deviceId, 0) !== undefined
    const isKept = this.#keep.admit(isKnown ? deviceId : 'unknown', code, receivedAt)
    return { deviceId, topic, payload, receivedAt, code, detail, isKnown, isKept }
  }

  /** Hands the forming block to a verifier and sees to it that somebody stores it. */
  #dispatch(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const entries = this.#forming
    if (entries.length === 0) return
    this.#forming = []
    const verified = this.#verify(entries)
    // Whoever stores the block sees the failure; until then it is not an unhandled one.
    verified.catch(() => undefined)
    this.#blocks.push({ entries, verified })
    this.#storing ??= this.#storeAll()
  }

  async #verify(entries: readonly Entry[]): Promise<void> {
    const checked = entries.filter((entry) => !entry.refusal)
    const checks = checked.flatMap(({ candidate }) => (candidate ? [candidate.check] : []))
    const results = await this.#options.verifier.verify(checks)
    checked.forEach((entry, index) => {
      if (!results[index]) entry.refuse({ code: 'FORGED', detail: 'the key has not signed this' })
    })
  }

  async #storeAll(): Promise<void> {
    try {
      for (let batch = await this.#nextBatch(); batch.length > 0; batch = await this.#nextBatch()) {
        await this.#storeWithPatience(batch)
        for (const entry of batch) {
          this.#unsettled.delete(entry)
          entry.settle()
        }
      }
      this.#storing = undefined
    } catch (error) {
      this.#giveUp(error as Error)
    }
  }

  /** All blocks that have been checked, in order: the longer a transaction takes, the more the next one holds. */
  async #nextBatch(): Promise<Entry[]> {
    const batch: Entry[] = []
    for (let block = this.#blocks[0]; block; block = this.#blocks[0]) {
      if (batch.length > 0 && batch.length + block.entries.length > MAX_BATCH) break
      await block.verified
      batch.push(...block.entries)
      this.#blocks.shift()
    }
    return batch
  }

  /** Stores a batch however long the database is away. */
  async #storeWithPatience(batch: readonly Entry[]): Promise<void> {
    for (let pause = FIRST_RETRY_MS; ; pause = Math.min(2 * pause, LAST_RETRY_MS)) {
      try {
        await this.#store(batch)
        this.#lastFailure = undefined
        return
      } catch (error) {
        this.#afterFailure(batch, error)
      }
      if (this.#closing.signal.aborted) throw new PipelineClosedError('the gateway stops')
      await sleep(pause, undefined, { signal: this.#closing.signal }).catch(() => undefined)
    }
  }

  async #store(batch: readonly Entry[]): Promise<void> {
    const { pool, clock, hooks, metrics } = this.#options
    const judgement = await judgeBatch(pool, this.#states, batch, clock.now())
    if (judgement.accepted.length + judgement.refused.length > 0) {
      const stop = metrics.commitSeconds.startTimer()
      await inTransaction(pool, (tx) => this.#write(tx, judgement))
      stop()
      this.#states.advance(judgement.last)
      for (const hook of hooks) hook.committed?.()
    }
    this.#count(batch.length, judgement)
  }

  async #write(tx: PoolClient, { accepted, refused }: Judgement): Promise<void> {
    await insertReadings(tx, accepted)
    await insertRefusals(tx, refused)
    for (const hook of this.#options.hooks) {
      if (accepted.length > 0) await hook.readings(tx, accepted)
      if (refused.length > 0) await hook.refusals(tx, refused)
    }
  }

  #count(size: number, { accepted, refused, duplicates }: Judgement): void {
    const { metrics } = this.#options
    metrics.waiting.set(this.#unsettled.size)
    metrics.batchSize.observe(size)
    metrics.messages.inc({ outcome: 'accepted' }, accepted.length)
    metrics.messages.inc({ outcome: 'duplicate' }, duplicates)
    metrics.messages.inc({ outcome: 'refused' }, refused.length)
    for (const { code } of refused) metrics.refusals.inc({ code })
    metrics.missing.inc(accepted.reduce((sum, { gap }) => sum + Number(gap), 0))
  }

  #afterFailure(batch: readonly Entry[], error: unknown): void {
    const { hooks, metrics, log } = this.#options
    this.#states.forget(batch.map((entry) => entry.deviceId))
    for (const hook of hooks) hook.failed?.()
    metrics.failedCommits.inc()
    this.#lastFailure = reasonOf(error)
    const isExpected = isTransient(error) || isUniqueViolation(error) || error instanceof StaleStateError
    log[isExpected ? 'warn' : 'error'](
      { event: 'commit-failed', messages: batch.length, reason: this.#lastFailure },
      'a batch was not stored; it is tried again',
    )
  }

  /** What was not stored is not acknowledged: devices and broker send it again. */
  #giveUp(error: Error): void {
    this.#closing.abort()
    for (const entry of this.#unsettled) entry.settle(error)
    this.#unsettled.clear()
    if (!(error instanceof PipelineClosedError)) this.#options.onFatal(error)
  }
}
