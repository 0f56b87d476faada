import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeReadingMessage } from '@tallystick/sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLog } from '../log.ts'
import { Agent } from './agent.ts'
import { HOUR_MS } from './calendar.ts'
import { controlServer } from './control.ts'
import { PROFILES } from './profile.ts'
import { deviceSpec } from './simulate.ts'
import { DOMAIN, MONDAY } from './testing.ts'

const stateDir = mkdtempSync(join(tmpdir(), 'control-'))
const spec = deviceSpec(PROFILES.ordinary, 1)
const agent = new Agent(spec, 0, undefined, {
  domain: DOMAIN,
  clock: { now: () => MONDAY },
  brokerUrl: 'mqtt://127.0.0.1:1',
  brokerCa: undefined,
  stateDir,
  log: createLog('silent'),
})
const server = controlServer([agent])

beforeAll(async () => {
  await server.ready()
})
afterAll(async () => {
  await server.close()
  rmSync(stateDir, { recursive: true })
})

const incident = (payload: object, id: string = spec.deviceId) =>
  server.inject({ method: 'POST', url: `/devices/${id}/incident`, payload })

describe('controlServer', () => {
  it('lets something befall a machine and shows it', async () => {
    const answer = await incident({ kind: 'theft', hours: 2 })
    expect(answer.json()).toEqual({ kind: 'theft', from: MONDAY, to: MONDAY + 2 * HOUR_MS })
    const [picture] = (await server.inject('/devices')).json() as Record<string, unknown>[]
    expect(picture).toMatchObject({ deviceId: spec.deviceId, seq: 0, running: false, locked: false })
    expect(picture?.incidents).toHaveLength(1)
  })

  it('signs a reading on demand', async () => {
    const answer = await server.inject({ method: 'POST', url: `/devices/${spec.deviceId}/reading` })
    expect(decodeReadingMessage(answer.json()).reading).toMatchObject({ deviceId: spec.deviceId, seq: 1n })
  })

  it.each([
    ['an unknown kind', { kind: 'flood' }],
    ['no kind', {}],
    ['no hours', { kind: 'idle', hours: 0 }],
    ['too many hours', { kind: 'idle', hours: 721 }],
  ])('refuses %s', async (_, payload) => {
    expect((await incident(payload)).statusCode).toBe(400)
  })

  it('does not know other devices', async () => {
    expect((await incident({ kind: 'idle' }, `0x${'00'.repeat(32)}`)).statusCode).toBe(404)
    expect((await server.inject({ method: 'POST', url: '/devices/0x12/reading' })).statusCode).toBe(404)
  })
})
