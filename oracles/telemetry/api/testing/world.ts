/** The interface on a database of its own, with three machines of one manufacturer at two banks. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AlarmKey } from '@tallystick/sdk'
import pg from 'pg'
import { Registry } from 'prom-client'
import { type Address, type Hex, zeroHash } from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'
import { startTestDatabase } from '../../../platform/testing/postgres.ts'
import { adapterMigrations } from '../../adapters/adapter-tables.ts'
import { alarmMigrations } from '../../alarms/alarm-tables.ts'
import type { Alarm } from '../../alarms/engine.ts'
import { saveChanges } from '../../alarms/store.ts'
import { type BankContracts, leaseKey } from '../../chain/contracts.ts'
import type { ChainPicture } from '../../chain/picture.ts'
import type { DeviceRecord, FleetRecord, LeaseRecord } from '../../chain/records.ts'
import { TelemetryFeed } from '../../feed.ts'
import type { AcceptedReading } from '../../ingest/hooks.ts'
import { createLog } from '../../log.ts'
import { periodMigrations } from '../../periods/period-tables.ts'
import { ingestMigrations } from '../../store/ingest-tables.ts'
import { migrate } from '../../store/migrations.ts'
import { insertReadings } from '../../store/readings.ts'
import { inTransaction } from '../../store/transaction.ts'
import { type Published, TEST_NOW, TestDevice } from '../../testing/fleet.ts'
import { apiMigrations } from '../api-tables.ts'
import { readGatewayKey } from '../gateway-key.ts'
import { type Api, type ApiOptions, startApi } from '../server.ts'
import {
  CHAIN_ID,
  hengtong,
  MANAGER,
  MEMBERS,
  OTHER_MANAGER,
  otherLessee,
  signAccess,
  TestChain,
  taishan,
} from './accounts.ts'

const address = (digit: string): Address => `0x${digit.repeat(40)}`
const bankOf = (digit: string): BankContracts => ({
  offers: address(digit),
  leases: address(digit),
  meter: address(digit),
  immobiliser: address(digit),
  deviceOracle: address(digit),
})
export const BANK = bankOf('1')
export const OTHER_BANK = bankOf('2')

/** On lease to Hengtong, by {@link BANK}. */
export const LEASED = new TestDevice(1)
/** Was leased to Hengtong, is leased to somebody else by {@link OTHER_BANK} now. */
export const PASSED_ON = new TestDevice(2)
/** Nobody leases it. */
export const FREE = new TestDevice(3)
/** When {@link PASSED_ON} came back, Unix milliseconds. */
export const HANDED_BACK = TEST_NOW - 1_800_000

type FleetParts = { -readonly [Part in keyof FleetRecord]: FleetRecord[Part] }

export class ApiWorld {
  readonly chain = new TestChain()
  readonly feed = new TelemetryFeed()
  readonly clock = { time: TEST_NOW, now: () => this.clock.time }
  readonly sessionClock = { time: Date.now(), now: () => this.sessionClock.time }
  readonly fleet: FleetParts
  readonly picture: ChainPicture
  readonly pool: pg.Pool
  readonly keyFile: string
  readonly #stops: (() => Promise<void> | void)[] = []
  #expires = 0
  #api!: Api

  private constructor(pool: pg.Pool, keyFile: string) {
    this.pool = pool
    this.keyFile = keyFile
    this.fleet = { places: [], alarms: new Map(), reports: new Map(), acknowledgements: [], followUps: [] }
    this.picture = pictureWith(this.fleet)
  }

