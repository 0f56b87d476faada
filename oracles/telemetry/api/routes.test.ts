import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { type Evidence, flags, leafOf, periodRoot, unpackBatch, verifyEvidence } from '@tallystick/sdk'
import { type Hex, keccak256, stringToBytes } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildAlarmSource } from '../../functions/build.ts'
import { alarmRequestFor } from '../../testing/alarm-cases.ts'
import { makeHttpRequest, programOf } from '../../testing/functions-program.ts'
import { archivePeriod } from '../periods/archive.ts'
import { TEST_NOW } from '../testing/fleet.ts'
import { readGatewayKey } from './gateway-key.ts'
import { DOCUMENT_FILE, openApiDocument } from './openapi.ts'
import { auditor, hengtong, officer, otherOfficer } from './testing/accounts.ts'
import { ApiWorld, BANK, FREE, LEASED, PASSED_ON } from './testing/world.ts'

let world: ApiWorld
const published = Array.from({ length: 60 }, (_, i) => LEASED.next({ flags: i === 30 ? flags.tamper : 0 }))
beforeAll(async () => {
  world = await ApiWorld.start(23_720)
  await world.accept(published)
}, 60_000)
afterAll(() => world.stop())

async function refusalOf(path: string, account = auditor): Promise<[number, string]> {
  const response = await world.get(path, await world.tokenOf(account))
  const { code } = (await response.json()) as { code: string }
  return [response.status, code]
}

describe('readings', () => {
  interface Series {
    readonly every: number
    readonly points: readonly { ts: string; opSec: string; flags: number }[]
  }
  const path = `/v1/devices/${LEASED.deviceId}/readings`

  it('are all there when there are few', async () => {
    const { points, every } = await world.read<Series>(`${path}?from=${TEST_NOW - 7_200_000}&to=${TEST_NOW}`, hengtong)
    expect(every).toBe(4)
    expect(points.map(({ ts }) => ts)).toEqual(published.map(({ message }) => message.r.ts))
  })

  it('are thinned out to the last of each interval, with the flags of all', async () => {
    const query = `from=${TEST_NOW - 7_200_000}&to=${TEST_NOW}&every=600`
    const { points, every } = await world.read<Series>(`${path}?${query}`, hengtong)
    expect(every).toBe(600)
    expect(points).toHaveLength(6)
    expect(points.map(({ opSec }) => opSec)).toEqual([9, 19, 29, 39, 49, 59].map((i) => published[i]?.message.r.opSec))
    expect(points.map((point) => point.flags)).toEqual([0, 0, 0, flags.tamper, 0, 0])
  })

  it('of a year fit into one answer', async () => {
    const { points, every } = await world.read<Series>(`${path}?from=${TEST_NOW - 365 * 86_400_000}`, hengtong)
    expect(every).toBeGreaterThan(15_000)
    expect(points).toHaveLength(1)
  })

  it.each([
    'from=5&to=5',
    'from=9&to=5',
    'from=-1',
    'from=abc',
    'every=0',
    'every=1.5',
    'every=1;DROP TABLE readings',
    "from=1' OR '1'='1",
    'from=1&from=2',
    'limit=5',
    'every[gt]=1',
    'from=1e400',
  ])('are not read by a query that is malformed: %s', async (query) => {
    expect(await refusalOf(`${path}?${encodeURI(query)}`)).toEqual([400, 'BAD_REQUEST'])
  })

  it.each(["' OR 1=1 --", '0x00', '%00', `${LEASED.deviceId}';DELETE FROM readings`, LEASED.deviceId.toUpperCase()])(
    'are not read of a machine with the id %s',
    async (id) => {
      const [status] = await refusalOf(`/v1/devices/${encodeURIComponent(id)}/readings`)
      expect(status).toBe(400)
      const { rows } = await world.pool.query<{ count: string }>('SELECT count(*) FROM readings')
      expect(rows[0]?.count).toBe('60')
    },
  )
})

