/** Alarms with a database: transactions, restarts, clocks that jump, officers. */
import type { Reading } from '@tallystick/sdk'
import type pg from 'pg'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startDatabase, type TestDatabase } from '../../testing/database.ts'
import { ChainPicture } from '../chain/picture.ts'
import { TelemetryFeed } from '../feed.ts'
import type { RefusedMessage } from '../ingest/hooks.ts'
import { createLog } from '../log.ts'
import { ingestMigrations } from '../store/ingest-tables.ts'
import { migrate } from '../store/migrations.ts'
import { inTransaction } from '../store/transaction.ts'
import type { NewLog } from '../testing/fake-chain.ts'
import { BANK, CONTRACTS, delivered, leaseEvent, oracleEvent, proposed } from '../testing/lease-events.ts'
import {
  DAY_MS,
  DEVICE,
  firstReading,
  HOUR_MS,
  INTERVAL_MS,
  MINUTE_MS,
  next,
  OFF_SITE,
  ON_SITE,
  START_MS,
  type Step,
} from '../testing/machine.ts'
import { store } from '../testing/stored-readings.ts'
import { AlarmHook } from './alarm-hook.ts'
import { measureAlarms } from './alarm-metrics.ts'
import { alarmMigrations } from './alarm-tables.ts'
import type { AlarmChange } from './engine.ts'
import { alarmBitsOf, changesAfter, findAlarms, handlingOf } from './queries.ts'
import { AlarmTicker } from './ticker.ts'
import { LeaseWatches } from './watches.ts'

let database: TestDatabase
let pool: pg.Pool

beforeAll(async () => {
  database = await startDatabase()
  pool = database.pool
  await migrate(pool, [...ingestMigrations, ...alarmMigrations])
})
afterAll(() => database.stop())

/** What a gateway process holds; a test starts a new one to restart it. */
class Gateway {
  readonly feed = new TelemetryFeed()
  readonly told: string[] = []
  readonly watches: LeaseWatches
  readonly hook: AlarmHook
  readonly ticker: AlarmTicker
  readonly logged: string[] = []

  constructor(picture: ChainPicture, clock: { now(): number }) {
    const log = createLog('info', (line) => this.logged.push(line))
    this.watches = new LeaseWatches(log)
    this.watches.update(picture)
    const { feed, watches } = this
    this.hook = new AlarmHook({ feed, watches, interval: INTERVAL_MS })
    const options = { pool, clock, watches, feed, log, interval: INTERVAL_MS, confirmations: 2, everyMs: 10 }
    this.ticker = new AlarmTicker({ ...options, chain: { picture } })
    feed.on('alarm', ({ kind, alarm }) => this.told.push(`${kind} ${alarm.key} ${alarm.severity}`))
  }
}

let clock: { time: number; now(): number }
let picture: ChainPicture
let gateway: Gateway
let last: Reading

beforeEach(async () => {
  await pool.query('ALTER TABLE readings DISABLE TRIGGER ALL')
  await pool.query('TRUNCATE readings, device_states, alarms, alarm_changes, alarm_states, alarm_listening')
  await pool.query('ALTER TABLE readings ENABLE TRIGGER ALL')
  clock = { time: START_MS, now: () => clock.time }
  picture = pictureOf(delivered(firstReading()))
  gateway = new Gateway(picture, clock)
  last = firstReading()
  await store(pool, [last], gateway.hook)
  await gateway.ticker.tick()
})

function pictureOf(...blocks: readonly (readonly NewLog[])[]): ChainPicture {
  const made = new ChainPicture(CONTRACTS)
  for (const [index, logs] of blocks.entries()) {
    const block = index + 1
    for (const [logIndex, log] of logs.entries()) {
      const topics = log.topics as [`0x${string}`]
      made.apply({ ...log, topics, block, logIndex, time: START_MS / 1_000 + index * 3_600 })
    }
  }
  made.head = { number: blocks.length, hash: `0x${'00'.repeat(32)}`, time: START_MS / 1_000 }
  return made
}

async function read(...steps: readonly Step[]): Promise<void> {
  const before = last
  const readings = steps.map((step) => {
    last = next(last, step).reading
    return last
  })
  clock.time = Number(last.ts)
  await store(pool, readings, gateway.hook, before)
}

/** Lets the clock run in steps as a gateway without a pause would, with a tick at each. */
async function run(until: number, every = 30_000): Promise<readonly AlarmChange[]> {
  const changes: AlarmChange[] = []
  while (clock.time < until) {
    clock.time = Math.min(clock.time + every, until)
    changes.push(...(await gateway.ticker.tick()))
  }
  return changes
}

const active = async () => (await findAlarms(pool, { isActive: true, limit: 10 })).map(({ key }) => key)

