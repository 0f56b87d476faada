import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { deviceStates, readingAt, readingsBetween } from '../store/readings.ts'
import { refusalsOf } from '../store/refusals.ts'
import { type Published, TEST_NOW, TestDevice } from '../testing/fleet.ts'
import { startTestIngest, type TestIngest } from '../testing/ingest.ts'
import type { AcceptedReading, RefusedMessage } from './hooks.ts'
import { PipelineClosedError, PipelineFullError } from './pipeline.ts'

let ingest: TestIngest
let failure: Error | undefined
const accepted: AcceptedReading[] = []
const refused: RefusedMessage[] = []
let devices = 0

/** Notes what it is given, and fails on demand. */
const hook = {
  async readings(tx: PoolClient, batch: readonly AcceptedReading[]) {
    await tx.query('INSERT INTO hooked SELECT count(*) FROM readings')
    accepted.push(...batch)
    if (failure) throw failure
  },
  async refusals(_tx: PoolClient, batch: readonly RefusedMessage[]) {
    refused.push(...batch)
  },
}

beforeAll(async () => {
  ingest = await startTestIngest([hook])
  await ingest.pool.query('CREATE TABLE hooked (readings bigint)')
})
afterAll(() => ingest.stop())
afterEach(() => {
  failure = undefined
  ingest.clock.time = TEST_NOW
})

function newDevice(keyType: 'secp256k1' | 'P-256' = 'secp256k1'): TestDevice {
  devices += 1
  return new TestDevice(devices, keyType).register(ingest.directory)
}

const submit = (message: Published) => ingest.pipeline.submit(message)

async function codesOf({ deviceId }: TestDevice): Promise<string[]> {
  return (await refusalsOf(ingest.pool, deviceId)).map(({ code }) => code)
}

async function numbersOf({ deviceId }: TestDevice): Promise<bigint[]> {
  return (await readingsBetween(ingest.pool, deviceId, 0n, 10n ** 15n)).map(({ reading }) => reading.seq)
}

describe('readings that are true', () => {
  it('are stored as they were signed, of both kinds of keys', async () => {
    for (const device of [newDevice('secp256k1'), newDevice('P-256')]) {
      const published = device.next({}, { DEFRemaining: 80, note: 'a "quoted" \\ text' })
      await submit(published)
      const stored = await readingAt(ingest.pool, device.deviceId, 1n)
      expect(stored).toEqual({
        reading: published.reading,
        digest: published.digest,
        receivedAt: TEST_NOW,
        message: published.message,
      })
    }
  })

  it('are acknowledged only when another connection sees them', async () => {
    const device = newDevice()
    await Promise.all(Array.from({ length: 20 }, () => submit(device.next())))
    expect(await numbersOf(device)).toEqual(Array.from({ length: 20 }, (_, index) => BigInt(index + 1)))
  })

  it('reach the hooks with the reading before and the gap, inside the transaction', async () => {
    const device = newDevice()
    await submit(device.next())
    const before = device.next()
    await submit(before)
    await submit(device.next({ seq: 5n }))
    const last = accepted.at(-1)
    expect(last).toMatchObject({ seq: 5n, gap: 2n, previous: before.reading, deviceId: device.deviceId })
    const [state] = await deviceStates(ingest.pool, [device.deviceId])
    expect(state).toMatchObject({ received: 3n, missing: 2n, last: { reading: { seq: 5n } } })
  })

  it('L03 D17 delivered twice are stored once and acknowledged twice, in one batch and in two', async () => {
    const device = newDevice()
    const published = device.next()
    await Promise.all([submit(published), submit(published)])
    await submit(published)
    expect(await numbersOf(device)).toEqual([1n])
    expect(await codesOf(device)).toEqual([])
  })

  it('go on after a restart of the gateway where they were', async () => {
    const device = newDevice()
    await submit(device.next())
    const other = ingest.pipelineWith({})
    await other.submit(device.next())
    // The first pipeline believes that the device is still at 1.
    await submit(device.next())
    expect(await numbersOf(device)).toEqual([1n, 2n, 3n])
  })
})

