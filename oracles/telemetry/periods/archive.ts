/** The archive of evidence: which readings make up a period, and the root that was made of them. */
import type { ReadingMessage } from '@tallystick/sdk'
import { type Address, concat, type Hex, size, slice } from 'viem'
import { bytesOf, hexOf } from '../store/columns.ts'
import type { Queryable } from '../store/readings.ts'

const DIGEST_BYTES = 32

/** A bank's lease and one of its periods. */
export interface PeriodId {
  /** The bank's book of leases. */
  readonly leases: Address
  readonly leaseId: bigint
  /** From 1. */
  readonly period: number
}

/** What proves a period's use. */
export interface PeriodEvidence extends PeriodId {
  readonly deviceId: Hex
  /** Number of the reading before the first one of the period. */
  readonly openingSeq: bigint
  readonly closingSeq: bigint
  readonly closingDigest: Hex
  /** The closing reading as the device published it. */
  readonly message: ReadingMessage
  /** Merkle root over `keccak256(digest)` of {@link digests}. */
  readonly root: Hex
  /** Digests of all readings of the period that the gateway holds, in order of `seq`. */
  readonly digests: readonly Hex[]
  /** Unix milliseconds. */
  readonly archivedAt: number
}

interface PeriodRow {
  readonly leases: Buffer
  readonly lease_id: string
  readonly period: number
  readonly device_id: Buffer
  readonly opening_seq: string
  readonly closing_seq: string
  readonly closing_digest: Buffer
  readonly message: ReadingMessage
  readonly root: Buffer
  readonly digests: Buffer
  readonly archived_at: string
}

/** Keeps a period's evidence in place of what was kept of it before. */
export async function archivePeriod(db: Queryable, evidence: PeriodEvidence): Promise<void> {
  await db.query(
    `INSERT INTO periods (leases, lease_id, period, device_id, opening_seq, closing_seq, closing_digest, message, root,
                          digests, archived_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (leases, lease_id, period) DO UPDATE
     SET opening_seq = excluded.opening_seq, closing_seq = excluded.closing_seq,
         closing_digest = excluded.closing_digest, message = excluded.message, root = excluded.root,
         digests = excluded.digests, archived_at = excluded.archived_at`,
    [
      ...[bytesOf(evidence.leases), String(evidence.leaseId), evidence.period, bytesOf(evidence.deviceId)],
      ...[String(evidence.openingSeq), String(evidence.closingSeq), bytesOf(evidence.closingDigest)],
      ...[JSON.stringify(evidence.message), bytesOf(evidence.root), bytesOf(concat(evidence.digests))],
      evidence.archivedAt,
    ],
  )
}

/** @returns undefined when nothing was archived of the period: it brought no reading */
export async function periodEvidence(db: Queryable, id: PeriodId): Promise<PeriodEvidence | undefined> {
  const { rows } = await db.query<PeriodRow>(
    'SELECT * FROM periods WHERE leases = $1 AND lease_id = $2 AND period = $3',
    [bytesOf(id.leases), String(id.leaseId), id.period],
  )
  return rows[0] && evidenceOf(rows[0])
}

function evidenceOf(row: PeriodRow): PeriodEvidence {
  const digests = hexOf(row.digests)
  return {
    leases: hexOf(row.leases),
    leaseId: BigInt(row.lease_id),
    period: row.period,
    deviceId: hexOf(row.device_id),
    openingSeq: BigInt(row.opening_seq),
    closingSeq: BigInt(row.closing_seq),
    closingDigest: hexOf(row.closing_digest),
    message: row.message,
    root: hexOf(row.root),
    digests: Array.from({ length: size(digests) / DIGEST_BYTES }, (_, index) =>
      slice(digests, index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES),
    ),
    archivedAt: Number(row.archived_at),
  }
}