describe('an alarm and the reading that causes it', () => {
  const outside: readonly Step[] = [{ set: OFF_SITE }, { set: OFF_SITE }, { set: OFF_SITE }]

  it('are committed together, and told afterwards', async () => {
    await read(...outside)
    expect(gateway.told).toEqual(['RAISED OUT_OF_REGION MAJOR'])
    expect(await alarmBitsOf(pool, BANK.leases, [DEVICE])).toEqual([2])
  })

  it('are both gone when the transaction fails, and counted once when it is repeated', async () => {
    const failing = { ...hookOf(gateway), readings: failAfter(gateway) }
    const readings = readingsOf(outside)
    await expect(store(pool, readings, failing, last)).rejects.toThrow('the disk is full')
    expect(gateway.told).toEqual([])
    expect(await active()).toEqual([])
    await store(pool, readings, gateway.hook, last)
    expect(gateway.told).toEqual(['RAISED OUT_OF_REGION MAJOR'])
    expect(await active()).toEqual(['OUT_OF_REGION'])
  })

  it('are told in order by number to who asks later', async () => {
    await read(...outside)
    await read({ set: ON_SITE }, {}, {})
    const changes = await changesAfter(pool, 0n, 10)
    expect(changes.map(({ kind }) => kind)).toEqual(['RAISED', 'CLEARED'])
    expect(await changesAfter(pool, changes[0]?.id ?? 0n, 10)).toHaveLength(1)
  })

  function readingsOf(steps: readonly Step[]): Reading[] {
    let reading = last
    return steps.map((step) => {
      reading = next(reading, step).reading
      return reading
    })
  }

  const hookOf = ({ hook }: Gateway) => ({
    refusals: hook.refusals.bind(hook),
    committed: () => hook.committed(),
    failed: () => hook.failed(),
  })
  const failAfter =
    ({ hook }: Gateway): AlarmHook['readings'] =>
    async (tx, batch) => {
      await hook.readings(tx, batch)
      throw new Error('the disk is full')
    }
})

describe('refusals', () => {
  const refusal = (deviceId = DEVICE): RefusedMessage => {
    return { deviceId, code: 'EQUIVOCATION', receivedAt: START_MS, topic: '', payload: Buffer.alloc(0) }
  }

  it('raise TAMPER in their transaction', async () => {
    await inTransaction(pool, (tx) => gateway.hook.refusals(tx, [refusal()]))
    gateway.hook.committed()
    expect(gateway.told).toEqual(['RAISED TAMPER CRITICAL'])
  })

  it('of devices that the register does not know leave no trace', async () => {
    await inTransaction(pool, (tx) => gateway.hook.refusals(tx, [refusal(`0x${'99'.repeat(32)}`)]))
    const { rows } = await pool.query('SELECT count(*)::int AS rows FROM alarm_states')
    expect(rows[0].rows).toBe(1)
  })
})

describe('time', () => {
  it('raises what comes with it, to the tick', async () => {
    await run(START_MS + 2 * INTERVAL_MS - 1_000)
    expect(gateway.told).toEqual([])
    await run(START_MS + 2 * INTERVAL_MS)
    expect(gateway.told).toEqual(['RAISED OFFLINE MINOR'])
  })

  it('goes on through a restart in the middle of a duration', async () => {
    await read(...Array.from({ length: 23 }, () => ({ minutes: 60 })))
    gateway = new Gateway(picture, clock)
    await read({ minutes: 59 })
    expect(await active()).toEqual([])
    gateway = new Gateway(picture, clock)
    await read({ minutes: 1 })
    expect(gateway.told).toEqual(['RAISED UNUSED WARNING'])
    gateway = new Gateway(picture, clock)
    await read({ minutes: 48 * 60 - 1 })
    expect(gateway.told).toEqual([])
    gateway = new Gateway(picture, clock)
    await read({ minutes: 1 })
    expect(gateway.told).toEqual(['SEVERITY UNUSED MINOR'])
  })

  it('is counted through a short restart as if there had been none', async () => {
    await run(START_MS + INTERVAL_MS)
    gateway = new Gateway(picture, clock)
    clock.time += 20_000
    await run(START_MS + 2 * INTERVAL_MS - 1_000)
    expect(gateway.told).toEqual([])
    await run(START_MS + 2 * INTERVAL_MS)
    expect(gateway.told).toEqual(['RAISED OFFLINE MINOR'])
  })

  it('says nothing about devices while the gateway did not listen, or the clock was set forward by days', async () => {
    await run(START_MS + INTERVAL_MS)
    clock.time += 3 * DAY_MS
    await gateway.ticker.tick()
    await run(clock.time + 2 * INTERVAL_MS - 1_000)
    expect(gateway.told).toEqual([])
    await run(clock.time + 1_000)
    expect(gateway.told).toEqual(['RAISED UNUSED MINOR', 'RAISED OFFLINE MAJOR'])
  })

  it('that jumps leaves a device alone that reports in time', async () => {
    await run(START_MS + INTERVAL_MS)
    await read({ minutes: 3 * 24 * 60, opMinutes: 600 })
    for (let step = 0; step < 5; step++) {
      await run(clock.time + INTERVAL_MS)
      await read({ opMinutes: 5 })
    }
    expect(gateway.told).toEqual([])
  })

  it('that jumps over a standstill raises UNUSED with the first reading', async () => {
    await read({ minutes: 3 * 24 * 60 })
    expect(gateway.told).toEqual(['RAISED UNUSED MINOR'])
  })

  it('brings the will of a device at once, and counts once', async () => {
    await run(START_MS + INTERVAL_MS)
    await gateway.ticker.disconnect(DEVICE)
    await gateway.ticker.disconnect(DEVICE)
    expect(gateway.told).toEqual(['RAISED OFFLINE MINOR'])
  })
})

