import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { flags } from '@tallystick/sdk'
import { Registry } from 'prom-client'
import { type Hex, keccak256, stringToBytes } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { TestWeb } from '../../testing/web.ts'
import type { ChainPicture } from '../chain/picture.ts'
import type { DeviceRecord } from '../chain/records.ts'
import type { AcceptedReading } from '../ingest/hooks.ts'
import { createLog } from '../log.ts'
import { migrate } from '../store/migrations.ts'
import { deviceStates } from '../store/readings.ts'
import { TEST_DOMAIN, TEST_NOW } from '../testing/fleet.ts'
import { startTestIngest, type TestIngest } from '../testing/ingest.ts'
import { AdapterConfigError, readAdapterConfig } from './adapter-config.ts'
import { adapterMigrations } from './adapter-tables.ts'
import { AempImporter } from './aemp.ts'
import { readAemp } from './aemp-document.ts'
import { LegacyAdapter, parseLegacy } from './legacy.ts'
import { adapterSigner, SnapshotSink } from './snapshot-sink.ts'
import { lastUnsigned } from './unsigned-store.ts'

const SECRET: Hex = `0x${'5e'.repeat(32)}`
const idOf = (name: string) => keccak256(stringToBytes(name))
/** The register has our key of the first, somebody's of the second. */
const SIGNED = idOf('signed')
const UNSIGNED = idOf('unsigned')
const DEVICES = new Map([
  ['EX-01', SIGNED],
  ['EX-02', UNSIGNED],
  ['EX-99', idOf('not registered')],
])
const RATED = 18_000

let ingest: TestIngest
let accepted: AcceptedReading[]
let sink: SnapshotSink
beforeAll(async () => {
  ingest = await startTestIngest()
  await migrate(ingest.pool, adapterMigrations)
  ingest.directory.register(SIGNED, RATED)
  ingest.directory.setKey(SIGNED, 2, { ...adapterSigner(SECRET, SIGNED).key, validUntil: Number.POSITIVE_INFINITY })
}, 60_000)
afterAll(() => ingest.stop())
beforeEach(() => {
  accepted = []
  sink = newSink()
})

function newSink(change: { readonly secret?: undefined } = {}): SnapshotSink {
  const deviceOf = (deviceId: Hex, signer: Hex) =>
    [deviceId, { deviceId, keyVersion: 2, keys: new Map([[2, { x: adapterSigner(signer, deviceId).key.x }]]) }] as const
  const devices = new Map([deviceOf(SIGNED, SECRET), deviceOf(UNSIGNED, `0x${'00'.repeat(31)}01`)])
  return new SnapshotSink({
    ...{
      pool: ingest.pool,
      pipeline: ingest.pipeline,
      clock: ingest.clock,
      domain: TEST_DOMAIN,
      devices: DEVICES,
      secret: SECRET,
    },
    picture: () => ({ devices: devices as unknown as ReadonlyMap<Hex, DeviceRecord> }) as ChainPicture,
    registry: new Registry(),
    ...change,
    hooks: [
      {
        readings: async (_, batch) => {
          accepted.push(...batch)
        },
        refusals: async () => {},
      },
    ],
  })
}

async function lastSigned() {
  const [state] = await deviceStates(ingest.pool, [SIGNED])
  return state?.last
}

function message(change: Readonly<Record<string, unknown>> = {}, name = 'EX-02'): Buffer {
  return Buffer.from(
    JSON.stringify({
      device_id: name,
      timestamp: TEST_NOW / 1_000 - 60,
      location: { lat: 31.2304, lon: 121.4737 },
      working_hours: 1_000.25,
      fuel_consumption: 15_000.5,
      ...change,
    }),
  )
}

