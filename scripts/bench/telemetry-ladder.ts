/** What each step of a message costs, one after the other on one thread. */

import { readingHasher } from '@tallystick/sdk'
import pg from 'pg'
import { MemoryDirectory } from '../../oracles/telemetry/ingest/directory.ts'
import type { AcceptedReading } from '../../oracles/telemetry/ingest/hooks.ts'
import { judge } from '../../oracles/telemetry/ingest/rules.ts'
import { insertReadings } from '../../oracles/telemetry/store/readings.ts'
import { inTransaction } from '../../oracles/telemetry/store/transaction.ts'
import { RATED_FUEL_ML_PER_HOUR, TEST_DOMAIN, TestDevice } from '../../oracles/telemetry/testing/fleet.ts'
import { packChecks, RECORD_BYTES } from '../../oracles/telemetry/verify/records.ts'
import { verifyBlock } from '../../oracles/telemetry/verify/signatures.ts'
import { parseReading } from '../../oracles/telemetry/wire.ts'

const MESSAGES = 5_000
const BATCH = 100

/** Measures and prints the steps; the database must have the tables of the ingest. */
export async function ladder(databaseUrl: string): Promise<void> {
  const device = new TestDevice(-1).register(new MemoryDirectory())
  const published = Array.from({ length: MESSAGES }, () => device.next())
  const hash = readingHasher(TEST_DOMAIN)
  const { key } = device.signer
  const checks = published.map(({ digest, message }) => ({ digest, signature: message.sig, key }))
  console.log('a message costs, step by step:')
  step('JSON alone', () => {
    for (const { payload } of published) JSON.parse(payload.toString())
  })
  step('parse: UTF-8, JSON, schema, integers, topic', () => {
    for (const { payload, deviceId } of published) parseReading(payload, deviceId)
  })
  step('digest (EIP-712)', () => {
    for (const { reading } of published) hash(reading)
  })
  step('hand-over to a verifier thread', () => packChecks(checks))
  step('signature, secp256k1 (in a thread)', () => verifyAll(packChecks(checks)))
  const secure = new TestDevice(-2, 'P-256')
  const others = Array.from({ length: 1_000 }, () => secure.next()).map(({ digest, message }) => ({
    ...{ digest, signature: message.sig, key: secure.signer.key },
  }))
  step('signature, P-256 (in a thread)', () => verifyAll(packChecks(others)), others.length)
  step('rules', () =>
    published.forEach(({ reading, digest }, index) => {
      const before = published[index - 1]
      const rated = { ratedFuelMlPerHour: RATED_FUEL_ML_PER_HOUR }
      judge({ reading, digest, last: before, sameSeq: undefined, now: Number(reading.ts), ...rated })
    }),
  )
  await insertStep(databaseUrl, published.map(acceptedOf))
}

function acceptedOf(published: ReturnType<TestDevice['next']>, index: number, all: readonly (typeof published)[]) {
  const { deviceId, reading, digest, message } = published
  const previous = all[index - 1]?.reading
  return { deviceId, seq: reading.seq, digest, reading, previous, receivedAt: 0, gap: 0n, message }
}

async function insertStep(databaseUrl: string, readings: readonly AcceptedReading[]): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  pool.on('error', () => {})
  const cpuBefore = process.cpuUsage()
  const start = performance.now()
  for (let at = 0; at < readings.length; at += BATCH) {
    await inTransaction(pool, (tx) => insertReadings(tx, readings.slice(at, at + BATCH)))
  }
  const cpu = process.cpuUsage(cpuBefore)
  print(`insert, ${BATCH} a transaction: our processor`, (cpu.user + cpu.system) / 1_000 / readings.length)
  print(`insert, ${BATCH} a transaction: until committed`, (performance.now() - start) / readings.length)
  await pool.end()
}

function verifyAll(block: Uint8Array): void {
  const wrong = verifyBlock(block).indexOf(0)
  if (wrong >= 0) throw new Error(`signature ${wrong} of ${block.length / RECORD_BYTES} is refused`)
}

function step(name: string, work: () => void, messages = MESSAGES): void {
  const start = performance.now()
  work()
  print(name, (performance.now() - start) / messages)
}

function print(name: string, milliseconds: number): void {
  console.log(`  ${name.padEnd(46)}${(1_000 * milliseconds).toFixed(1).padStart(7)} µs`)
}
