import { deviceOracleAbi, immobiliserAbi, leasesAbi, packBatch, usageMeterAbi } from '@tallystick/sdk'
import type pg from 'pg'
import { Registry } from 'prom-client'
import { defineChain, zeroHash } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startDatabase, type TestDatabase } from '../../testing/database.ts'
import { alarmMigrations } from '../alarms/alarm-tables.ts'
import { listen } from '../alarms/listening.ts'
import { saveChanges } from '../alarms/store.ts'
import { commandMigrations } from '../commands/command-tables.ts'
import { createLog } from '../log.ts'
import { periodMigrations } from '../periods/period-tables.ts'
import { periodEvidence } from '../periods/queries.ts'
import { ingestMigrations } from '../store/ingest-tables.ts'
import { migrate } from '../store/migrations.ts'
import { inTransaction } from '../store/transaction.ts'
import { FakeChain } from '../testing/fake-chain.ts'
import { FakeContracts, type Outcome } from '../testing/fake-contracts.ts'
import {
  BANK,
  CONTRACTS,
  commandIssued,
  counters,
  delivered,
  leaseEvent,
  meterEvent,
  oracleEvent,
  PERIOD_END_S,
  SOMEBODY,
  START_S,
} from '../testing/lease-events.ts'
import { DEVICE, firstReading, INTERVAL_MS, next } from '../testing/machine.ts'
import { accepted, store } from '../testing/stored-readings.ts'
import { chainMigrations } from './chain-tables.ts'
import { ChainFollower } from './follower.ts'
import { Keeper } from './keeper.ts'
import { KeeperMetrics } from './keeper-metrics.ts'

const WINDOW = 72 * 3_600
/** The device has been silent for long enough after the period's end. */
const WELL_AFTER = PERIOD_END_S * 1_000 + 2 * INTERVAL_MS
const KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'

let database: TestDatabase
let pool: pg.Pool

beforeAll(async () => {
  database = await startDatabase()
  pool = database.pool
  const migrations = [ingestMigrations, alarmMigrations, chainMigrations, periodMigrations, commandMigrations]
  await migrate(pool, migrations.flat())
})
afterAll(() => database.stop())

let chain: FakeChain
let contracts: FakeContracts
/** Milliseconds for which the gateway has listened without a pause. */
let listened: number
let clock: { time: number; now(): number }
/** What the fake contracts answer; a test replaces what it is about. */
let behaviour: Record<string, (...args: never[]) => Outcome>

beforeEach(async () => {
  await pool.query('ALTER TABLE readings DISABLE TRIGGER ALL')
  await pool.query(
    'TRUNCATE readings, device_states, alarms, alarm_changes, alarm_states, alarm_listening, chain_blocks, chain_logs, periods, command_acks',
  )
  await pool.query('ALTER TABLE readings ENABLE TRIGGER ALL')
  listened = 86_400_000
  clock = { time: START_S * 1_000, now: () => clock.time }
  chain = new FakeChain(START_S)
  behaviour = {
    window: () => ({ value: WINDOW }),
    tolerance: () => ({ value: 6 * 3_600 }),
    enroll: () => ({ logs: [oracleEvent('DeviceEnrolled', { index: 1n })] }),
  }
  const functionsOf = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, (...args: never[]) => call(name, args)]))
  contracts = new FakeContracts(chain, [
    { address: BANK.meter, abi: usageMeterAbi, functions: functionsOf(['window', 'tolerance', 'reportWithEvidence']) },
    { address: BANK.leases, abi: leasesAbi, functions: functionsOf(['bill', 'mark', 'cancel']) },
    { address: BANK.immobiliser, abi: immobiliserAbi, functions: functionsOf(['unlockCured', 'acknowledge']) },
    {
      address: BANK.deviceOracle,
      abi: deviceOracleAbi,
      functions: functionsOf(['enroll', 'requestAlarms', 'apply_']),
    },
  ])
})

function call(name: string, args: never[]): Outcome {
  const run = behaviour[name]
  if (run === undefined) throw new Error(`nothing said that ${name} would be called`)
  return run(...args)
}

/** A gateway's keeper with its own follower; a test makes a new one to restart it. */
class Gateway {
  readonly follower: ChainFollower
  readonly keeper: Keeper

