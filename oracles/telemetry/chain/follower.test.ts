import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startDatabase, type TestDatabase } from '../../testing/database.ts'
import { createLog } from '../log.ts'
import { migrate } from '../store/migrations.ts'
import { FakeChain } from '../testing/fake-chain.ts'
import {
  BANK,
  CONTRACTS,
  commandIssued,
  delivered,
  leaseEvent,
  oracleEvent,
  proposed,
  registered,
  START_S,
} from '../testing/lease-events.ts'
import { DEVICE, firstReading } from '../testing/machine.ts'
import { chainMigrations } from './chain-tables.ts'
import { leaseKey } from './contracts.ts'
import { ChainFollower } from './follower.ts'

let database: TestDatabase
let pool: pg.Pool
let chain: FakeChain

beforeAll(async () => {
  database = await startDatabase()
  pool = database.pool
  await migrate(pool, chainMigrations)
})
afterAll(() => database.stop())

beforeEach(async () => {
  await pool.query('TRUNCATE chain_blocks CASCADE')
  chain = new FakeChain(START_S)
})

async function followerAnew(): Promise<ChainFollower> {
  const log = createLog('silent')
  const follower = new ChainFollower({ client: chain.client, pool, contracts: CONTRACTS, log, pollMs: 10 })
  await follower.load()
  return follower
}

/** Steps until there is nothing more to read. */
async function catchUp(follower: ChainFollower): Promise<void> {
  while (await follower.step());
}

const stateOf = (follower: ChainFollower) => follower.picture.leases.get(leaseKey(BANK, 1n))?.state

describe('following', () => {
  it('reads what was logged, up to the head', async () => {
    chain.mine(...delivered(firstReading()))
    chain.mineEmpty(3)
    const follower = await followerAnew()
    await catchUp(follower)
    expect(stateOf(follower)).toBe('Active')
    expect(follower.picture.leaseOf(DEVICE)?.meter?.opening.seq).toBe(1n)
    expect(follower.picture.head?.number).toBe(4)
  })

  it('reads a long chain span by span', async () => {
    chain.mine(registered())
    chain.mineEmpty(4_500)
    chain.mine(proposed())
    const follower = await followerAnew()
    await catchUp(follower)
    expect(stateOf(follower)).toBe('Proposed')
    const { rows } = await pool.query('SELECT count(*)::int AS places FROM chain_blocks')
    expect(rows[0].places).toBe(4)
  })

  it('asks one question when nothing happened', async () => {
    chain.mine(registered())
    const follower = await followerAnew()
    await catchUp(follower)
    const asked = chain.questions
    expect(await follower.step()).toBe(false)
    expect(chain.questions - asked).toBe(1)
  })

  it('goes on where it was after a restart, and reads nothing twice', async () => {
    chain.mine(registered())
    await catchUp(await followerAnew())
    chain.mine(proposed())
    const second = await followerAnew()
    expect(second.picture.devices.has(DEVICE)).toBe(true)
    await catchUp(second)
    expect(stateOf(second)).toBe('Proposed')
    const { rows } = await pool.query('SELECT count(*)::int AS logs FROM chain_logs')
    expect(rows[0].logs).toBe(2)
  })

  it('keeps a limited number of places without logs', async () => {
    chain.mine(registered())
    const follower = await followerAnew()
    for (let block = 0; block < 300; block++) {
      chain.mine()
      await follower.step()
    }
    const { rows } = await pool.query('SELECT count(*)::int AS places FROM chain_blocks')
    expect(rows[0].places).toBe(257)
  })
})

