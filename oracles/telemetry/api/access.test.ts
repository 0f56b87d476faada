import { telemetryAccessTypedData } from '@tallystick/sdk'
import { hashTypedData } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  auditor,
  CHAIN_ID,
  careful,
  expired,
  frozen,
  hengtong,
  officer,
  otherLessee,
  otherOfficer,
  safe,
  signAccess,
  stranger,
  taishan,
} from './testing/accounts.ts'
import { ApiWorld, FREE, HANDED_BACK, LEASED, PASSED_ON } from './testing/world.ts'

let world: ApiWorld
beforeAll(async () => {
  world = await ApiWorld.start(23_710)
  for (const device of [LEASED, PASSED_ON, FREE]) {
    await world.accept(Array.from({ length: 60 }, () => device.next()))
    await world.raise(device.deviceId, 'UNUSED')
  }
}, 60_000)
afterAll(() => world.stop())
beforeEach(() => {
  world.chain.failing = false
  world.sessionClock.time = Date.now()
})

async function refusal(response: Response): Promise<[number, string]> {
  const body = (await response.json()) as { code: string; message: string }
  expect(Object.keys(body).sort()).toEqual(['code', 'message'])
  expect(body.message).not.toBe('')
  return [response.status, body.code]
}

describe('a session', () => {
  it('is opened once by a signature, and tells who calls until it expires', async () => {
    const expires = world.nextExpiry()
    const signature = await signAccess(hengtong, expires)
    const opened = await world.openSession(hengtong.address, expires, signature)
    const { token, ...answer } = (await opened.json()) as { token: string }
    expect(answer).toEqual({ expires })
    expect((await world.get('/v1/devices', token)).status).toBe(200)
    expect(await refusal(await world.openSession(hengtong.address, expires, signature))).toEqual([
      409,
      'SESSION_REPLAYED',
    ])
    const again = await world.openSession(hengtong.address.toLowerCase() as `0x${string}`, expires, signature)
    expect(await refusal(again)).toEqual([409, 'SESSION_REPLAYED'])
    await world.restart()
    expect((await world.get('/v1/devices', token)).status).toBe(200)
    world.sessionClock.time = expires * 1_000
    expect(await refusal(await world.get('/v1/devices', token))).toEqual([401, 'SESSION_EXPIRED'])
    expect(await refusal(await world.openSession(hengtong.address, expires, signature))).toEqual([
      401,
      'SESSION_EXPIRED',
    ])
  })

  it('is kept as a hash only', async () => {
    const token = await world.tokenOf(auditor)
    const { rows } = await world.pool.query<{ token_hash: Buffer }>('SELECT * FROM api_sessions')
    expect(JSON.stringify(rows.map((row) => row.token_hash.toString('base64url')))).not.toContain(token)
  })

  it.each([
    ['is over', -1],
    ['begins now', 0],
    ['lasts a day', 86_400],
  ])('is refused when it %s', async (_, ahead) => {
    const expires = Math.floor(Date.now() / 1_000) + ahead
    const response = await world.openSession(auditor.address, expires, await signAccess(auditor, expires))
    expect(await refusal(response)).toEqual([401, 'SESSION_EXPIRED'])
  })

  it('is refused for signatures of somebody else, of another time and of another chain', async () => {
    const expires = world.nextExpiry()
    for (const signature of [
      await signAccess(stranger, expires),
      await signAccess(auditor, expires + 1),
      await signAccess(auditor, expires, 1),
      `0x${'00'.repeat(65)}`,
    ] as const) {
      expect(await refusal(await world.openSession(auditor.address, expires, signature))).toEqual([
        401,
        'SIGNATURE_INVALID',
      ])
    }
  })

  it.each([
    ['a stranger', stranger],
    ['a frozen member', frozen],
    ['a member whose time is over', expired],
  ])('is refused for %s', async (_, account) => {
    const expires = world.nextExpiry()
    const response = await world.openSession(account.address, expires, await signAccess(account, expires))
    expect(await refusal(response)).toEqual([403, 'NOT_A_MEMBER'])
  })

  it('of an account that is a contract is approved by its code', async () => {
    const expires = world.nextExpiry()
    const data = telemetryAccessTypedData(CHAIN_ID, { account: safe, expires: BigInt(expires) })
    const signature = await stranger.sign({ hash: hashTypedData(data) })
    world.chain.approving = false
    expect(await refusal(await world.openSession(safe, expires, signature))).toEqual([401, 'SIGNATURE_INVALID'])
    world.chain.approving = true
    expect((await world.openSession(safe, expires, signature)).status).toBe(200)
  })

  it('is refused for a raw signature of an account for which only its code may speak', async () => {
    const expires = world.nextExpiry()
    const response = await world.openSession(careful.address, expires, await signAccess(careful, expires))
    expect(await refusal(response)).toEqual([401, 'SIGNATURE_INVALID'])
  })

  it('is not opened while the chain cannot be asked', async () => {
    await world.restart()
    world.chain.failing = true
    const expires = world.nextExpiry()
    const response = await world.openSession(auditor.address, expires, await signAccess(auditor, expires))
    expect(await refusal(response)).toEqual([503, 'CHAIN_UNAVAILABLE'])
  })

  it.each([
    ['no token', undefined],
    ['an unknown token', 'A'.repeat(43)],
    ['a token that is too long', 'A'.repeat(5_000)],
    ["somebody's SQL", "' OR 1=1 --"],
  ])('is needed: %s', async (_, token) => {
    for (const path of ['/v1/devices', '/v1/alarms', `/v1/devices/${LEASED.deviceId}/readings`, '/v1/stream']) {
      expect(await refusal(await world.get(path, token))).toEqual([401, 'UNAUTHORISED'])
    }
  })
})

