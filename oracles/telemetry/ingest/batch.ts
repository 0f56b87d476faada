/** The second half of the checks: a batch of messages, each judged by what its device has said before. */
import type { Pool } from 'pg'
import type { Hex } from 'viem'
import { deviceStates, digestsOf, numberKey } from '../store/readings.ts'
import type { DetailedRefusal } from '../store/refusals.ts'
import type { AcceptedReading } from './hooks.ts'
import type { Candidate } from './intake.ts'
import type { Refusal } from './refusal.ts'
import { judge, type LastReading } from './rules.ts'

/** A message on its way: refused already, or a candidate whose signature has been checked. */
export interface CheckedMessage {
  readonly deviceId: Hex
  readonly receivedAt: number
  readonly candidate: Candidate | undefined
  readonly refusal: DetailedRefusal | undefined
  /** Refuses the message; it keeps its first refusal. */
  refuse(refusal: Refusal): DetailedRefusal
}

/** What is to be stored of a batch. */
export interface Judgement {
  readonly accepted: readonly AcceptedReading[]
  readonly refused: readonly DetailedRefusal[]
  readonly duplicates: number
  /** Last readings after the batch. */
  readonly last: ReadonlyMap<Hex, LastReading>
}

/** Last readings of devices as they are in the database, kept in memory between batches. */
export class LastReadings {
  readonly #pool: Pool
  readonly #known = new Map<Hex, LastReading | undefined>()

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async load(deviceIds: Iterable<Hex>): Promise<void> {
    const unknown = [...new Set(deviceIds)].filter((deviceId) => !this.#known.has(deviceId))
    if (unknown.length === 0) return
    const states = await deviceStates(this.#pool, unknown)
    for (const deviceId of unknown) this.#known.set(deviceId, undefined)
    for (const { deviceId, last } of states) this.#known.set(deviceId, last)
  }

  of(deviceId: Hex): LastReading | undefined {
    return this.#known.get(deviceId)
  }

  /** After a commit. */
  advance(last: ReadonlyMap<Hex, LastReading>): void {
    for (const [deviceId, reading] of last) this.#known.set(deviceId, reading)
  }

  /** After a failure: what the database holds has to be read again. */
  forget(deviceIds: Iterable<Hex>): void {
    for (const deviceId of deviceIds) this.#known.delete(deviceId)
  }
}

/**
 * Judges a batch in order of arrival.
 * @param now Unix milliseconds of the gateway's clock
 */
export async function judgeBatch(
  pool: Pool,
  states: LastReadings,
  batch: readonly CheckedMessage[],
  now: number,
): Promise<Judgement> {
  const candidates = batch.filter((entry) => entry.candidate && !entry.refusal)
  await states.load(candidates.map((entry) => entry.deviceId))
  const digests = await digestsOf(pool, oldNumbers(candidates, states))
  const last = new Map<Hex, LastReading>()
  const accepted: AcceptedReading[] = []
  const refused: DetailedRefusal[] = []
  let duplicates = 0
  for (const entry of batch) {
    if (entry.refusal) refused.push(entry.refusal)
    if (entry.refusal || !entry.candidate) continue
    const { deviceId, receivedAt, candidate } = entry
    const { reading, digest, message, ratedFuelMlPerHour } = candidate
    const before = last.get(deviceId) ?? states.of(deviceId)
    const key = numberKey(deviceId, reading.seq)
    const verdict = judge({ reading, digest, last: before, sameSeq: digests.get(key), now, ratedFuelMlPerHour })
    if (verdict.kind === 'duplicate') duplicates += 1
    else if (verdict.kind === 'refused') refused.push(entry.refuse(verdict.refusal))
    else {
      const { seq } = reading
      accepted.push({
        deviceId,
        seq,
        digest,
        reading,
        previous: before?.reading,
        receivedAt,
        gap: verdict.gap,
        message,
      })
      last.set(deviceId, { reading, digest })
      digests.set(key, digest)
    }
  }
  return { accepted, refused, duplicates, last }
}

/** Numbers that are not new: the database knows under which digest they were accepted. */
function oldNumbers(candidates: readonly CheckedMessage[], states: LastReadings): { deviceId: Hex; seq: bigint }[] {
  return candidates.flatMap(({ deviceId, candidate }) => {
    const last = states.of(deviceId)
    return candidate && last && candidate.reading.seq <= last.reading.seq
      ? [{ deviceId, seq: candidate.reading.seq }]
      : []
  })
}