describe('alarms', () => {
  interface Alarms {
    readonly alarms: readonly { id: string; acknowledgement: unknown; followUps: readonly unknown[] }[]
  }

  it('are told by state and machine, the newest first, page by page', async () => {
    const { deviceId } = LEASED
    const old = await world.raise(deviceId, 'OFFLINE', {
      raisedAt: TEST_NOW - 9_000,
      clearedAt: TEST_NOW,
      clearReason: 'RULE',
    })
    await world.pool.query('UPDATE alarms SET cleared_at = $1, clear_reason = $2 WHERE id = $3', [
      TEST_NOW,
      'RULE',
      old.id,
    ])
    const active = await world.raise(deviceId, 'UNUSED', { raisedAt: TEST_NOW - 5_000 })
    const other = await world.raise(FREE.deviceId, 'TAMPER')
    const ids = async (query: string) =>
      (await world.read<Alarms>(`/v1/alarms?${query}`, auditor)).alarms.map(({ id }) => id)
    expect(await ids('')).toEqual([other.id, active.id, old.id])
    expect(await ids('state=active')).toEqual([other.id, active.id])
    expect(await ids('state=cleared')).toEqual([old.id])
    expect(await ids(`deviceId=${deviceId}`)).toEqual([active.id, old.id])
    expect(await ids('limit=1')).toEqual([other.id])
    expect(await ids(`limit=5&before=${TEST_NOW - 5_000}`)).toEqual([old.id])
  })

  it.each(['state=open', "state=active' OR '1'='1", 'limit=0', 'limit=501', 'deviceId=1', 'state[]=active', 'sort=id'])(
    'are not told for %s',
    async (query) => {
      expect(await refusalOf(`/v1/alarms?${encodeURI(query)}`)).toEqual([400, 'BAD_REQUEST'])
    },
  )

  it('carry what officers did and said', async () => {
    const text = '已电话联系，司机确认。 Called the site.'
    const note = keccak256(stringToBytes(text))
    const place = { block: 7, time: TEST_NOW / 1_000 + 60, deviceId: PASSED_ON.deviceId, by: officer.address }
    const alarm = await world.raise(PASSED_ON.deviceId, 'OUT_OF_REGION')
    world.fleet.acknowledgements = [{ ...place, alarms: 0b10, note }]
    world.fleet.followUps = [
      { ...place, followUpId: 4n, alarms: 0b11, note, dueDay: 20_800, closed: undefined },
      { ...place, followUpId: 5n, alarms: 0b100, note, dueDay: 20_800, closed: undefined },
    ]
    const path = `/v1/alarms?deviceId=${PASSED_ON.deviceId}`
    const viewOf = async () => (await world.read<Alarms>(path, auditor)).alarms.find(({ id }) => id === alarm.id)
    const done = { by: officer.address, at: place.time }
    expect(await viewOf()).toMatchObject({ acknowledgement: { ...done, note: { hash: note, text: null } } })
    expect((await world.post('/v1/notes', { text }, await world.tokenOf(auditor))).status).toBe(200)
    expect(await viewOf()).toMatchObject({
      acknowledgement: { ...done, note: { hash: note, text } },
      followUps: [{ ...done, followUpId: '4', dueDay: 20_800, note: { hash: note, text }, closed: null }],
    })
  })
})

describe('a note', () => {
  const codeOf = async (body: unknown, token?: string) => {
    const response = await world.post('/v1/notes', body, token)
    return [response.status, ((await response.json()) as { code: string }).code]
  }

  it('is kept only when the chain has its hash, about a machine of the author', async () => {
    const text = 'about the leased machine'
    expect(await codeOf({ text }, await world.tokenOf(officer))).toEqual([404, 'NOTE_UNKNOWN'])
    const place = { block: 8, time: TEST_NOW / 1_000, by: officer.address, deviceId: LEASED.deviceId }
    world.fleet.acknowledgements = [{ ...place, alarms: 1, note: keccak256(stringToBytes(text)) }]
    expect(await codeOf({ text }, await world.tokenOf(otherOfficer))).toEqual([404, 'NOTE_UNKNOWN'])
    expect(await codeOf({ text }, await world.tokenOf(officer))).toEqual([200, undefined])
    expect(await codeOf({ text }, await world.tokenOf(officer))).toEqual([200, undefined])
  })

  it('waits for an event that is on its way', async () => {
    const text = 'closing words'
    const sent = world.post('/v1/notes', { text }, await world.tokenOf(officer))
    const note = keccak256(stringToBytes(text))
    const place = { block: 9, time: TEST_NOW / 1_000, by: officer.address }
    setTimeout(() => {
      const closed = { ...place, note }
      world.fleet.followUps = [
        { ...place, deviceId: LEASED.deviceId, followUpId: 6n, alarms: 1, note: '0x', dueDay: 1, closed },
      ]
    }, 100)
    expect((await sent).status).toBe(200)
  })

  it('is refused when it is empty, too long, or something else', async () => {
    const token = await world.tokenOf(officer)
    for (const body of [
      {},
      { text: '' },
      { text: 'x'.repeat(2_001) },
      { text: 'x', by: 'me' },
      [],
      { text: { $gt: '' } },
    ]) {
      expect(await codeOf(body, token)).toEqual([400, 'BAD_REQUEST'])
    }
    expect(await codeOf({ text: 'x'.repeat(20_000) }, token)).toEqual([413, 'BODY_TOO_LARGE'])
    expect(await codeOf({ text: 'x' })).toEqual([401, 'UNAUTHORISED'])
    const form = await fetch(`${world.url}/v1/notes`, { method: 'POST', body: new URLSearchParams({ text: 'x' }) })
    expect(form.status).toBe(415)
  })
})