describe('readings that are not true are refused, stored with the reason and acknowledged', () => {
  it('L03 replayed', async () => {
    const device = newDevice()
    await submit(device.next())
    const dropped = device.next()
    await submit(device.next())
    await submit(dropped)
    expect(await codesOf(device)).toEqual(['REPLAY'])
    expect(await numbersOf(device)).toEqual([1n, 3n])
  })

  it('L03 out of order within a batch', async () => {
    const device = newDevice()
    const [first, second] = [device.next(), device.next()]
    await Promise.all([submit(second), submit(first)])
    expect(await codesOf(device)).toEqual(['REPLAY'])
  })

  it('L04 of a cloned device: the same number with another content, kept as evidence', async () => {
    const device = newDevice()
    await submit(device.next())
    const clone = device.variant({ seq: 1n, lonE7: 0 })
    const [refusal] = [await submit(clone), ...(await refusalsOf(ingest.pool, device.deviceId))].slice(1)
    expect(refusal).toMatchObject({ code: 'EQUIVOCATION', payload: clone.payload })
    expect(refused.at(-1)).toMatchObject({ code: 'EQUIVOCATION', deviceId: device.deviceId })
  })

  it('L04 of a cloned device long after, and in the same batch', async () => {
    const device = newDevice()
    const first = device.next()
    const clone = device.variant({ seq: 2n, fuelPctBp: 1 })
    await Promise.all([first, device.next(), clone].map(submit))
    for (let count = 0; count < 5; count++) await submit(device.next())
    await submit(device.sign({ ...first.reading, fuelPctBp: 2 }))
    expect(await codesOf(device)).toEqual(['EQUIVOCATION', 'EQUIVOCATION'])
  })

  it('L04 forged: signed by another key, altered on the way, with the other v, or with high s', async () => {
    const [device, stranger] = [newDevice(), newDevice()]
    const honest = device.next()
    const altered = { ...honest.message, r: { ...honest.message.r, fuelMl: '15000001' } }
    const otherV = honest.message.sig.slice(0, -2) + (honest.message.sig.endsWith('1b') ? '1c' : '1b')
    for (const message of [
      { ...honest.message, sig: stranger.signer.sign(honest.digest) },
      altered,
      { ...honest.message, sig: otherV },
      { ...honest.message, sig: `0x${'00'.repeat(65)}` },
      { ...honest.message, alg: 'EIP712-P256', sig: honest.message.sig.slice(0, 130) },
    ]) {
      await ingest.pipeline.submit({ ...honest, payload: Buffer.from(JSON.stringify(message)) })
    }
    expect(await codesOf(device)).toEqual(Array(5).fill('FORGED'))
  })

  it('L05 rolled back, impossible, and beyond any counter', async () => {
    const device = newDevice()
    await submit(device.next())
    await submit(device.variant({ opSec: 3_599_999n }))
    await submit(device.variant({ opSec: 3_600_063n }))
    await submit(device.variant({ opSec: 3_600_000_000_000n }))
    await submit(device.variant({ lonE7: 1_314_737_000 }))
    await submit(device.variant({ fuelMl: 16_000_000n }))
    const notANumber = Buffer.from(
      device
        .next()
        .payload.toString()
        .replace(/"opSec":"\d+"/, '"opSec":"-1"'),
    )
    await ingest.pipeline.submit({ ...device.next(), payload: notANumber })
    expect(await codesOf(device)).toEqual([
      'ROLLBACK',
      'IMPOSSIBLE',
      'IMPOSSIBLE',
      'IMPOSSIBLE',
      'IMPOSSIBLE',
      'SCHEMA',
    ])
  })

  it('D17 from a clock that is a day off, either way', async () => {
    const device = newDevice()
    const day = 86_400_000n
    await submit(device.variant({ ts: BigInt(TEST_NOW) + day }))
    await submit(device.variant({ ts: BigInt(TEST_NOW) - day - 1n }))
    await submit(device.variant({ ts: BigInt(TEST_NOW) - 30n * day, flags: 32 }))
    await submit(device.next({ ts: BigInt(TEST_NOW) - 31n * day, flags: 32, seq: 2n }))
    expect(await codesOf(device)).toEqual(['FUTURE', 'LATE', 'CLOCK'])
    expect(await numbersOf(device)).toEqual([1n])
  })

  it('L04 of an unknown device, of a version that never was, of a revoked and of a replaced key', async () => {
    const device = newDevice()
    const unknown = new TestDevice(-1)
    await submit(unknown.next())
    expect(refused.at(-1)).toMatchObject({ code: 'UNKNOWN_DEVICE', deviceId: unknown.deviceId })
    await submit(device.variant({ keyVersion: 2 }))
    device.register(ingest.directory, 0)
    await submit(device.variant({}))
    device.register(ingest.directory, TEST_NOW / 1_000 - 3_600)
    await submit(device.next())
    await submit(device.next())
    expect(await codesOf(device)).toEqual(['KEY_NOT_VALID', 'KEY_NOT_VALID', 'KEY_NOT_VALID'])
    expect(await numbersOf(device)).toEqual([1n])
  })

  it('D17 a flood: what is too much is refused, a little of it is kept, all of it is counted', async () => {
    const device = newDevice()
    const pipeline = ingest.pipelineWith({ rateLimit: { perSecond: 0.001, burst: 5 } })
    await Promise.all(Array.from({ length: 105 }, () => pipeline.submit(device.next())))
    expect(await numbersOf(device)).toEqual([1n, 2n, 3n, 4n, 5n])
    expect(await codesOf(device)).toEqual(Array(20).fill('FLOOD'))
    const { rows } = await ingest.pool.query('SELECT count FROM refusal_counts WHERE device_id = $1', [
      Buffer.from(device.deviceId.slice(2), 'hex'),
    ])
    expect(rows).toEqual([{ count: '100' }])
  })

  it('D17 oversized and malformed, with bytes that no database text holds', async () => {
    const device = newDevice()
    const topic = `${device.next().topic}`
    const payloads = [randomBytes(1_000_000), Buffer.from('{"v":1}\0'), Buffer.from([0xff]), Buffer.from('null')]
    for (const payload of payloads) await ingest.pipeline.submit({ deviceId: device.deviceId, topic, payload })
    const stored = await refusalsOf(ingest.pool, device.deviceId)
    expect(stored.map(({ code }) => code)).toEqual(['OVERSIZED', 'MALFORMED', 'MALFORMED', 'SCHEMA'])
    expect(stored[0]?.payload).toEqual(payloads[0]?.subarray(0, 8_192))
  })
})