describe('a legacy message', () => {
  it('is hours and litres in our units, at the time that it names', () => {
    const expected = {
      ...{ names: ['EX-02'], latE7: 312_304_000, lonE7: 1_214_737_000, opSec: 3_600_900n, fuelMl: 15_000_500n },
      ...{ idleSec: undefined, fuelPctBp: undefined, engine: undefined, ts: TEST_NOW - 60_000 },
    }
    const iso = new Date(TEST_NOW - 60_000).toISOString()
    for (const timestamp of [TEST_NOW / 1_000 - 60, TEST_NOW - 60_000, iso, iso.replace('Z', '+00:00')]) {
      expect(parseLegacy(message({ timestamp }), 'EX-02')).toEqual(expected)
    }
  })

  it.each([
    ['MALFORMED', Buffer.from('{')],
    ['MALFORMED', Buffer.from([0xff, 0xfe, 0x00])],
    ['OVERSIZED', Buffer.alloc(9_000, ' ')],
    ['SCHEMA', Buffer.from('null')],
    ['SCHEMA', Buffer.from('[]')],
    ['SCHEMA', message({ location: { lat: 91, lon: 0 } })],
    ['SCHEMA', message({ location: { lat: '31', lon: 121 } })],
    ['SCHEMA', message({ location: undefined })],
    ['SCHEMA', message({ working_hours: -1 })],
    ['SCHEMA', message({ working_hours: '1000' })],
    ['SCHEMA', message({ working_hours: 1e300 })],
    ['SCHEMA', message({ fuel_consumption: null })],
    ['SCHEMA', message({ timestamp: 'yesterday' })],
    ['SCHEMA', message({ timestamp: '2026-11-22' })],
    ['SCHEMA', message({ timestamp: 0 })],
    ['SCHEMA', message({ timestamp: 1e308 })],
    ['SCHEMA', message({ device_id: "'; DROP TABLE readings" })],
    ['WRONG_TOPIC', message({}, 'EX-01')],
  ])('is refused as %s', (code, payload) => {
    expect(parseLegacy(payload, 'EX-02')).toMatchObject({ code })
  })

  it('of a machine whose key we do not have is kept as somebody’s word, and watched', async () => {
    const adapter = new LegacyAdapter(sink, createLog('silent'))
    await adapter.take('EX-02', message())
    await adapter.take('EX-02', message({ timestamp: TEST_NOW / 1_000, working_hours: 1_000.26 }))
    await adapter.take('EX-02', Buffer.from('garbage'))
    const [last] = await lastUnsigned(ingest.pool, [UNSIGNED])
    expect(last).toMatchObject({ reading: { seq: 2n, opSec: 3_600_936n, engine: 1 }, receivedAt: TEST_NOW })
    expect(accepted.map(({ seq, previous }) => [seq, previous?.seq])).toEqual([
      [1n, undefined],
      [2n, 1n],
    ])
    expect(await deviceStates(ingest.pool, [UNSIGNED])).toEqual([])
  })
})

describe('a snapshot', () => {
  const snapshot = (change: object = {}, name = 'EX-01') => {
    const parsed = parseLegacy(message({}, name), name)
    if ('code' in parsed) throw new Error(parsed.detail)
    return { ...parsed, ...change }
  }

  it('of a machine with our key is signed and goes the way of all readings', async () => {
    expect(await sink.take(snapshot())).toBe('SIGNED')
    expect(await sink.take(snapshot({ ts: TEST_NOW, opSec: 3_600_930n, latE7: undefined, lonE7: undefined }))).toBe(
      'SIGNED',
    )
    const last = await lastSigned()
    expect(last?.reading).toMatchObject({ seq: 2n, keyVersion: 2, opSec: 3_600_930n, latE7: 312_304_000, engine: 1 })
    expect(last?.message.sig).toHaveLength(132)
    expect(accepted).toEqual([])
  })

  it('is taken once, and never backward', async () => {
    const before = await lastSigned()
    expect(await sink.take(snapshot({ ts: TEST_NOW }))).toBe('DUPLICATE')
    expect(await sink.take(snapshot({ ts: TEST_NOW - 1 }))).toBe('BACKWARD')
    expect(await sink.take(snapshot({ ts: TEST_NOW + 1_000, opSec: 1n }))).toBe('ROLLBACK')
    expect(await sink.take(snapshot({ ts: TEST_NOW + 1_000, opSec: 3_600_930n, fuelMl: 1n }))).toBe('ROLLBACK')
    expect(await sink.take(snapshot({ ts: TEST_NOW + 600_000 }))).toBe('FUTURE')
    expect(await lastSigned()).toEqual(before)
  })

  it('is not taken of machines that nobody has named or registered', async () => {
    expect(await sink.take(snapshot({}, 'EX-77'))).toBe('UNKNOWN_NAME')
    expect(await sink.take(snapshot({}, 'EX-99'))).toBe('UNKNOWN_NAME')
  })

  it('without a secret is somebody’s word', async () => {
    expect(await newSink({ secret: undefined }).take(snapshot({ ts: TEST_NOW + 5_000, opSec: 3_600_931n }))).toBe(
      'UNSIGNED',
    )
  })

  it('that comes late says so', async () => {
    ingest.clock.time = TEST_NOW + 3 * 86_400_000
    expect(await sink.take(snapshot({ ts: TEST_NOW + 60_000, opSec: 3_600_960n }))).toBe('SIGNED')
    expect((await lastSigned())?.reading.flags).toBe(flags.backfilled)
    ingest.clock.time = TEST_NOW
  })

  it('goes in turn, however many come at once', async () => {
    ingest.clock.time = TEST_NOW + 7_200_000
    const snapshots = Array.from({ length: 20 }, (_, i) =>
      snapshot({ ts: TEST_NOW + 120_000 + i * 60_000, opSec: 3_600_960n + BigInt(i) }),
    )
    const outcomes = await Promise.all(snapshots.map((item) => sink.take(item)))
    expect(new Set(outcomes)).toEqual(new Set(['SIGNED']))
    const { rows } = await ingest.pool.query('SELECT count(*), max(seq) FROM readings')
    expect(rows[0]).toEqual({ count: '23', max: '23' })
    ingest.clock.time = TEST_NOW
  })
})