describe('the picture of alarms', () => {
  const program = buildAlarmSource().then(programOf)
  const askFor = async (batch = 0, endpoint = world.url) => {
    const { args, bytesArgs } = alarmRequestFor(endpoint, batch, readGatewayKey(world.keyFile).x)
    const answer = await (await program)({ makeHttpRequest }, args, bytesArgs, {})
    return unpackBatch(`0x${Buffer.from(answer).toString('hex')}`)
  }

  it('is believed by the program of the oracle network', async () => {
    world.fleet.places = [FREE.deviceId, LEASED.deviceId]
    await world.raise(LEASED.deviceId, 'FUEL_DROP')
    const picture = await askFor()
    expect(picture).toEqual({ batch: 0, asOf: TEST_NOW / 1_000, alarms: [0b0100_0000, 0b0000_1001] })
    expect(await askFor(0, `${world.url}/oracles/${BANK.deviceOracle}`)).toEqual(picture)
  })

  it('is the same for nodes that ask together, and new when an alarm changes or time goes on', async () => {
    const bytes = async () => (await world.get('/v1/alarms/batches/0')).text()
    const first = await bytes()
    world.clock.time += 5_000
    expect(await bytes()).toBe(first)
    await world.raise(LEASED.deviceId, 'FUEL_RATE_HIGH')
    const changed = await bytes()
    expect(changed).not.toBe(first)
    world.clock.time += 60_000
    expect(await bytes()).not.toBe(changed)
    world.clock.time = TEST_NOW
  })

  it('is there for batches with machines only', async () => {
    await expect(askFor(1)).rejects.toThrow(/^DATA_UNAVAILABLE$/)
    for (const [path, status] of [
      ['/v1/alarms/batches/1', 404],
      ['/v1/alarms/batches/65536', 400],
      ['/v1/alarms/batches/-1', 400],
      ['/v1/alarms/batches/one', 400],
      [`/oracles/0x${'9'.repeat(40)}/v1/alarms/batches/0`, 404],
      ['/oracles/1/v1/alarms/batches/0', 400],
    ] as const) {
      expect((await world.get(path)).status, path).toBe(status)
    }
  })
})

