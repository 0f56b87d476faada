import { type Hex, zeroHash } from 'viem'
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { type LeaseTerms, leaseTermsHash } from '../leases.ts'
import type { BillRecord, MeterCounters } from '../telemetry/audit.ts'
import type { PeriodEvidence } from '../telemetry/audit-evidence.ts'
import { periodProof, periodRoot } from '../telemetry/evidence.ts'
import { encodeReading, type ReadingMessage } from '../telemetry/message.ts'
import { type Reading, readingHasher, secp256k1Key } from '../telemetry/reading.ts'
import { DOMAIN, READING } from './telemetry.ts'

/** What a test changes in an ordinary period. */
export interface PeriodShape {
  /** Readings that the device sends. */
  readonly count?: number
  /** Numbers, counted from 1, that never arrive. */
  readonly lost?: readonly number[]
  /** Seconds between two readings; the machine works half of them. */
  readonly interval?: bigint
}

/** A period of an honest lease: what the chain says and what the gateway holds. */
export interface TestPeriod {
  readonly record: BillRecord
  readonly evidence: PeriodEvidence
  readonly device: PrivateKeyAccount
}

/** One DCNY. */
const ONE = 1_000_000n
const BASE_RENT = 3_000n * ONE
const DAY = 86_400

/** Makes a period whose bill and evidence are all right: ¥40 an hour up to 100 hours, ¥25 above. */
export async function honestPeriod(shape: PeriodShape = {}): Promise<TestPeriod> {
  const device = privateKeyToAccount(`0x${'42'.repeat(32)}`)
  const { digests, messages, readings } = await readingsOf(device, shape)
  const opening = countersOf(READING)
  const last = readings.at(-1)
  const closing = messages.at(-1)
  const root = periodRoot(digests)
  const picked = messages[0]
  if (last === undefined || closing === undefined || picked === undefined) throw new RangeError('no reading arrives')
  const opSec = last.opSec - READING.opSec
  const terms: LeaseTerms = {
    ...{ deviceId: READING.deviceId, lessee: device.address, price: 120_000n * ONE, buyOut: 20_000n * ONE },
    ...{ deposit: 10_000n * ONE, baseRent: BASE_RENT, minimumRent: BASE_RENT, rateBps: 730, coverBps: 0 },
    ...{ earlyFeeBps: 100, periodDays: 30, periods: 12 },
    tariff: [
      { fromHours: 0, pricePerHour: 40n * ONE },
      { fromHours: 100, pricePerHour: 25n * ONE },
    ],
    alarms: { unusedHours: 24, fuelRatePct: 130, idlePct: 50 },
  }
  return {
    device,
    record: {
      domain: DOMAIN,
      leaseId: 1n,
      deviceId: READING.deviceId,
      terms,
      region: [],
      termsHash: leaseTermsHash(1n, terms, []),
      account: {
        ...{ principal: 100_000n * ONE, duePrincipal: 0n, dueInterest: 0n, dueUsage: 0n, penalty: 0n, accruedX18: 0n },
        ...{ impairedPct: 0, impaired: 0n, nonAccrual: false, unbookedX18: 0n, dueSince: 0, penaltyDay: 0 },
        ...{ held: 10_000n * ONE, cover: 0n, last: 1_000_000 },
      },
      bill: {
        ...{ period: 3, metered: true, opSec: Number(opSec), periodsMetered: 1 },
        // 7.3 % a year on 100 000 is 20 a day: 600 in 30 days.
        ...{ interest: 600n * ONE, principal: 2_400n * ONE, usage: usageBy(opSec), fee: 0n },
      },
      settled: {
        ...{ known: true, last: false, period: 3, periods: 1, end: 1_000_000 + 30 * DAY, opSec: Number(opSec) },
        opening,
      },
      silent: 0,
      before: { ...opening, digest: openingDigest(), event: 'PeriodSettled' },
      reported: { closing: countersOf(last), digest: digests.at(-1) ?? zeroHash, root, received: digests.length },
      keys: { 1: { ...secp256k1Key(device.address), validUntil: 2n ** 40n - 1n } },
    },
    evidence: { closing, digests, picked: { message: picked, proof: periodProof(digests, 0) }, readings: messages },
  }
}

/** By a formula of its own: the tests must not ask the code that they test. */
function usageBy(opSec: bigint): bigint {
  const cheap = opSec > 360_000n ? opSec - 360_000n : 0n
  return ((opSec - cheap) * 40n * ONE + cheap * 25n * ONE) / 3_600n
}

function openingDigest(): Hex {
  return readingHasher(DOMAIN)(READING)
}

function countersOf({ seq, ts, opSec, idleSec, fuelMl }: Reading): MeterCounters {
  return { seq, ts, opSec, idleSec, fuelMl }
}

async function readingsOf(device: PrivateKeyAccount, { count = 12, lost = [], interval = 300n }: PeriodShape) {
  const hash = readingHasher(DOMAIN)
  const sent: { reading: Reading; digest: Hex }[] = []
  let [previous, prevHash] = [READING, openingDigest()]
  for (let n = 1; n <= count; n++) {
    const reading: Reading = {
      ...previous,
      seq: previous.seq + 1n,
      ts: previous.ts + interval * 1_000n,
      prevHash,
      opSec: previous.opSec + interval / 2n,
      idleSec: previous.idleSec + interval / 10n,
      fuelMl: previous.fuelMl + interval,
    }
    prevHash = hash(reading)
    previous = reading
    sent.push({ reading, digest: prevHash })
  }
  const arrived = sent.filter((_, index) => !lost.includes(index + 1))
  // The device signs each reading. Here only those signatures are real that an audit looks at: before a gap, and last.
  const isEnd = (n: number) => n === count || lost.includes(n + 1)
  const messages: ReadingMessage[] = []
  for (const { reading, digest } of arrived) {
    const n = Number(reading.seq - READING.seq)
    const sig: Hex = isEnd(n) ? await device.sign({ hash: digest }) : `0x${'00'.repeat(65)}`
    messages.push(encodeReading(reading, sig, 'EIP712-secp256k1'))
  }
  return { digests: arrived.map(({ digest }) => digest), messages, readings: arrived.map(({ reading }) => reading) }
}
