import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startDatabase, type TestDatabase } from '../../testing/database.ts'
import { deviceToken } from '../broker/credentials.ts'
import { MemoryDirectory } from '../ingest/directory.ts'
import { type Ingest, startIngest } from '../ingest/start.ts'
import { createLog } from '../log.ts'
import { GatewayMetrics } from '../metrics.ts'
import { ingestMigrations } from '../store/ingest-tables.ts'
import { migrate } from '../store/migrations.ts'
import { Agent } from './agent.ts'
import { DAY_MS, HOUR_MS } from './calendar.ts'
import type { DeviceSpec } from './device.ts'
import { PROFILES } from './profile.ts'
import { createSigner, derivedPrivateKey } from './signer.ts'
import { deviceSpec } from './simulate.ts'
import { DOMAIN, MONDAY } from './testing.ts'

const SECRET = 'a secret of this test only'
const stateDir = mkdtempSync(join(tmpdir(), 'fleet-gateway-'))
const log = createLog('silent')
const directory = new MemoryDirectory()
let now = MONDAY + 9 * HOUR_MS
const clock = { now: () => now }
const agents: Agent[] = []
let database: TestDatabase
let ingest: Ingest

beforeAll(async () => {
  database = await startDatabase()
  await migrate(database.pool, ingestMigrations)
  ingest = await startIngest({
    ...{ pool: database.pool, directory, clock, hooks: [], metrics: new GatewayMetrics(), domain: DOMAIN, log },
    broker: { embedded: { host: '127.0.0.1', port: 0, secret: SECRET } },
    others: () => Promise.resolve(),
    threads: 1,
    onFatal: (error) => console.error(error),
  })
}, 60_000)

afterAll(async () => {
  await Promise.all(agents.map((agent) => agent.stop()))
  await ingest.close()
  await database.stop()
  rmSync(stateDir, { recursive: true })
})

/** A machine that the register knows, at work. */
function start(spec: DeviceSpec): Agent {
  directory.register(spec.deviceId, spec.profile.ratedFuelMlPerHour)
  directory.setKey(spec.deviceId, 1, { ...spec.signer.key, validUntil: Number.POSITIVE_INFINITY })
  const agent = new Agent(spec, 250, deviceToken(SECRET, spec.deviceId), {
    ...{ domain: DOMAIN, clock, stateDir, log },
    brokerUrl: `mqtt://127.0.0.1:${ingest.ports.tcp}`,
    brokerCa: undefined,
  })
  agents.push(agent)
  return agent
}

async function settle(agent: Agent): Promise<void> {
  await vi.waitFor(
    () => {
      agent.tick()
      expect(agent.waiting).toBe(0)
    },
    { timeout: 20_000, interval: 50 },
  )
}

async function stored(sql: string, { device }: Agent): Promise<Record<string, unknown>[]> {
  const { rows } = await database.pool.query(sql, [Buffer.from(device.spec.deviceId.slice(2), 'hex')])
  return rows
}

describe('simulated machines at the gateway', () => {
  it.each(['secp256k1', 'P-256'] as const)(
    'with %s bring a month of readings in without a refusal',
    async (type) => {
      const seed = type === 'P-256' ? 1 : 2
      const signer = createSigner(type, derivedPrivateKey(seed))
      const agent = start(deviceSpec(PROFILES.exposed, seed, { signer }))
      now += 30 * DAY_MS
      await settle(agent)
      expect(await stored('select count(*)::int as count from readings where device_id = $1', agent)).toEqual([
        { count: agent.device.state.seq },
      ])
      expect(await stored('select code from refusals where device_id = $1', agent)).toEqual([])
    },
    60_000,
  )

  it('are caught when counters fall or a copy signs, and go on', async () => {
    const agent = start(deviceSpec(PROFILES.ordinary, 3, { intervalMs: 60_000 }))
    now += 10 * 60_000
    await settle(agent)
    for (const kind of ['rollback', 'clone'] as const) {
      agent.start(kind)
      now += 5 * 60_000
      await settle(agent)
    }
    const refused = await stored('select code from refusals where device_id = $1 order by id', agent)
    expect(refused.map(({ code }) => code)).toEqual(['ROLLBACK', 'EQUIVOCATION'])
    expect(
      await stored('select max(seq)::int as seq, count(*)::int as count from readings where device_id = $1', agent),
    ).toEqual([{ seq: 20, count: 19 }])
  }, 60_000)
})
