import { type Hex, zeroHash } from 'viem'
import { type AuditedFigure, type BillRecord, compared, counterText } from './audit.ts'
import { periodRoot, verifyEvidence } from './evidence.ts'
import { type DecodedReading, decodeReadingMessage, type ReadingMessage } from './message.ts'
import { type Reading, readingHasher } from './reading.ts'
import { verifySignature } from './signature.ts'

/** What the gateway holds of a period. */
export interface PeriodEvidence {
  readonly closing: ReadingMessage
  /** Digests of all readings of the period in order of `seq`; the last one is the closing reading's. */
  readonly digests: readonly Hex[]
  /** One raw reading of the period with its Merkle proof. */
  readonly picked: { readonly message: ReadingMessage; readonly proof: readonly Hex[] }
  /** All raw readings of the period in order of `seq`. */
  readonly readings: readonly ReadingMessage[]
}

/** A raw reading with its digest. */
interface Hashed extends DecodedReading {
  readonly digest: Hex
}

/**
 * Holds a gateway's evidence against what the chain says of the period: the closing reading and its signature, the Merkle
 * root, the proof of one raw reading, and the chain of hashes from the opening to the closing reading. Only the last
 * reading of an unbroken chain needs its signature checked: it names the one before, which names the one before.
 * @returns no figures for a period without a reading
 * @throws ReadingMessageError when a raw reading is malformed
 */
export async function auditEvidence(record: BillRecord, evidence: PeriodEvidence): Promise<AuditedFigure[]> {
  if (record.reported === undefined) return []
  const hash = readingHasher(record.domain)
  const hashed = (message: ReadingMessage): Hashed => {
    const decoded = decodeReadingMessage(message)
    return { ...decoded, digest: hash(decoded.reading) }
  }
  return [
    ...(await closingFigures(record, record.reported, hashed(evidence.closing))),
    ...treeFigures(record.reported, evidence, hashed(evidence.picked.message)),
    ...(await chainFigures(record, record.reported, evidence.digests, evidence.readings.map(hashed))),
  ]
}

type Reported = NonNullable<BillRecord['reported']>

async function closingFigures(record: BillRecord, reported: Reported, closing: Hashed): Promise<AuditedFigure[]> {
  const { reading } = closing
  const event = 'UsageReported'
  const raw = 'closing reading'
  const key = record.keys[reading.keyVersion]
  const isInTime = key !== undefined && reading.ts / 1000n <= key.validUntil
  return [
    compared('device', record.deviceId, 'LeaseProposed', reading.deviceId, raw),
    compared('closing counters', counterText(reported.closing), event, counterText(reading), raw),
    compared('closing digest', reported.digest, event, closing.digest, `${raw}, EIP-712`),
    compared('key valid at the time', true, `Devices, version ${reading.keyVersion}`, isInTime, `${raw}, ts`),
    compared('signature of the device', true, 'key in Devices', await isSigned(record, closing), raw),
  ]
}

async function isSigned({ keys }: BillRecord, { reading, digest, signature }: Hashed): Promise<boolean> {
  const key = keys[reading.keyVersion]
  return key !== undefined && verifySignature(key, digest, signature)
}

/** The chain holds no root when somebody else than the gateway brought the reading: then the proof has nothing to show. */
function treeFigures(reported: Reported, { digests, picked }: PeriodEvidence, raw: Hashed): AuditedFigure[] {
  if (reported.root === zeroHash) return []
  const event = 'UsageReported'
  const isProved = verifyEvidence({ root: reported.root, digest: raw.digest, proof: picked.proof })
  return [
    compared('Merkle root', reported.root, event, digests.length > 0 ? periodRoot(digests) : 'none', 'all digests'),
    compared('readings of the period', reported.received, event, digests.length, 'all digests'),
    compared(`reading ${raw.reading.seq} in the tree`, true, `${event}, root`, isProved, 'raw reading, proof'),
  ]
}

async function chainFigures(
  record: BillRecord,
  reported: Reported,
  digests: readonly Hex[],
  readings: readonly Hashed[],
): Promise<AuditedFigure[]> {
  const missing = reported.closing.seq - record.settled.opening.seq - BigInt(digests.length)
  const ends = runEnds(readings)
  const signed = await Promise.all(ends.map((reading) => isSigned(record, reading)))
  const raw = 'raw readings'
  return [
    compared('digests of raw readings', digests.length, 'digests', matching(readings, digests), raw),
    compared('last digest', reported.digest, 'UsageReported', readings.at(-1)?.digest ?? 'none', raw),
    compared('missing readings', missing, 'counters, digests', missingIn(record, readings), `${raw}, gaps in seq`),
    compared('breaks of the hash chain', 0, 'prevHash', breaksIn(record, readings), raw),
    compared('signed ends of unbroken chains', ends.length, raw, signed.filter(Boolean).length, 'keys in Devices'),
    compared('readings whose counters fall', 0, 'ISO 15143-3, cumulative', fallsIn(record, readings), raw),
  ]
}

function matching(readings: readonly Hashed[], digests: readonly Hex[]): number {
  return readings.filter(({ digest }, index) => digest === digests[index]).length
}

/** The last reading before each gap, and the last of all. */
function runEnds(readings: readonly Hashed[]): Hashed[] {
  return readings.filter(({ reading }, index) => {
    const next = readings[index + 1]
    return next === undefined || next.reading.seq !== reading.seq + 1n
  })
}

/** Numbers that no reading has, between the opening and the last one. */
function missingIn({ before }: BillRecord, readings: readonly Hashed[]): bigint {
  return steps(before, readings).reduce((sum, [from, to]) => sum + (to.reading.seq - from.seq - 1n), 0n)
}

/** Readings that follow in number but not in hash, or that do not rise in number. */
function breaksIn({ before }: BillRecord, readings: readonly Hashed[]): number {
  return steps(before, readings).filter(([from, { reading }]) => {
    if (reading.seq === from.seq + 1n) return reading.prevHash !== from.digest
    return reading.seq <= from.seq
  }).length
}

function fallsIn({ before }: BillRecord, readings: readonly Hashed[]): number {
  const counters = ['ts', 'opSec', 'idleSec', 'fuelMl'] as const
  return steps(before, readings).filter(([from, { reading }]) => counters.some((name) => reading[name] < from[name]))
    .length
}

type Link = Pick<Reading, 'seq' | 'ts' | 'opSec' | 'idleSec' | 'fuelMl'> & { readonly digest: Hex }

/** Each reading with the one before it; the first with the opening. */
function steps(before: BillRecord['before'], readings: readonly Hashed[]): [Link, Hashed][] {
  return readings.map((reading, index) => {
    const previous = readings[index - 1]
    return [previous ? { ...previous.reading, digest: previous.digest } : before, reading]
  })
}
