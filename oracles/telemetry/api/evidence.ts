/** What the gateway can show for a bill, from the archive of periods. */
import type { ReadingMessage } from '@tallystick/sdk'
import type { Pool } from 'pg'
import type { Hex } from 'viem'
import type { LeaseRecord } from '../chain/records.ts'
import { type PeriodEvidence, periodEvidence, readingEvidence } from '../periods/queries.ts'
import { readingsAfter } from '../store/readings.ts'
import { ApiRefusal } from './refusal.ts'

/** Evidence of a period, with one raw reading picked out. */
export interface EvidenceView {
  readonly leaseId: string
  readonly period: number
  readonly deviceId: Hex
  /** Merkle root over all digests. */
  readonly root: Hex
  readonly closing: ReadingMessage
  readonly digests: readonly Hex[]
  readonly picked: { readonly message: ReadingMessage; readonly proof: readonly Hex[] }
}

/** Raw readings of a period, so many at once. */
export interface RawReadings {
  readonly readings: readonly ReadingMessage[]
  /** What to send as `after` for the next ones; null after the last. */
  readonly next: string | null
}

const PAGE = 1_000

/**
 * @param seq number of the reading to pick out; the closing one when left out
 * @throws ApiRefusal NOTHING_REPORTED or NO_SUCH_READING
 */
export async function evidenceOf(
  pool: Pool,
  lease: LeaseRecord,
  period: number,
  seq: bigint | undefined,
): Promise<EvidenceView> {
  const archived = await archivedPeriod(pool, lease, period)
  const { deviceId, root, digests, message } = archived
  const number = seq ?? archived.closingSeq
  const found = await readingEvidence(pool, archived, number)
  if (found === undefined) {
    throw new ApiRefusal('NO_SUCH_READING', `the gateway holds no reading ${number} of the period`)
  }
  const picked = { message: found.reading.message, proof: found.proof }
  return { leaseId: String(lease.leaseId), period, deviceId, root, closing: message, digests, picked }
}

/**
 * Raw readings of a period in order of `seq`.
 * @param from number of the last reading that the caller has
 * @throws ApiRefusal NOTHING_REPORTED
 */
export async function rawReadingsOf(
  pool: Pool,
  lease: LeaseRecord,
  period: number,
  from: bigint | undefined,
): Promise<RawReadings> {
  const { deviceId, openingSeq, closingSeq } = await archivedPeriod(pool, lease, period)
  const start = from !== undefined && from > openingSeq ? from : openingSeq
  const rows = await readingsAfter(pool, deviceId, start, closingSeq, PAGE)
  const last = rows.at(-1)?.reading.seq
  const isMore = rows.length === PAGE && last !== undefined && last < closingSeq
  return { readings: rows.map(({ message }) => message), next: isMore ? String(last) : null }
}

async function archivedPeriod(pool: Pool, { bank, leaseId }: LeaseRecord, period: number): Promise<PeriodEvidence> {
  const archived = await periodEvidence(pool, { leases: bank.leases, leaseId, period })
  if (archived) return archived
  throw new ApiRefusal('NOTHING_REPORTED', `the gateway has closed no period ${period} of this lease with a reading`)
}
