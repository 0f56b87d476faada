import { ackDigest, type CommandAck } from '@tallystick/sdk'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startDatabase, type TestDatabase } from '../../testing/database.ts'
import { ChainPicture } from '../chain/picture.ts'
import { TelemetryFeed } from '../feed.ts'
import { createLog } from '../log.ts'
import { createSigner, type KeyTypeName } from '../simulator/signer.ts'
import { migrate } from '../store/migrations.ts'
import type { NewLog } from '../testing/fake-chain.ts'
import { TEST_DOMAIN } from '../testing/fleet.ts'
import { CONTRACTS, commandIssued, delivered, keyRevoked, keySet } from '../testing/lease-events.ts'
import { DEVICE, firstReading } from '../testing/machine.ts'
import { AckIntake, storedAck } from './acknowledgements.ts'
import { commandMigrations } from './command-tables.ts'
import { CommandPublisher } from './publisher.ts'

let database: TestDatabase
let pool: pg.Pool
let feed: TelemetryFeed
let told: string[]
const clock = { now: () => 1_000 }

beforeAll(async () => {
  database = await startDatabase()
  pool = database.pool
  await migrate(pool, commandMigrations)
})
afterAll(() => database.stop())

beforeEach(async () => {
  await pool.query('TRUNCATE published_commands, command_acks')
  feed = new TelemetryFeed()
  told = []
  feed.on('command', ({ kind, commandId }) => told.push(`${kind} ${commandId}`))
})

/** Each list of logs is a block; the device's lease begins in the first. */
function pictureOf(...blocks: readonly (readonly NewLog[])[]): ChainPicture {
  const picture = new ChainPicture(CONTRACTS)
  for (const [index, logs] of [delivered(firstReading()), ...blocks].entries()) {
    for (const [logIndex, log] of logs.entries()) {
      picture.apply({ ...log, topics: log.topics as [`0x${string}`], block: index + 1, logIndex, time: index })
    }
  }
  picture.head = { number: blocks.length + 1, hash: `0x${'00'.repeat(32)}`, time: blocks.length }
  return picture
}

describe('publishing', () => {
  let topics: Map<string, string>
  let publisher: CommandPublisher
  let isBrokerAway: boolean

  beforeEach(() => {
    topics = new Map()
    isBrokerAway = false
    publisher = restarted()
  })

  function restarted(): CommandPublisher {
    const link = {
      publish: (topic: string, payload: string, { retain }: { retain: boolean }) => {
        if (isBrokerAway) return Promise.reject(new Error('the broker is away'))
        if (retain) topics.set(topic, payload)
        return Promise.resolve()
      },
    }
    return new CommandPublisher({ pool, link, clock, feed, log: createLog('silent'), confirmations: 3 })
  }

  const cmd = () => topics.get(`fleet/v1/${DEVICE}/cmd`)
  const lock = JSON.stringify({ v: 1, commandId: '7', command: 1, leaseId: '1' })
  const unlock = JSON.stringify({ v: 1, commandId: '8', command: 0, leaseId: '1' })

  it('happens for nothing that is not on chain', async () => {
    await publisher.sync(pictureOf([], [], [], []))
    expect(topics.size).toBe(0)
  })

  it('waits for the confirmations, and happens once', async () => {
    await publisher.sync(pictureOf([commandIssued(7n, true)], []))
    expect(cmd()).toBeUndefined()
    await publisher.sync(pictureOf([commandIssued(7n, true)], [], []))
    expect(cmd()).toBe(lock)
    await publisher.sync(pictureOf([commandIssued(7n, true)], [], [], []))
    expect(told).toEqual(['PUBLISHED 7'])
  })

  it('puts the last command in place of the one before', async () => {
    await publisher.sync(pictureOf([commandIssued(7n, true)], [commandIssued(8n, false)], [], []))
    expect(cmd()).toBe(unlock)
  })

  it('withdraws what a reorganisation took out', async () => {
    await publisher.sync(pictureOf([commandIssued(7n, true)], [], []))
    await publisher.sync(pictureOf([], [], [], []))
    expect(cmd()).toBe('')
    expect(told).toEqual(['PUBLISHED 7', 'WITHDRAWN undefined'])
  })

  it('goes back to the command before the one that a reorganisation took out', async () => {
    await publisher.sync(pictureOf([commandIssued(7n, true)], [commandIssued(8n, false)], [], []))
    await publisher.sync(pictureOf([commandIssued(7n, true)], [], [], []))
    expect(cmd()).toBe(lock)
  })

  it('is done again after a restart, when the broker has forgotten', async () => {
    const picture = pictureOf([commandIssued(7n, true)], [], [])
    await publisher.sync(picture)
    topics.clear()
    publisher = restarted()
    await publisher.sync(picture)
    expect(cmd()).toBe(lock)
  })

  it('is made up for when the broker was away', async () => {
    const picture = pictureOf([commandIssued(7n, true)], [], [])
    isBrokerAway = true
    await expect(publisher.sync(picture)).rejects.toThrow('the broker is away')
    isBrokerAway = false
    await publisher.sync(picture)
    expect(cmd()).toBe(lock)
  })
})

describe('acknowledgements', () => {
  const ack: CommandAck = { deviceId: DEVICE, commandId: 7n, command: 1, ts: 5_000n }
  const command = { deviceId: DEVICE, commandId: 7n, isLock: true }
  const signerOf = (type: KeyTypeName) => createSigner(type, `0x${'11'.repeat(32)}`)

  function setUp(type: KeyTypeName = 'secp256k1', ...more: readonly NewLog[]): AckIntake {
    const picture = pictureOf([keySet(1, signerOf(type).key), commandIssued(7n, true), ...more])
    return new AckIntake({ pool, chain: { picture }, domain: TEST_DOMAIN, clock, feed })
  }

  function signed(word: CommandAck, type: KeyTypeName = 'secp256k1'): Buffer {
    const wire = { ...word, commandId: String(word.commandId), ts: String(word.ts) }
    return Buffer.from(JSON.stringify({ v: 1, ack: wire, sig: signerOf(type).sign(ackDigest(TEST_DOMAIN, word)) }))
  }

  it.each(['secp256k1', 'P-256'] as const)('signed by the present key (%s) are stored, once', async (type) => {
    const intake = setUp(type)
    expect(await intake.accept(DEVICE, signed(ack, type))).toBeUndefined()
    expect(await intake.accept(DEVICE, signed(ack, type))).toBeUndefined()
    expect((await storedAck(pool, command))?.ack).toEqual(ack)
    expect(told).toEqual(['ACKNOWLEDGED 7'])
  })

  it.each([
    ['of another key', 'FORGED', () => Buffer.from(signed(ack).toString().replace('"5000"', '"5001"')), []],
    ['of a revoked key', 'KEY_NOT_VALID', () => signed(ack), [keyRevoked(1)]],
    ['of a command that was never given', 'REPLAY', () => signed({ ...ack, commandId: 9n }), []],
    ['of the opposite of the command', 'REPLAY', () => signed({ ...ack, command: 0 }), []],
    ['of another device', 'WRONG_TOPIC', () => signed({ ...ack, deviceId: `0x${'ee'.repeat(32)}` }), []],
    ['that are no JSON', 'MALFORMED', () => Buffer.from('{'), []],
  ] as const)('%s are refused', async (_what, code, payload, more) => {
    expect(await setUp('secp256k1', ...more).accept(DEVICE, payload())).toMatchObject({ code })
    expect(await storedAck(pool, command)).toBeUndefined()
  })
})