const EQUIPMENT = `
  <Equipment>
    <EquipmentHeader>
      <OEMName>Taishan</OEMName><Model>TS-215</Model><EquipmentID>EX-02</EquipmentID><SerialNumber>S1</SerialNumber>
    </EquipmentHeader>
    <Location datetime="2026-11-22T00:00:00Z"><Latitude>-31.2304</Latitude><Longitude>121.4737</Longitude></Location>
    <CumulativeOperatingHours datetime="2026-11-22T00:01:00Z"><Hour>1000.5</Hour></CumulativeOperatingHours>
    <CumulativeIdleHours datetime="2026-11-22T00:01:00Z"><Hour>100</Hour></CumulativeIdleHours>
    <FuelUsed datetime="2026-11-22T00:01:00Z"><FuelUnits>litre</FuelUnits><FuelConsumed>15000.5</FuelConsumed></FuelUsed>
    <FuelRemaining datetime="2026-11-22T00:01:00Z"><Percent>64</Percent></FuelRemaining>
    <EngineStatus datetime="2026-11-22T00:01:00Z"><Running>true</Running></EngineStatus>
  </Equipment>`
const fleet = (content: string, links = '') =>
  `<?xml version="1.0" encoding="UTF-8"?>
<Fleet xmlns="http://standards.iso.org/iso/15143/-3" version="1">${links}${content}</Fleet>`
const EXPECTED = {
  ...{ names: ['EX-02', 'S1'], ts: Date.UTC(2026, 10, 22, 0, 1), latE7: -312_304_000, lonE7: 1_214_737_000 },
  ...{ opSec: 3_601_800n, idleSec: 360_000n, fuelMl: 15_000_500n, fuelPctBp: 6_400, engine: true },
}