  constructor() {
    const log = createLog('silent')
    const { client } = chain
    this.follower = new ChainFollower({ client, pool, contracts: CONTRACTS, log, pollMs: 10 })
    const local = defineChain({
      id: 31_337,
      name: 'fake',
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [] } },
    })
    this.keeper = new Keeper({
      client: { ...client, chain: local } as never,
      account: privateKeyToAccount(KEY),
      ...{ pool, follower: this.follower, clock, log },
      metrics: new KeeperMetrics(new Registry()),
      interval: INTERVAL_MS,
      everyMs: 10,
    })
  }

  static async start(): Promise<Gateway> {
    const gateway = new Gateway()
    await gateway.follower.load()
    return gateway
  }

  /** One look at the chain and one pass, of a gateway that has listened for long. @returns functions of the transactions that were mined */
  async pass(): Promise<readonly string[]> {
    const before = contracts.mined.length
    await listen(pool, clock.time)
    await pool.query('UPDATE alarm_listening SET since = $1', [clock.time - listened])
    while (await this.follower.step());
    await this.keeper.pass()
    return contracts.mined.slice(before)
  }
}

/** A delivered lease whose device is enrolled, and a gateway that knows it. */
async function enrolled(): Promise<Gateway> {
  chain.mine(...delivered(firstReading()))
  const gateway = await Gateway.start()
  expect(await gateway.pass()).toEqual(['enroll'])
  expect(await gateway.pass()).toEqual([])
  return gateway
}

describe('alarms', () => {
  const answer = packBatch({ batch: 0, asOf: START_S, alarms: [64] })

  beforeEach(() => {
    behaviour.requestAlarms = () => ({ logs: [] })
    behaviour.apply_ = () => ({ logs: [oracleEvent('AlarmsChanged', { oldAlarms: 0, newAlarms: 64 })] })
  })

  async function raise(): Promise<void> {
    const lease = `${BANK.leases.toLowerCase()}/1`
    const times = { since: clock.time, raisedAt: clock.time, clearedAt: undefined, clearReason: undefined }
    const id = '00000000-0000-0000-0000-000000000001'
    const alarm = { id, deviceId: DEVICE, lease, key: 'TAMPER', severity: 'CRITICAL', ...times } as const
    await inTransaction(pool, (tx) => saveChanges(tx, [{ kind: 'RAISED', at: clock.time, alarm }]))
  }

  it('are asked for when the pictures differ, written when the answer is there, and then left alone', async () => {
    const gateway = await enrolled()
    await raise()
    expect(await gateway.pass()).toEqual(['requestAlarms'])
    behaviour.requestAlarms = () => ({ error: 'BatchRequestOpen', args: [0, zeroHash] })
    expect(await gateway.pass()).toEqual([])
    chain.mine(oracleEvent('AlarmsReported', { answer }))
    expect(await gateway.pass()).toEqual(['apply_'])
    expect(await gateway.pass()).toEqual([])
  })

  it('wait exactly as long as the contract says', async () => {
    const gateway = await enrolled()
    await raise()
    const until = START_S + 60
    let asked = 0
    behaviour.requestAlarms = () => {
      asked += 1
      return clock.time < until * 1_000 ? { error: 'BatchCooldown', args: [0, until] } : { logs: [] }
    }
    for (let second = 0; second < 59; second++) {
      expect(await gateway.pass()).toEqual([])
      clock.time += 1_000
    }
    expect(asked).toBe(1)
    clock.time = until * 1_000
    expect(await gateway.pass()).toEqual(['requestAlarms'])
  })

  it('of the past that a device is just sending are no news', async () => {
    const gateway = await enrolled()
    await raise()
    clock.time += 86_400_000
    await store(pool, [firstReading()])
    await pool.query('ALTER TABLE readings DISABLE TRIGGER ALL')
    await pool.query('UPDATE readings SET received_at = $1', [clock.time])
    expect(await gateway.pass()).toEqual([])
    await store(pool, [next(firstReading(), { set: { ts: BigInt(clock.time) } }).reading], undefined, firstReading())
    expect(await gateway.pass()).toEqual(['requestAlarms'])
  })

  it('of a lease at another bank are not shown', async () => {
    const gateway = await enrolled()
    await raise()
    await pool.query(`UPDATE alarms SET lease = '0x00000000000000000000000000000000000000c2/1'`)
    expect(await gateway.pass()).toEqual([])
  })
})