interface Views {
  readonly devices: readonly { deviceId: string; last: { message: { r: { ts: string } } } | null; lease: unknown }[]
  readonly alarms: readonly { deviceId: string }[]
  readonly points: readonly { ts: string }[]
}

describe('a viewer', () => {
  const names = new Map([
    [LEASED.deviceId, 'leased'],
    [PASSED_ON.deviceId, 'passed on'],
    [FREE.deviceId, 'free'],
  ])
  const named = (items: readonly { deviceId: string }[]) =>
    items.map(({ deviceId }) => names.get(deviceId as `0x${string}`)).sort()

  it.each([
    ['auditor', auditor, ['free', 'leased', 'passed on'], ['free', 'leased', 'passed on']],
    ['manufacturer', taishan, ['free', 'leased', 'passed on'], ['free', 'leased', 'passed on']],
    ['lessee', hengtong, ['leased', 'passed on'], ['leased']],
    ["machine's next lessee", otherLessee, ['passed on'], ['passed on']],
    ['officer', officer, ['leased', 'passed on'], ['leased']],
    ["other bank's officer", otherOfficer, ['passed on'], ['passed on']],
  ])('%s sees its machines and their alarms', async (_, account, devices, alarms) => {
    expect(named((await world.read<Views>('/v1/devices', account)).devices)).toEqual(devices)
    expect(named((await world.read<Views>('/v1/alarms', account)).alarms)).toEqual(alarms)
  })

  it('does not learn which other machines there are', async () => {
    const token = await world.tokenOf(otherLessee)
    const unknown = `0x${'ab'.repeat(32)}`
    for (const id of [LEASED.deviceId, FREE.deviceId, unknown]) {
      expect(await refusal(await world.get(`/v1/devices/${id}/readings`, token))).toEqual([404, 'NO_SUCH_DEVICE'])
    }
    for (const lease of ['1', '99']) {
      const path = `/v1/leases/${lease}/periods/1/evidence`
      expect(await refusal(await world.get(path, token))).toEqual([404, 'NO_SUCH_LEASE'])
    }
  })

  it('whose lease is over sees what was until then, and nothing of what came after', async () => {
    const path = `/v1/devices/${PASSED_ON.deviceId}/readings?from=${HANDED_BACK - 7_200_000}&to=${HANDED_BACK + 7_200_000}`
    const timesFor = async (account: typeof auditor) =>
      (await world.read<Views>(path, account)).points.map(({ ts }) => Number(ts))
    const [all, before, after] = [await timesFor(auditor), await timesFor(hengtong), await timesFor(otherLessee)]
    expect(before.length).toBeGreaterThan(0)
    expect(after.length).toBeGreaterThan(0)
    expect(before.every((time) => time < HANDED_BACK)).toBe(true)
    expect(after.every((time) => time >= HANDED_BACK)).toBe(true)
    expect(all).toEqual([...before, ...after])
    const [view] = (await world.read<Views>('/v1/devices', hengtong)).devices.filter(
      ({ deviceId }) => deviceId === PASSED_ON.deviceId,
    )
    expect(view).toMatchObject({ last: null, lease: null, alarms: [], command: null, received: '0' })
  })
})