describe('evidence', () => {
  const digests = published.slice(1).map(({ digest }) => digest)
  const closing = published.at(-1)
  beforeAll(async () => {
    if (closing === undefined) throw new Error('there are readings')
    await archivePeriod(world.pool, {
      ...{ leases: BANK.leases, leaseId: 1n, period: 1, deviceId: LEASED.deviceId, archivedAt: TEST_NOW },
      ...{ openingSeq: 1n, closingSeq: 60n, closingDigest: closing.digest, message: closing.message },
      ...{ root: periodRoot(digests), digests },
    })
  })

  interface View {
    readonly closing: unknown
    readonly digests: readonly Hex[]
    readonly picked: { readonly message: { r: { seq: string } }; readonly proof: Evidence['proof'] }
  }
  const path = '/v1/leases/1/periods/1'

  it('proves the closing reading, or the one that is asked for', async () => {
    const root = periodRoot(digests)
    for (const [query, index] of [
      ['', 58],
      ['?seq=2', 0],
      ['?seq=33', 31],
    ] as const) {
      const view = await world.read<View>(`${path}/evidence${query}`, officer)
      expect(view.closing).toEqual(closing?.message)
      expect(view.digests).toEqual(digests)
      expect(view.picked.message).toEqual(published[index + 1]?.message)
      const digest = digests[index] ?? '0x'
      expect(verifyEvidence({ root, digest, proof: view.picked.proof })).toBe(true)
      expect(leafOf(digest)).not.toBe(digest)
    }
  })

  it('comes with all raw readings', async () => {
    const all = await world.read<{ readings: unknown[]; next: null }>(`${path}/readings`, hengtong)
    expect(all).toEqual({ readings: published.slice(1).map(({ message }) => message), next: null })
    const rest = await world.read<{ readings: unknown[] }>(`${path}/readings?after=50`, hengtong)
    expect(rest.readings).toEqual(published.slice(50).map(({ message }) => message))
  })

  it.each([
    [`${path}/evidence?seq=1`, 404, 'NO_SUCH_READING'],
    [`${path}/evidence?seq=61`, 404, 'NO_SUCH_READING'],
    ['/v1/leases/1/periods/2/evidence', 404, 'NOTHING_REPORTED'],
    ['/v1/leases/7/periods/1/evidence', 404, 'NO_SUCH_LEASE'],
    [`${path}/evidence?book=0x${'9'.repeat(40)}`, 404, 'NO_SUCH_LEASE'],
    [`${path}/evidence?seq=-1`, 400, 'BAD_REQUEST'],
    [`${path}/evidence?seq=1%20UNION%20SELECT%201`, 400, 'BAD_REQUEST'],
    ['/v1/leases/1/periods/0/evidence', 400, 'BAD_REQUEST'],
    ['/v1/leases/x/periods/1/evidence', 400, 'BAD_REQUEST'],
  ])('%s: %d %s', async (asked, status, code) => {
    expect(await refusalOf(asked)).toEqual([status, code])
  })
})

describe('the interface', () => {
  it('is described: write it anew with `node oracles/telemetry/api/openapi.ts`', async () => {
    const document = JSON.parse(await openApiDocument()) as { paths: Record<string, object> }
    expect(JSON.parse(readFileSync(DOCUMENT_FILE, 'utf8'))).toEqual(document)
    expect(await (await world.get('/openapi.json')).json()).toEqual(document)
    expect(Object.entries(document.paths).map(([path, methods]) => `${Object.keys(methods).join()} ${path}`)).toEqual([
      'post /v1/session',
      'get /v1/devices',
      'get /v1/devices/{id}/readings',
      'get /v1/alarms',
      'get /v1/alarms/batches/{batch}',
      'get /oracles/{oracle}/v1/alarms/batches/{batch}',
      'get /v1/leases/{id}/periods/{period}/evidence',
      'get /v1/leases/{id}/periods/{period}/readings',
      'post /v1/notes',
      'get /v1/stream',
      'get /health',
      'get /metrics',
    ])
  })

  it('says that it is well, and how it does', async () => {
    expect(await (await world.get('/health')).json()).toEqual({ status: 'ok', block: 7 })
    expect(await (await world.get('/metrics')).text()).toContain('tallystick_telemetry_streams 0')
  })

  it('is closed to other origins, and knows no other addresses', async () => {
    const response = await fetch(`${world.url}/health`, { headers: { origin: 'https://elsewhere.example' } })
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    const preflight = await fetch(`${world.url}/v1/notes`, { method: 'OPTIONS' })
    expect(preflight.status).toBe(404)
    expect(await refusalOf('/v1/../../etc/passwd')).toEqual([404, 'NOT_FOUND'])
  })

  it('slows down who calls too often', async () => {
    await world.restart({ rateLimits: { public: 3, session: 3, oracle: 5 } })
    const statuses = await Promise.all(
      Array.from({ length: 5 }, () => world.get('/health').then(({ status }) => status)),
    )
    expect(statuses.filter((status) => status === 429)).toHaveLength(2)
    await world.restart()
  })
})

describe("the gateway's key", () => {
  it('is made once, for its owner only', () => {
    const file = `${world.keyFile}.new`
    const { x } = readGatewayKey(file)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readGatewayKey(file).x).toBe(x)
    expect(x).toMatch(/^0x[0-9a-f]{64}$/)
  })

  it('is refused when it is none, or of another curve', () => {
    const file = `${world.keyFile}.bad`
    writeFileSync(file, 'no key')
    expect(() => readGatewayKey(file)).toThrow('holds no private key in PEM')
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }))
    expect(() => readGatewayKey(file)).toThrow('another kind than P-256')
  })
})
