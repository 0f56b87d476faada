import { zeroHash } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import { leaseTermsHash } from '../leases.ts'
import { honestPeriod, type TestPeriod } from '../testing/period.ts'
import { auditBill, type BillRecord } from './audit.ts'
import { auditEvidence, type PeriodEvidence } from './audit-evidence.ts'
import { periodProof } from './evidence.ts'

/** Names of the figures that differ. */
async function differences({ record, evidence }: Pick<TestPeriod, 'record' | 'evidence'>): Promise<string[]> {
  const figures = [...auditBill(record), ...(await auditEvidence(record, evidence))]
  return figures.filter(({ isEqual }) => !isEqual).map(({ figure }) => figure)
}

function withBill(record: BillRecord, change: Partial<BillRecord['bill']>): BillRecord {
  return { ...record, bill: { ...record.bill, ...change } }
}

describe('an honest bill', () => {
  it.each([{}, { count: 1 }, { lost: [1, 5, 6] }, { count: 3_000 }])('%j has no difference', async (shape) => {
    expect(await differences(await honestPeriod(shape))).toEqual([])
  })

  it('is shown with what stands on chain and what came out', async () => {
    const { record, evidence } = await honestPeriod()
    const figures = [...auditBill(record), ...(await auditEvidence(record, evidence))]
    expect(figures.find(({ figure }) => figure === 'rent of use')).toEqual({
      figure: 'rent of use',
      recorded: '20000000',
      source: 'RentBilled',
      recomputed: '20000000',
      basis: 'tariff, minimum rent, operating seconds',
      isEqual: true,
    })
    expect(figures).toHaveLength(24)
  })

  it('of a silent period has no use, and no reading to look at', async () => {
    const { record, evidence } = await honestPeriod()
    const settled = { ...record.settled, known: false, opSec: 0 }
    const silent = { ...withBill(record, { metered: false, opSec: 0, usage: 0n }), settled, reported: undefined }
    expect(auditBill(silent).every(({ isEqual }) => isEqual)).toBe(true)
    expect(await auditEvidence(silent, evidence)).toEqual([])
  })

  it('after silence spreads the use over the periods, and charges each the minimum at least', async () => {
    const { record } = await honestPeriod({ count: 3_000 })
    const terms = { ...record.terms, minimumRent: record.terms.baseRent + 2_000_000_000n }
    const termsHash = leaseTermsHash(record.leaseId, terms, record.region)
    // 450 000 s in two periods are 62.5 h each: 2 500 a period.
    const bill = withBill({ ...record, terms, termsHash, silent: 1 }, { periodsMetered: 2, usage: 5_000_000_000n })
    expect(auditBill(bill).every(({ isEqual }) => isEqual)).toBe(true)
    // In three periods 41.6 h cost less than the minimum of 2 000.
    const floor = withBill({ ...bill, silent: 2 }, { periodsMetered: 3, usage: 6_000_000_000n })
    expect(auditBill(floor).every(({ isEqual }) => isEqual)).toBe(true)
  })

  it('that ends the lease early makes all due, with its fee', async () => {
    const { record } = await honestPeriod()
    const ended = { ...record, settled: { ...record.settled, last: true } }
    const bill = withBill(ended, { principal: 100_000_000_000n, fee: 1_000_000_000n })
    expect(auditBill(bill).every(({ isEqual }) => isEqual)).toBe(true)
  })

  it('accrues no interest twice when the account was brought up after the period', async () => {
    const { record } = await honestPeriod()
    const account = { ...record.account, last: record.settled.end + 10, accruedX18: 600_000_000n * 10n ** 18n }
    expect(auditBill({ ...record, account }).every(({ isEqual }) => isEqual)).toBe(true)
  })
})

describe('a bill that was tampered with', () => {
  const one = 1n
  const cases: [string, string[], (record: BillRecord) => BillRecord][] = [
    ['a unit too much rent', ['rent of use', 'rent'], (r) => withBill(r, { usage: r.bill.usage + one })],
    ['a unit too little interest', ['interest', 'rent'], (r) => withBill(r, { interest: r.bill.interest - one })],
    ['more principal', ['principal', 'rent'], (r) => withBill(r, { principal: r.bill.principal + one })],
    ['a fee', ['fee of an early end', 'rent'], (r) => withBill(r, { fee: one })],
    ['a second more use', ['operating seconds'], (r) => withBill(r, { opSec: r.bill.opSec + 1 })],
    ['other terms', ['hash of the terms'], (r) => ({ ...r, terms: { ...r.terms, price: 1n } })],
    ['more periods', ['periods of use'], (r) => withBill(r, { periodsMetered: 2 })],
    [
      'use without a reading',
      ['metered', 'operating seconds', 'rent of use', 'rent'],
      (r) => ({ ...r, reported: undefined }),
    ],
    [
      'another opening',
      ['opening counters'],
      (r) => ({ ...r, before: { ...r.before, fuelMl: r.before.fuelMl + one } }),
    ],
  ]
  it.each(cases)('%s', async (_, names, change) => {
    const { record, evidence } = await honestPeriod()
    expect(await differences({ record: change(record), evidence })).toEqual(names)
  })
})