describe('a reorganisation', () => {
  it('takes back what is on the chain no more', async () => {
    chain.mine(...delivered(firstReading()))
    const follower = await followerAnew()
    await catchUp(follower)
    chain.mine(commandIssued(1n, true), leaseEvent('LeaseNoticed'))
    await catchUp(follower)
    expect(follower.picture.leaseOf(DEVICE)?.commands).toHaveLength(1)
    chain.dropFrom(2)
    chain.mineEmpty(3)
    await catchUp(follower)
    expect(stateOf(follower)).toBe('Active')
    expect(follower.picture.leaseOf(DEVICE)?.commands).toEqual([])
  })

  it('may leave the chain shorter than it was', async () => {
    chain.mine(...delivered(firstReading()))
    chain.mineEmpty(5)
    chain.mine(leaseEvent('LeaseEnded'))
    const follower = await followerAnew()
    await catchUp(follower)
    chain.dropFrom(3)
    await catchUp(follower)
    expect(stateOf(follower)).toBe('Active')
    expect(follower.picture.head?.number).toBeLessThanOrEqual(chain.height)
  })

  it('is found after a restart', async () => {
    chain.mine(...delivered(firstReading()))
    chain.mine(leaseEvent('LeaseEnded'))
    await catchUp(await followerAnew())
    chain.dropFrom(2)
    chain.mineEmpty(4)
    const follower = await followerAnew()
    await catchUp(follower)
    expect(stateOf(follower)).toBe('Active')
  })

  it('of everything begins anew', async () => {
    chain.mine(...delivered(firstReading()))
    const follower = await followerAnew()
    await catchUp(follower)
    chain = new FakeChain(START_S + 1)
    chain.dropFrom(1)
    chain.mine(registered())
    const other = await followerAnew()
    await catchUp(other)
    expect(other.picture.devices.size).toBe(1)
    expect(other.picture.leases.size).toBe(0)
  })

  it('between two questions is noticed before anything is written', async () => {
    chain.mine(registered())
    const follower = await followerAnew()
    await catchUp(follower)
    chain.mine(proposed())
    let isDone = false
    chain.before = (method) => {
      if (method !== 'eth_getLogs' || isDone) return
      isDone = true
      chain.dropFrom(2)
      chain.mineEmpty(2)
    }
    await catchUp(follower)
    expect(isDone).toBe(true)
    expect(follower.picture.leases.size).toBe(0)
    expect(follower.picture.head?.number).toBe(3)
  })
})

describe('a node out of reach', () => {
  it('changes nothing, and is asked again', async () => {
    chain.mine(registered())
    const follower = await followerAnew()
    chain.failure = new Error('connection refused')
    await expect(follower.step()).rejects.toThrow('connection refused')
    chain.failure = undefined
    await catchUp(follower)
    expect(follower.picture.devices.size).toBe(1)
  })

  it('does not end the loop', async () => {
    chain.mine(registered())
    chain.failure = new Error('connection refused')
    const follower = await followerAnew()
    await follower.start()
    const advanced = new Promise((resolve) => follower.once('advanced', resolve))
    chain.failure = undefined
    await advanced
    await follower.stop()
    expect(follower.picture.devices.size).toBe(1)
  })
})

it('remembers what officers have done about alarms', async () => {
  chain.mine(...delivered(firstReading()), oracleEvent('DeviceEnrolled', { index: 1n }))
  chain.mine(
    oracleEvent('AlarmsChanged', { oldAlarms: 0, newAlarms: 64 }),
    oracleEvent('AlarmsAcknowledged', { alarms: 64 }),
  )
  chain.mine(oracleEvent('FollowUpOpened', { followUpId: 7n, alarms: 64, dueDay: 20_000 }))
  chain.mine(oracleEvent('FollowUpClosed', { followUpId: 7n }))
  const follower = await followerAnew()
  await catchUp(follower)
  const fleet = follower.picture.fleetOf(BANK)
  expect(fleet.places).toEqual([DEVICE])
  expect(fleet.alarms.get(DEVICE)).toBe(64)
  expect(fleet.acknowledgements).toMatchObject([{ deviceId: DEVICE, alarms: 64, block: 2 }])
  expect(fleet.followUps).toMatchObject([{ followUpId: 7n, block: 3, closed: { block: 4 } }])
})