describe('an AEMP page', () => {
  it('is read as XML and as JSON, whatever the case of its names', () => {
    const links = '<Links><rel>self</rel><href>/1</href></Links><Links><rel>Next</rel><href>/2</href></Links>'
    expect(readAemp(fleet(EQUIPMENT, links))).toEqual({ snapshots: [EXPECTED], incomplete: 0, next: '/2' })
    const json = {
      Equipment: [
        {
          equipmentHeader: { equipmentId: 'EX-02', serialNumber: 'S1' },
          location: { latitude: -31.2304, longitude: 121.4737, datetime: '2026-11-22T00:00:00Z' },
          cumulativeOperatingHours: { hour: 1000.5, datetime: '2026-11-22T00:01:00Z' },
          CumulativeIdleHours: { Hour: 100, datetime: '2026-11-22T00:01:00Z' },
          FuelUsed: { FuelUnits: 'litre', FuelConsumed: '15000.5' },
          FuelRemaining: { Percent: 64 },
          EngineStatus: { Running: true },
        },
      ],
      Links: [{ rel: 'next', href: '/2' }],
    }
    expect(readAemp(JSON.stringify(json))).toEqual({ snapshots: [EXPECTED], incomplete: 0, next: '/2' })
  })

  it('may leave out all but name, time and hours', () => {
    const { snapshots } = readAemp(
      fleet(
        `<Equipment><EquipmentHeader><PIN>P9</PIN></EquipmentHeader><CumulativeOperatingHours
         datetime="2026-11-22T00:01:00+08:00"><Hour>7</Hour></CumulativeOperatingHours></Equipment>`,
      ),
    )
    const nothing = { latE7: undefined, lonE7: undefined, idleSec: undefined, fuelMl: undefined, fuelPctBp: undefined }
    const ts = Date.UTC(2026, 10, 21, 16, 1)
    expect(snapshots).toEqual([{ ...nothing, names: ['P9'], ts, opSec: 25_200n, engine: undefined }])
  })

  it.each([
    ['a name', EQUIPMENT.replace('EX-02', '').replace('S1', ''), { incomplete: 1 }],
    ['hours', EQUIPMENT.replace('1000.5', 'many'), { incomplete: 1 }],
    ['hours that are not negative', EQUIPMENT.replace('1000.5', '-1'), { incomplete: 1 }],
    ['hours that are finite', EQUIPMENT.replace('1000.5', '1e999'), { incomplete: 1 }],
    ['a time', EQUIPMENT.replace('2026-11-22T00:01:00Z', 'yesterday'), { incomplete: 1 }],
    [
      'a latitude on earth',
      EQUIPMENT.replace('-31.2304', '-91'),
      { snapshots: [{ ...EXPECTED, latE7: undefined, lonE7: undefined }] },
    ],
    ['a unit that we know', EQUIPMENT.replace('litre', 'firkin'), { snapshots: [{ ...EXPECTED, fuelMl: undefined }] }],
    ['a percentage', EQUIPMENT.replace('64', '164'), { snapshots: [{ ...EXPECTED, fuelPctBp: undefined }] }],
    ['a switch', EQUIPMENT.replace('true', 'maybe'), { snapshots: [{ ...EXPECTED, engine: undefined }] }],
  ])('needs %s', (_, equipment, expected) => {
    expect(readAemp(fleet(equipment))).toMatchObject(expected)
  })

  it('counts gallons as litres', () => {
    const [snapshot] = readAemp(fleet(EQUIPMENT.replace('litre', 'gallon').replace('15000.5', '100'))).snapshots
    expect(snapshot?.fuelMl).toBe(378_541n)
  })

  it.each([
    ['external entities', `<!DOCTYPE f [<!ENTITY x SYSTEM "file:///etc/passwd">]><Fleet>&x;</Fleet>`, 'document type'],
    ['an entity bomb', `<!DOCTYPE f [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Fleet>&b;</Fleet>`, 'document type'],
    ['an unknown entity', '<Fleet>&secret;</Fleet>', 'no XML'],
    ['broken XML', '<Fleet><Equipment></Fleet>', 'no XML'],
    ['deep nesting', `<Fleet>${'<a>'.repeat(40)}`, 'larger than any real one'],
    [
      'deep JSON',
      `${'['.repeat(5)}${'{"a":'.repeat(40)}1${'}'.repeat(40)}${']'.repeat(5)}`,
      'larger than any real one',
    ],
    ['too many machines', JSON.stringify({ Equipment: Array(200_001).fill(1) }), 'larger than any real one'],
    ['too many bytes', `<Fleet>${' '.repeat(11 * 1024 * 1024)}</Fleet>`, 'larger than 10 MiB'],
    ['a page for people', 'Service unavailable', 'neither XML nor JSON'],
    ['nothing', '', 'neither XML nor JSON'],
  ])('is refused with %s', (_, document, reason) => {
    expect(() => readAemp(document)).toThrow(reason)
  })

  it.each([
    'null',
    '7',
    '[]',
    '{}',
    '<Fleet/>',
    '{"Equipment":{"EquipmentHeader":null}}',
    '{"__proto__":{"Equipment":[1]}}',
  ])('has no machines in %s', (document) => {
    expect(readAemp(document).snapshots).toEqual([])
  })
})