describe('evidence that was tampered with', () => {
  const cases: [string, string[], (period: TestPeriod) => Partial<Pick<TestPeriod, 'record' | 'evidence'>>][] = [
    [
      'a reading taken out of the tree',
      ['Merkle root', 'readings of the period', 'digests of raw readings', 'missing readings'],
      ({ evidence }) => ({ evidence: { ...evidence, digests: evidence.digests.toSpliced(3, 1) } }),
    ],
    [
      'a raw reading that is not under the root',
      ['digests of raw readings', 'breaks of the hash chain'],
      ({ evidence }) => ({ evidence: { ...evidence, readings: evidence.readings.with(3, heavier(evidence, 3)) } }),
    ],
    [
      'a raw reading that is kept back',
      ['digests of raw readings', 'missing readings', 'signed ends of unbroken chains'],
      ({ evidence }) => ({ evidence: { ...evidence, readings: evidence.readings.toSpliced(3, 1) } }),
    ],
    [
      'a proof of another reading',
      ['reading 4712 in the tree'],
      ({ evidence }) => ({
        evidence: { ...evidence, picked: { ...evidence.picked, proof: periodProof(evidence.digests, 1) } },
      }),
    ],
    [
      'another closing reading',
      ['closing counters', 'closing digest', 'signature of the device'],
      ({ evidence }) => ({ evidence: { ...evidence, closing: heavier(evidence, evidence.readings.length - 1) } }),
    ],
    [
      'a key that was revoked',
      ['key valid at the time'],
      ({ record }) => ({ record: { ...record, keys: { 1: { ...keyOf(record), validUntil: 0n } } } }),
    ],
    [
      'a key that the register does not know',
      ['key valid at the time', 'signature of the device', 'signed ends of unbroken chains'],
      ({ record }) => ({ record: { ...record, keys: {} } }),
    ],
  ]
  it.each(cases)('%s', async (_, names, change) => {
    const period = await honestPeriod()
    const { record, evidence } = { ...period, ...change(period) }
    const found = await differences({ record, evidence })
    expect(names.filter((name) => !found.includes(name))).toEqual([])
  })

  it('a chain that another key has signed on after a gap', async () => {
    const { record, evidence } = await honestPeriod({ lost: [4] })
    const stranger = privateKeyToAccount(`0x${'43'.repeat(32)}`)
    const sig = await stranger.sign({ hash: evidence.digests[2] ?? zeroHash })
    const [, , third] = evidence.readings
    if (third === undefined) throw new Error('the period has three readings')
    const forged = { ...evidence, readings: evidence.readings.with(2, { ...third, sig }) }
    expect(await differences({ record, evidence: forged })).toEqual(['signed ends of unbroken chains'])
  })

  it('is refused when a raw reading is garbage', async () => {
    const { record, evidence } = await honestPeriod()
    const garbage = { ...evidence, closing: { ...evidence.closing, v: 2 } } as unknown as PeriodEvidence
    await expect(auditEvidence(record, garbage)).rejects.toThrow('v must be 1')
  })
})

describe('a period that somebody closed without evidence', () => {
  it('is audited by the hash chain alone', async () => {
    const { record, evidence } = await honestPeriod()
    if (record.reported === undefined) throw new Error('the period has a reading')
    const bare = { ...record, reported: { ...record.reported, root: zeroHash, received: 0 } }
    const figures = await auditEvidence(bare, evidence)
    expect(figures.every(({ isEqual }) => isEqual)).toBe(true)
    expect(figures.map(({ figure }) => figure)).not.toContain('Merkle root')
  })
})

const SECONDS = 60
it(`audits a year of readings, one every 5 minutes, within ${SECONDS} s`, async () => {
  const period = await honestPeriod({ count: 365 * 288, lost: [50_000] })
  const started = performance.now()
  expect(await differences(period)).toEqual([])
  const seconds = (performance.now() - started) / 1_000
  console.log(`105 119 readings audited in ${seconds.toFixed(1)} s`)
  expect(seconds).toBeLessThan(SECONDS)
}, 180_000)

function heavier({ readings }: PeriodEvidence, index: number) {
  const message = readings[index]
  if (message === undefined) throw new RangeError(`no reading ${index}`)
  return { ...message, r: { ...message.r, fuelMl: `${BigInt(message.r.fuelMl) + 1n}` } }
}

function keyOf({ keys }: BillRecord) {
  const [key] = Object.values(keys)
  if (key === undefined) throw new Error('the record has a key')
  return key
}
