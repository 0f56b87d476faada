/** Chooses the closing reading of periods that are over, and archives what proves them. */
import { periodRoot } from '@tallystick/sdk'
import type { Address, Hex } from 'viem'
import type { LeaseRecord, MeterRecord } from '../chain/records.ts'
import { arraysOf, bytesOf, type Column, hexElement, hexOf, unnest } from '../store/columns.ts'
import { type Queryable, readingAt } from '../store/readings.ts'
import { archivePeriod, type PeriodEvidence, periodEvidence } from './archive.ts'

/** A running period whose last second has passed. */
export interface EndedPeriod {
  readonly leases: Address
  readonly leaseId: bigint
  readonly meter: MeterRecord
  /** A closing reading lies in this many seconds before the period's end. */
  readonly tolerance: number
}

/**
 * Periods that are over and wait for their bill.
 * @param leases of one bank
 * @param tolerance its `UsageMeter.tolerance`, seconds
 * @param now Unix milliseconds
 */
export function endedPeriods(leases: Iterable<LeaseRecord>, tolerance: number, now: number): EndedPeriod[] {
  return [...leases].flatMap((lease) => {
    const { meter, bank, leaseId } = lease
    if (meter === undefined || meter.isSuspended || lease.finalBilled || now < (meter.end + 1) * 1_000) return []
    return [{ leases: bank.leases, leaseId, meter, tolerance }]
  })
}

/**
 * Archives the evidence of ended periods, and replaces it when a later reading of the period has come in.
 * @param at Unix milliseconds of the gateway's clock
 * @returns evidence of those periods that have a closing reading
 */
export async function closePeriods(
  db: Queryable,
  ended: readonly EndedPeriod[],
  at: number,
): Promise<readonly PeriodEvidence[]> {
  const closings = await closingNumbers(db, ended)
  const evidence: PeriodEvidence[] = []
  for (const [index, period] of ended.entries()) {
    const closingSeq = closings.get(index)
    if (closingSeq === undefined || closingSeq <= period.meter.opening.seq) continue
    evidence.push((await archived(db, period, closingSeq)) ?? (await close(db, period, closingSeq, at)))
  }
  return evidence
}

interface Search {
  readonly index: number
  readonly period: EndedPeriod
}

const SEARCH_COLUMNS: readonly Column<Search>[] = [
  { name: 'index', type: 'integer', element: ({ index }) => String(index) },
  { name: 'device_id', type: 'bytea', element: ({ period }) => hexElement(period.meter.deviceId) },
  { name: 'earliest', type: 'bigint', element: ({ period }) => String(earliestOf(period) * 1_000) },
  { name: 'latest', type: 'bigint', element: ({ period }) => String(period.meter.end * 1_000 + 999) },
]

/** The last reading in `(end − tolerance, end]`, as the meter counts: in whole seconds. */
const LAST_NUMBERS = `
  SELECT search.index, last.seq FROM ${unnest(SEARCH_COLUMNS)} AS search (index, device_id, earliest, latest)
  CROSS JOIN LATERAL (
    SELECT seq FROM readings
    WHERE readings.device_id = search.device_id AND ts BETWEEN search.earliest AND search.latest
    ORDER BY ts DESC LIMIT 1
  ) AS last`

function earliestOf({ meter, tolerance }: EndedPeriod): number {
  return meter.end - tolerance + 1
}

async function closingNumbers(db: Queryable, ended: readonly EndedPeriod[]): Promise<Map<number, bigint>> {
  if (ended.length === 0) return new Map()
  const searches = ended.map((period, index) => ({ index, period }))
  const { rows } = await db.query<{ index: number; seq: string }>(LAST_NUMBERS, arraysOf(SEARCH_COLUMNS, searches))
  return new Map(rows.map(({ index, seq }) => [index, BigInt(seq)]))
}

/** What is archived already, when it is about the same readings. */
async function archived(
  db: Queryable,
  { leases, leaseId, meter }: EndedPeriod,
  closingSeq: bigint,
): Promise<PeriodEvidence | undefined> {
  const kept = await periodEvidence(db, { leases, leaseId, period: meter.period })
  return kept?.closingSeq === closingSeq && kept.openingSeq === meter.opening.seq ? kept : undefined
}

async function close(
  db: Queryable,
  { leases, leaseId, meter }: EndedPeriod,
  closingSeq: bigint,
  archivedAt: number,
): Promise<PeriodEvidence> {
  const { deviceId, period } = meter
  const openingSeq = meter.opening.seq
  const digests = await digestsBetween(db, deviceId, openingSeq, closingSeq)
  const closing = await readingAt(db, deviceId, closingSeq)
  if (closing === undefined) throw new Error(`reading ${deviceId}/${closingSeq} is gone`)
  const id = { leases, leaseId, period, deviceId, openingSeq, closingSeq }
  const { digest: closingDigest, message } = closing
  const evidence = { ...id, closingDigest, message, root: periodRoot(digests), digests, archivedAt }
  await archivePeriod(db, evidence)
  return evidence
}

/** Digests of the readings after `from` up to and including `to`, in order of `seq`. */
async function digestsBetween(db: Queryable, deviceId: Hex, from: bigint, to: bigint): Promise<Hex[]> {
  const { rows } = await db.query<{ digest: Buffer }>(
    'SELECT digest FROM readings WHERE device_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq',
    [bytesOf(deviceId), String(from), String(to)],
  )
  return rows.map((row) => hexOf(row.digest))
}