describe('the importer', () => {
  let web: TestWeb
  beforeEach(async () => {
    web = await TestWeb.start()
    return () => web.close()
  })
  const taken: string[] = []
  const importer = (path = '/fleet/1') =>
    new AempImporter({
      ...{ url: `${web.url}${path}`, token: 'secret', everyMs: 900_000, log: createLog('silent') },
      sink: {
        take: async ({ names }) => {
          taken.push(names[0] ?? '')
          return names[0] === 'EX-03' ? 'DUPLICATE' : 'UNSIGNED'
        },
      },
    })
  const pageWith = (names: readonly string[], next?: string) =>
    fleet(
      names.map((name) => EQUIPMENT.replace('EX-02', name)).join(''),
      next ? `<Links><rel>next</rel><href>${next}</href></Links>` : '',
    )

  it('reads page by page, with its token, and says what came of it', async () => {
    const tokens: (string | undefined)[] = []
    web.replies.set('/fleet/1', ({ headers }) => {
      tokens.push(headers.authorization)
      return { body: pageWith(['EX-01', 'EX-03'], '2') }
    })
    web.replies.set('/fleet/2', { body: pageWith(['EX-04']) })
    taken.length = 0
    expect(await importer().poll()).toEqual({ taken: 2, refused: 1, incomplete: 0, waitMs: 0 })
    expect(taken).toEqual(['EX-01', 'EX-03', 'EX-04'])
    expect(tokens).toEqual(['Bearer secret'])
  })

  it.each([
    ['another origin', 'https://elsewhere.example/2', 'another origin'],
    ['no address', 'http://[', 'another origin'],
    ['itself, for ever', '1', 'more than 100 pages'],
  ])('does not follow a link to %s', async (_, next, reason) => {
    web.replies.set('/fleet/1', { body: pageWith([], next) })
    await expect(importer().poll()).rejects.toThrow(reason)
  })

  it.each([
    [{ status: 500, body: 'stack trace' }, 'status 500'],
    [{ status: 401, body: {} }, 'status 401'],
    [{ body: '<html><p>Welcome' }, 'no XML'],
  ])('says why a feed could not be read: %j', async (reply, reason) => {
    web.replies.set('/fleet/1', reply)
    await expect(importer().poll()).rejects.toThrow(reason)
  })

  it('says that a feed does not answer', async () => {
    const poller = importer()
    await web.close()
    await expect(poller.poll()).rejects.toThrow('the feed does not answer')
    web = await TestWeb.start()
  })
})

describe('the rules of a feed', () => {
  it('are kept: unchanged pages are not sent again, and a pause is a pause', async () => {
    const asked: string[] = []
    const server = (await import('node:http')).createServer((request, response) => {
      asked.push(`${request.url} ${request.headers['if-none-match'] ?? ''}`.trim())
      if (request.url === '/busy') return response.writeHead(429, { 'retry-after': '120' }).end()
      if (request.headers['if-none-match'] === '"7"') return response.writeHead(304).end()
      return response.writeHead(200, { etag: '"7"' }).end(fleet(EQUIPMENT))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const parts = {
      token: undefined,
      everyMs: 1,
      sink: { take: async () => 'UNSIGNED' as const },
      log: createLog('silent'),
    }
    const importer = new AempImporter({ ...parts, url: `http://127.0.0.1:${port}/fleet` })
    expect((await importer.poll()).taken).toBe(1)
    expect((await importer.poll()).taken).toBe(0)
    expect(asked).toEqual(['/fleet', '/fleet "7"'])
    expect(await new AempImporter({ ...parts, url: `http://127.0.0.1:${port}/busy` }).poll()).toMatchObject({
      waitMs: 120_000,
    })
    importer.start()
    await expect.poll(() => asked.length).toBeGreaterThan(4)
    await importer.stop()
    await new Promise((resolve) => server.close(resolve))
  })
})

describe("the operator's file", () => {
  const folder = mkdtempSync(join(tmpdir(), 'tallystick-adapters-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const write = (name: string, content: unknown) => {
    const file = join(folder, name)
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
    return file
  }

  it('names machines, a secret and a feed', () => {
    const aemp = { url: 'https://feed.example/fleet/1', tokenFile: write('token', 'abc\n'), everySeconds: 1_800 }
    const file = write('all.json', { devices: { 'EX-01': SIGNED }, secretFile: write('secret', `${SECRET}\n`), aemp })
    expect(readAdapterConfig(file)).toEqual({
      devices: new Map([['EX-01', SIGNED]]),
      secret: SECRET,
      aemp: { url: aemp.url, token: 'abc', everyMs: 1_800_000 },
    })
    expect(readAdapterConfig(write('few.json', { devices: {} })).aemp).toBeUndefined()
  })

  it.each([
    ['not JSON', '{'],
    ['/devices', { devices: { 'EX-01': '0x12' } }],
    ['/aemp/url', { devices: {}, aemp: { url: 'file:///etc/passwd' } }],
    ['/aemp/everySeconds', { devices: {}, aemp: { url: 'https://feed.example', everySeconds: 1 } }],
    ['additional properties', { devices: {}, secret: SECRET }],
    ['cannot be read', { devices: {}, secretFile: '/nowhere' }],
  ])('is refused: %s', (reason, content) => {
    const file = write('bad.json', content)
    expect(() => readAdapterConfig(file)).toThrow(AdapterConfigError)
    expect(() => readAdapterConfig(file)).toThrow(reason)
  })
})