describe('a period', () => {
  const closing = next(firstReading(), { set: { ts: BigInt(PERIOD_END_S) * 1_000n - 60_000n }, opMinutes: 60 }).reading

  const reported = (reading: typeof closing, root = zeroHash) =>
    meterEvent('UsageReported', {
      ...{ opening: counters(firstReading()), closing: counters(reading), root, received: 1, reporter: SOMEBODY },
      ...{ digest: accepted(reading, undefined).digest, final_: PERIOD_END_S + WINDOW },
    })

  beforeEach(() => {
    behaviour.reportWithEvidence = (_leaseId, reading, _signature, root) => ({ logs: [reported(reading, root)] })
    behaviour.bill = () => ({ error: 'WindowOpen', args: [1n, PERIOD_END_S + WINDOW] })
  })

  it('is reported with its evidence once, and billed when the window is over', async () => {
    const gateway = await enrolled()
    await store(pool, [firstReading(), closing])
    expect(await gateway.pass()).toEqual([])
    clock.time = WELL_AFTER
    expect(await gateway.pass()).toEqual(['reportWithEvidence'])
    expect(await gateway.pass()).toEqual([])
    const evidence = await periodEvidence(pool, { leases: BANK.leases, leaseId: 1n, period: 1 })
    expect(gateway.follower.picture.leaseOf(DEVICE)?.meter?.report?.root).toBe(evidence?.root)
    clock.time = (PERIOD_END_S + WINDOW) * 1_000
    behaviour.bill = () => ({ logs: [settled(true)] })
    expect(await gateway.pass()).toEqual(['bill'])
    expect(await gateway.pass()).toEqual([])
    expect(gateway.follower.picture.leaseOf(DEVICE)?.meter).toMatchObject({ period: 2, opening: { seq: 2n } })
  })

  it('is attested again when a stranger has brought the reading, and replaced by a later one', async () => {
    const gateway = await enrolled()
    const early = { ...closing, ts: closing.ts - 600_000n, seq: 2n }
    await store(pool, [firstReading(), early])
    clock.time = WELL_AFTER
    expect(await gateway.pass()).toEqual(['reportWithEvidence'])
    chain.mine(reported(early))
    expect(await gateway.pass()).toEqual(['reportWithEvidence'])
    const late = { ...closing, seq: 3n }
    await store(pool, [late], undefined, early)
    expect(await gateway.pass()).toEqual(['reportWithEvidence'])
    expect(await gateway.pass()).toEqual([])
    expect(gateway.follower.picture.leaseOf(DEVICE)?.meter?.report?.closing.seq).toBe(3n)
  })

  it('without a reading is billed after the window', async () => {
    const gateway = await enrolled()
    clock.time = WELL_AFTER
    expect(await gateway.pass()).toEqual([])
    clock.time = (PERIOD_END_S + WINDOW) * 1_000
    behaviour.bill = () => ({ logs: [settled(false)] })
    expect(await gateway.pass()).toEqual(['bill'])
    expect(gateway.follower.picture.head?.number).toBeLessThan(chain.height)
    await gateway.follower.step()
    expect(gateway.follower.picture.leaseOf(DEVICE)?.meter).toMatchObject({ period: 2, silent: 1 })
  })

  it('waits for what a device that was out of reach, or a gateway that was down, still has to tell', async () => {
    const gateway = await enrolled()
    await store(pool, [firstReading()])
    clock.time = (PERIOD_END_S + 5 * WINDOW) * 1_000
    behaviour.bill = () => ({ logs: [settled(false)] })
    listened = INTERVAL_MS
    expect(await gateway.pass()).toEqual([])
    listened = 86_400_000
    await store(pool, [closing], undefined, firstReading())
    await pool.query('UPDATE device_states SET received_at = $1', [clock.time])
    await pool.query('ALTER TABLE readings DISABLE TRIGGER ALL')
    await pool.query('UPDATE readings SET received_at = $1', [clock.time])
    expect(await gateway.pass()).toEqual([])
    const after = { ...closing, seq: 3n, ts: BigInt(clock.time) }
    await store(pool, [after], undefined, closing)
    expect(await gateway.pass()).toEqual(['reportWithEvidence'])
  })

  it('whose reading the chain refuses is billed without it, after a whole window of trying', async () => {
    const gateway = await enrolled()
    await store(pool, [firstReading(), closing])
    behaviour.reportWithEvidence = () => ({ error: 'KeyNotValid', args: [DEVICE, 1, 0] })
    behaviour.bill = () => ({ logs: [settled(false)] })
    clock.time = (PERIOD_END_S + 2 * WINDOW) * 1_000
    expect(await gateway.pass()).toEqual([])
    clock.time += WINDOW * 1_000
    expect(await gateway.pass()).toEqual(['bill'])
  })

  it('is reported once though the gateway is killed after each step', async () => {
    await enrolled()
    await store(pool, [firstReading(), closing])
    clock.time = WELL_AFTER
    const isReported = () => chain.height > 2
    behaviour.reportWithEvidence = (_leaseId, reading, _signature, root) =>
      isReported() ? { error: 'NotNewer', args: [2n, 2n] } : { logs: [reported(reading, root)] }
    let kills = 0
    chain.before = () => {
      kills += 1
      if (kills % 3 === 0) throw new Error('killed')
    }
    for (let attempt = 0; attempt < 60; attempt++) {
      const gateway = new Gateway()
      await gateway.follower
        .load()
        .then(() => gateway.pass())
        .catch(() => undefined)
    }
    chain.before = () => undefined
    await (await Gateway.start()).pass()
    expect(contracts.mined).toEqual(['enroll', 'reportWithEvidence'])
  })
})

