import { leafOf, periodRoot, type Reading, verifyEvidence } from '@tallystick/sdk'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startDatabase, type TestDatabase } from '../../testing/database.ts'
import type { LeaseRecord, MeterRecord } from '../chain/records.ts'
import { ingestMigrations } from '../store/ingest-tables.ts'
import { migrate } from '../store/migrations.ts'
import { BANK, counters, PERIOD_DAYS, PERIOD_END_S } from '../testing/lease-events.ts'
import { DEVICE, firstReading, next, type Step } from '../testing/machine.ts'
import { accepted, store } from '../testing/stored-readings.ts'
import { closePeriods, type EndedPeriod, endedPeriods } from './closer.ts'
import { periodMigrations } from './period-tables.ts'
import { periodEvidence, readingEvidence } from './queries.ts'

const TOLERANCE = 6 * 3_600
const opening = firstReading()
const meter: MeterRecord = {
  ...{ deviceId: DEVICE, opening: counters(opening), openingDigest: accepted(opening, undefined).digest },
  ...{ periodDays: PERIOD_DAYS, period: 1, end: PERIOD_END_S, silent: 0, isSuspended: false, last: false },
  report: undefined,
}
const ended: EndedPeriod = { leases: BANK.leases, leaseId: 1n, meter, tolerance: TOLERANCE }
const id = { leases: BANK.leases, leaseId: 1n, period: 1 }

let database: TestDatabase
let pool: pg.Pool
let last: Reading

beforeAll(async () => {
  database = await startDatabase()
  pool = database.pool
  await migrate(pool, [...ingestMigrations, ...periodMigrations])
})
afterAll(() => database.stop())

beforeEach(async () => {
  await pool.query('ALTER TABLE readings DISABLE TRIGGER ALL')
  await pool.query('TRUNCATE readings, device_states, periods')
  await pool.query('ALTER TABLE readings ENABLE TRIGGER ALL')
  last = opening
  await store(pool, [opening])
})

async function read(step: Step): Promise<Reading> {
  const before = last
  last = next(before, step).reading
  await store(pool, [last], undefined, before)
  return last
}

/** A reading so many seconds before the period's last one. */
const secondsLeft = (seconds: number): Step => ({ set: { ts: BigInt(PERIOD_END_S - seconds) * 1_000n } })

const close = () => closePeriods(pool, [ended], 1)

describe('the closing reading', () => {
  it('is the last one within the tolerance before the end', async () => {
    await read(secondsLeft(7_200))
    await read(secondsLeft(60))
    await read(secondsLeft(-1))
    const [evidence] = await close()
    expect(evidence).toMatchObject({ openingSeq: 1n, closingSeq: 3n })
    expect(evidence?.message.r.seq).toBe('3')
  })

  it('may come in the last second of the period, and not in the next', async () => {
    await read({ set: { ts: BigInt(PERIOD_END_S) * 1_000n + 999n } })
    expect(await close()).toMatchObject([{ closingSeq: 2n }])
    await read({ set: { ts: BigInt(PERIOD_END_S) * 1_000n + 1_000n } })
    expect(await close()).toMatchObject([{ closingSeq: 2n }])
  })

  it('may not lie before the tolerance', async () => {
    await read(secondsLeft(TOLERANCE))
    expect(await close()).toEqual([])
    await read(secondsLeft(TOLERANCE - 1))
    expect(await close()).toMatchObject([{ closingSeq: 3n }])
  })

  it('is not the one that the period began with', async () => {
    const same = { ...meter, opening: { ...meter.opening, seq: 2n } }
    await read(secondsLeft(60))
    expect(await closePeriods(pool, [{ ...ended, meter: same }], 1)).toEqual([])
  })
})

describe('the archive', () => {
  it('holds all digests after the opening in order, and the root that the contract is given', async () => {
    const readings = [
      await read(secondsLeft(900)),
      await read({ ...secondsLeft(600), lost: 3 }),
      await read(secondsLeft(300)),
    ]
    const [evidence] = await close()
    const digests = readings.map((reading) => accepted(reading, undefined).digest)
    expect(evidence?.digests).toEqual(digests)
    expect(evidence?.root).toBe(periodRoot(digests))
    expect(await periodEvidence(pool, id)).toEqual(evidence)
  })

  it('proves each reading of the period, and no other', async () => {
    await read(secondsLeft(900))
    await read(secondsLeft(600))
    const [evidence] = await close()
    if (evidence === undefined) throw new Error('nothing was archived')
    const proved = await readingEvidence(pool, evidence, 3n)
    const { root } = evidence
    const [digest, proof] = [proved?.reading.digest ?? '0x', proved?.proof ?? []]
    expect(proved?.index).toBe(1)
    expect(verifyEvidence({ root, digest, proof })).toBe(true)
    expect(verifyEvidence({ root, digest: leafOf(digest), proof })).toBe(false)
    expect(await readingEvidence(pool, evidence, 1n)).toBeUndefined()
    expect(await readingEvidence(pool, evidence, 4n)).toBeUndefined()
  })

  it('is replaced when a later reading comes in, and left alone when none does', async () => {
    await read(secondsLeft(900))
    const [first] = await closePeriods(pool, [ended], 1)
    expect(await closePeriods(pool, [ended], 2)).toEqual([first])
    await read(secondsLeft(60))
    expect(await closePeriods(pool, [ended], 3)).toMatchObject([{ closingSeq: 3n, archivedAt: 3 }])
  })

  it('is made anew when the meter was reset', async () => {
    await read(secondsLeft(900))
    await read(secondsLeft(60))
    await close()
    const reset = { ...meter, opening: { ...meter.opening, seq: 2n } }
    const [evidence] = await closePeriods(pool, [{ ...ended, meter: reset }], 2)
    expect(evidence?.openingSeq).toBe(2n)
    expect(evidence?.digests).toHaveLength(1)
  })
})

describe('periods that are over', () => {
  const lease = { bank: BANK, leaseId: 1n, meter, finalBilled: false } as unknown as LeaseRecord
  const over = (changes: Partial<LeaseRecord>, now = PERIOD_END_S * 1_000 + 1_000) =>
    endedPeriods([{ ...lease, ...changes }], TOLERANCE, now)

  it('are those whose last second has passed', () => {
    expect(over({}, PERIOD_END_S * 1_000)).toEqual([])
    expect(over({})).toEqual([ended])
  })

  it('are none of a meter that is suspended, closed or billed for the last time', () => {
    expect(over({ meter: { ...meter, isSuspended: true } })).toEqual([])
    expect(over({ meter: undefined })).toEqual([])
    expect(over({ finalBilled: true })).toEqual([])
  })
})