describe('a transaction that fails', () => {
  it('leaves nothing behind and is tried again until it succeeds', async () => {
    const device = newDevice()
    failure = new Error('the hook has a bad day')
    let isStored = false
    const stored = submit(device.next()).then(() => {
      isStored = true
    })
    while (ingest.pipeline.lastFailure === undefined) await sleep(5)
    expect(await numbersOf(device)).toEqual([])
    expect(isStored).toBe(false)
    failure = undefined
    await stored
    expect(await numbersOf(device)).toEqual([1n])
    expect(ingest.pipeline.lastFailure).toBeUndefined()
  })

  it('survives that the server ends its connections in the middle', async () => {
    const device = newDevice()
    for (let round = 0; round < 5; round++) {
      const stored = Promise.all(Array.from({ length: 10 }, () => submit(device.next())))
      await ingest.pool.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()',
      )
      await stored
    }
    expect(await numbersOf(device)).toEqual(Array.from({ length: 50 }, (_, index) => BigInt(index + 1)))
  })

  it('takes no more in than it has room for while it waits', async () => {
    const device = newDevice()
    failure = new Error('the database is away')
    const pipeline = ingest.pipelineWith({ maxWaiting: 10 })
    const results = Array.from({ length: 12 }, () => pipeline.submit(device.next()))
    await expect(Promise.all(results.slice(10))).rejects.toThrow(PipelineFullError)
    await expect(results[11]).rejects.toThrow(PipelineFullError)
    failure = undefined
    await Promise.all(results.slice(0, 10))
    expect(await numbersOf(device)).toHaveLength(10)
  })

  it('a pipeline that is closed does not acknowledge what it could not store', async () => {
    const device = newDevice()
    failure = new Error('for ever')
    const pipeline = ingest.pipelineWith({})
    const lost = expect(pipeline.submit(device.next())).rejects.toThrow(PipelineClosedError)
    await sleep(50)
    await pipeline.close(50)
    await lost
    await expect(pipeline.submit(device.next())).rejects.toThrow(PipelineClosedError)
  })
})

it('rows of readings cannot be changed or taken out', async () => {
  for (const sql of ['DELETE FROM readings', 'UPDATE readings SET op_sec = 0', 'TRUNCATE readings']) {
    await expect(ingest.pool.query(sql)).rejects.toThrow('never changed or taken out')
  }
})