function settled(known: boolean) {
  const usage = { known, last: false, period: 1, periods: 1, end: PERIOD_END_S, opSec: 0, idleSec: 0, fuelMl: 0n }
  return meterEvent('PeriodSettled', { usage, opening: counters(firstReading()), nextEnd: PERIOD_END_S + 30 * 86_400 })
}

describe('arrears and lapsed steps', () => {
  it('are marked when the ladder has reached the next step, not before', async () => {
    const gateway = await enrolled()
    const today = Math.floor(START_S / 86_400)
    chain.mine(leaseEvent('RentBilled', { period: 1, bill: bill(), due: 5n, dueSince: today }))
    behaviour.mark = () => ({
      logs: [leaseEvent('LeaseMarked', { oldPct: 0, newPct: 25, impaired: 0n, daysPastDue: 30 })],
    })
    behaviour.bill = () => ({ error: 'WindowOpen', args: [1n, PERIOD_END_S + WINDOW] })
    clock.time += 28 * 86_400_000
    expect(await gateway.pass()).toEqual([])
    clock.time += 2 * 86_400_000
    expect(await gateway.pass()).toEqual(['mark'])
    expect(await gateway.pass()).toEqual([])
  })

  it('are cancelled after thirty days', async () => {
    chain.mine(...delivered(firstReading()).slice(0, 3))
    const gateway = await Gateway.start()
    behaviour.cancel = () => ({ logs: [leaseEvent('LeaseCancelled', { from: 2 })] })
    clock.time = (START_S + 30 * 86_400) * 1_000
    expect(await gateway.pass()).toEqual([])
    clock.time += 10_000
    expect(await gateway.pass()).toEqual(['cancel'])
    expect(await gateway.pass()).toEqual([])
  })

  function bill() {
    return {
      ...{ metered: true, opSec: 0, periodsMetered: 1 },
      ...{ interest: 0n, principal: 0n, usage: 0n, fee: 0n },
    }
  }
})

describe('commands', () => {
  const acked = { logs: [] }

  it('are acknowledged on chain with the device’s own word', async () => {
    const gateway = await enrolled()
    chain.mine(commandIssued(7n, true), leaseEvent('LeaseNoticed'))
    expect(await gateway.pass()).toEqual([])
    await pool.query('INSERT INTO command_acks VALUES ($1, 7, 1, 5, $2, 5)', [
      Buffer.from(DEVICE.slice(2), 'hex'),
      Buffer.alloc(65),
    ])
    let word: unknown
    behaviour.acknowledge = (_leaseId, ack) => {
      word = ack
      return acked
    }
    expect(await gateway.pass()).toEqual(['acknowledge'])
    expect(word).toEqual({ deviceId: DEVICE, commandId: 7n, command: 1, ts: 5n })
  })

  it('unlock a machine whose lease was cured', async () => {
    const gateway = await enrolled()
    chain.mine(leaseEvent('LeaseNoticed'), commandIssued(7n, true))
    expect(await gateway.pass()).toEqual([])
    chain.mine(leaseEvent('LeaseCured'))
    behaviour.unlockCured = () => ({ logs: [commandIssued(8n, false)] })
    expect(await gateway.pass()).toEqual(['unlockCured'])
    expect(await gateway.pass()).toEqual([])
  })
})

it('waits longer and longer when a call fails without a name', async () => {
  chain.mine(...delivered(firstReading()))
  const gateway = await Gateway.start()
  let attempts = 0
  behaviour.enroll = () => {
    attempts += 1
    throw new Error('out of gas')
  }
  for (let pass = 0; pass < 20; pass++) await gateway.pass()
  expect(attempts).toBe(1)
})
