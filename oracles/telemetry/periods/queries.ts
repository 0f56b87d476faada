/** What the API may ask of the archive. */
import { periodProof } from '@tallystick/sdk'
import type { Hex } from 'viem'
import { type Queryable, readingAt, type StoredReading } from '../store/readings.ts'
import type { PeriodEvidence } from './archive.ts'

export { type PeriodEvidence, type PeriodId, periodEvidence } from './archive.ts'

/** One reading of a period with its place under the period's root. */
export interface ReadingEvidence {
  readonly reading: StoredReading
  readonly index: number
  readonly proof: readonly Hex[]
}

/** @returns undefined when the period does not have the number */
export async function readingEvidence(
  db: Queryable,
  evidence: PeriodEvidence,
  seq: bigint,
): Promise<ReadingEvidence | undefined> {
  if (seq <= evidence.openingSeq || seq > evidence.closingSeq) return undefined
  const reading = await readingAt(db, evidence.deviceId, seq)
  const index = reading ? evidence.digests.indexOf(reading.digest) : -1
  return reading && index >= 0 ? { reading, index, proof: periodProof(evidence.digests, index) } : undefined
}