describe('an officer', () => {
  const followUp = { followUpId: 1n, alarms: 64, dueDay: 20_000 }
  const opened = [oracleEvent('FollowUpOpened', followUp)]
  const closed = [oracleEvent('FollowUpClosed', { followUpId: 1n })]

  it('closes an alarm of tampering by closing its follow-up, when the chain is sure of it', async () => {
    await read({ set: { flags: 1 } })
    gateway = new Gateway(pictureOf(delivered(firstReading()), opened, closed), clock)
    await gateway.ticker.tick()
    expect(gateway.told).toEqual([])
    gateway = new Gateway(pictureOf(delivered(firstReading()), opened, closed, []), clock)
    await gateway.ticker.tick()
    expect(gateway.told).toEqual(['CLEARED TAMPER CRITICAL'])
    const [alarm] = await findAlarms(pool, { isActive: false, limit: 1 })
    expect(alarm?.clearReason).toBe('OFFICER')
  })

  it('does not close what was raised after the follow-up', async () => {
    clock.time = START_MS + 10 * HOUR_MS
    await read({ minutes: 600, set: { flags: 1 } })
    gateway = new Gateway(pictureOf(delivered(firstReading()), opened, closed, []), clock)
    await gateway.ticker.tick()
    expect(await active()).toEqual(['TAMPER'])
  })

  it('acknowledges without clearing, and an alarm clears without being acknowledged', async () => {
    await read({ minutes: 30, set: { flags: 1 } })
    const acknowledged = oracleEvent('AlarmsAcknowledged', { alarms: 64 })
    const after = pictureOf(delivered(firstReading()), [acknowledged])
    const [alarm] = await findAlarms(pool, { isActive: true, limit: 1 })
    if (alarm === undefined) throw new Error('no alarm was raised')
    expect(handlingOf(picture, alarm).acknowledgement).toBeUndefined()
    expect(handlingOf(after, alarm).acknowledgement?.block).toBe(2)
    expect(handlingOf(after, alarm, alarm.raisedAt + MINUTE_MS).acknowledgement).toBeUndefined()
    expect(await active()).toEqual(['TAMPER'])
  })
})

describe('a lease', () => {
  it('whose region no map can have is logged once, and watched for everything else', async () => {
    const crossing = [0, 0, 10_000_000, 10_000_000, 0, 10_000_000, 10_000_000, 0]
    const broken = pictureOf([
      ...delivered(firstReading()).slice(0, 1),
      proposed(1n, crossing),
      leaseEvent('LeaseDelivered'),
    ])
    gateway = new Gateway(broken, clock)
    gateway.watches.update(broken)
    expect([...gateway.watches.invalidRegions]).toEqual([`${BANK.leases}/1`])
    expect(gateway.logged.filter((line) => line.includes('crossing_edges'))).toHaveLength(1)
    await read({ set: OFF_SITE }, { set: OFF_SITE }, { set: OFF_SITE }, { minutes: 25 * 60 })
    expect(gateway.told).toEqual(['RAISED UNUSED WARNING'])
  })

  it('that cannot be watched, and alarms, are told to Prometheus', async () => {
    const registry = new Registry()
    const { feed, watches } = gateway
    measureAlarms({ registry, pool, feed, watches })
    await read({ minutes: 25 * 60 })
    const text = await registry.metrics()
    expect(text).toContain('tallystick_alarm_changes_total{alarm="UNUSED",change="raised"} 1')
    expect(text).toContain('tallystick_alarms_active{alarm="UNUSED"} 1')
    expect(text).toContain('tallystick_lease_regions_invalid 0')
  })

  it('that ends clears its alarms', async () => {
    await read({ minutes: 25 * 60 })
    expect(await active()).toEqual(['UNUSED'])
    gateway = new Gateway(pictureOf([...delivered(firstReading()), leaseEvent('LeaseEnded')]), clock)
    await gateway.ticker.tick()
    expect(gateway.told).toEqual(['CLEARED UNUSED WARNING'])
  })
})