  static async start(preferredPort: number, changes: Partial<ApiOptions> = {}): Promise<ApiWorld> {
    const database = await startTestDatabase(preferredPort)
    const pool = new pg.Pool({ connectionString: database.url, max: 4 })
    pool.on('error', () => {})
    await migrate(pool, [
      ...ingestMigrations,
      ...alarmMigrations,
      ...periodMigrations,
      ...adapterMigrations,
      ...apiMigrations,
    ])
    const folder = mkdtempSync(join(tmpdir(), 'tallystick-api-test-'))
    const world = new ApiWorld(pool, join(folder, 'gateway.pem'))
    world.#stops.push(
      () => world.#api.close(),
      () => pool.end(),
      () => database.stop(),
      () => rmSync(folder, { recursive: true }),
    )
    await world.restart(changes)
    return world
  }

  get url(): string {
    return this.#api.url
  }

  /** Starts the interface anew on the same database. */
  async restart(changes: Partial<ApiOptions> = {}): Promise<void> {
    await this.#api?.close()
    const { pool, feed, clock, sessionClock } = this
    this.#api = await startApi({
      ...{ pool, feed, clock, sessionClock, port: 0, chainId: CHAIN_ID, client: this.chain.client, members: MEMBERS },
      picture: () => this.picture,
      metrics: { registry: new Registry() },
      log: createLog('silent'),
      key: readGatewayKey(this.keyFile),
      banks: [
        { leases: BANK.leases, manager: MANAGER },
        { leases: OTHER_BANK.leases, manager: OTHER_MANAGER },
      ],
      rateLimits: { public: 10_000, session: 10_000, oracle: 10_000 },
      notePatienceMs: 300,
      ...changes,
    })
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops) await stop()
  }

  /** A second by which nobody has opened a session yet. */
  nextExpiry(): number {
    this.#expires = Math.max(this.#expires + 1, Math.floor(this.sessionClock.time / 1_000) + 3_600)
    return this.#expires
  }

  async openSession(account: Address, expires: number, signature: Hex): Promise<Response> {
    return this.post('/v1/session', { account, expires, signature })
  }

  /** The token of a new session. */
  async tokenOf(account: PrivateKeyAccount): Promise<string> {
    const expires = this.nextExpiry()
    const response = await this.openSession(account.address, expires, await signAccess(account, expires))
    const { token } = (await response.json()) as { token: string }
    return token
  }

  get(path: string, token?: string): Promise<Response> {
    return fetch(`${this.url}${path}`, token ? { headers: { authorization: `Bearer ${token}` } } : {})
  }

  /** The answer of a call that must succeed. */
  async read<Answer>(path: string, account: PrivateKeyAccount): Promise<Answer> {
    const response = await this.get(path, await this.tokenOf(account))
    const body = await response.text()
    if (!response.ok) throw new Error(`${path}: ${response.status} ${body}`)
    return JSON.parse(body) as Answer
  }

  post(path: string, body: unknown, token?: string): Promise<Response> {
    const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) }
    return fetch(`${this.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  /** Stores readings as the pipeline does, and tells the listeners. */
  async accept(published: readonly Published[]): Promise<void> {
    let previous: Published | undefined
    const batch = published.map(({ deviceId, digest, reading, message }): AcceptedReading => {
      const accepted = {
        ...{ deviceId, digest, reading, message, seq: reading.seq, gap: 0n, receivedAt: Number(reading.ts) },
        previous: previous?.reading ?? (reading.seq > 1n ? { ...reading, seq: reading.seq - 1n } : undefined),
      }
      previous = { deviceId, digest, reading, message } as Published
      return accepted
    })
    await inTransaction(this.pool, (tx) => insertReadings(tx, batch))
    for (const accepted of batch) this.feed.emit('reading', accepted)
  }

  /** Raises an alarm as the engine does. */
  async raise(deviceId: Hex, key: AlarmKey, change: Partial<Alarm> = {}): Promise<Alarm> {
    const alarm: Alarm = {
      ...{ id: crypto.randomUUID(), deviceId, lease: '', key, severity: 'MAJOR', since: TEST_NOW, raisedAt: TEST_NOW },
      ...{ clearedAt: undefined, clearReason: undefined },
      ...change,
    }
    await inTransaction(this.pool, (tx) => saveChanges(tx, [{ kind: 'RAISED', at: alarm.raisedAt, alarm }]))
    this.feed.emit('alarm', { kind: 'RAISED', at: alarm.raisedAt, alarm })
    return alarm
  }
}

function pictureWith(fleet: FleetRecord): ChainPicture {
  const devices = [LEASED, PASSED_ON, FREE].map(({ deviceId }) => deviceRecord(deviceId))
  const leases = [
    leaseRecord(BANK, 1n, LEASED.deviceId, { lessee: hengtong.address }),
    leaseRecord(BANK, 2n, PASSED_ON.deviceId, {
      lessee: hengtong.address,
      state: 'Ended',
      steppedAt: HANDED_BACK / 1_000,
    }),
    leaseRecord(OTHER_BANK, 1n, PASSED_ON.deviceId, { lessee: otherLessee.address }),
  ]
  const nothing: FleetRecord = {
    places: [],
    alarms: new Map(),
    reports: new Map(),
    acknowledgements: [],
    followUps: [],
  }
  const picture: Pick<ChainPicture, 'contracts' | 'devices' | 'leases' | 'head' | 'fleetOf' | 'leaseOf'> = {
    contracts: { devices: address('d'), banks: [BANK, OTHER_BANK], startBlock: 0 },
    devices: new Map(devices.map((device) => [device.deviceId, device])),
    leases: new Map(leases.map((lease) => [leaseKey(lease.bank, lease.leaseId), lease])),
    head: { number: 7, hash: zeroHash, time: TEST_NOW / 1_000 },
    fleetOf: (bank) => (bank === BANK ? fleet : nothing),
    leaseOf: (deviceId) => leases.findLast((lease) => lease.deviceId === deviceId),
  }
  return picture as ChainPicture
}

function deviceRecord(deviceId: Hex): DeviceRecord {
  return {
    ...{ deviceId, manufacturer: taishan.address, oem: 'Taishan', model: 'TS-215', serialHash: zeroHash },
    ...{ ratedFuelMlPerHour: 18_000, tier: 2, book: undefined, keyVersion: 1, keys: new Map(), registeredAt: 1 },
  }
}

function leaseRecord(
  bank: BankContracts,
  leaseId: bigint,
  deviceId: Hex,
  change: Partial<LeaseRecord> & Pick<LeaseRecord, 'lessee'>,
): LeaseRecord {
  const deliveredAt = TEST_NOW / 1_000 - 86_400
  return {
    ...{ bank, leaseId, deviceId, manufacturer: taishan.address, termsHash: zeroHash, corners: [], state: 'Active' },
    ...{ steppedAt: deliveredAt, deliveredAt, dueSince: 0, impairedPct: 0, finalBilled: false, meter: undefined },
    // The interface does not look at the terms.
    terms: {} as LeaseRecord['terms'],
    commands: [],
    ...change,
  }
}
