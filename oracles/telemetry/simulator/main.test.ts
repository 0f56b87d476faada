import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { decodeReadingMessage } from '@tallystick/sdk'
import { Aedes } from 'aedes'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseTopic } from '../topics.ts'
import { derivedPrivateKey } from './signer.ts'

const PROGRAM = fileURLToPath(new URL('./main.ts', import.meta.url))
const DEVICE_ID = `0x${'12'.repeat(32)}`

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fleet-'))
  const fleet = [
    {
      deviceId: DEVICE_ID,
      keyVersion: 1,
      keyType: 'P-256',
      privateKey: derivedPrivateKey(1),
      profile: 'busy',
      seed: 1,
      site: { lat: 36.2, lon: 117.1 },
      opHours: 10,
    },
  ]
  const file = { chainId: 31_337, devices: `0x${'55'.repeat(20)}`, intervalSeconds: 1, fleet }
  writeFileSync(join(directory, 'fleet.json'), JSON.stringify(file))
})
afterEach(() => rmSync(directory, { recursive: true }))

function run(settings: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [PROGRAM], {
    env: { PATH: process.env.PATH, STATE_DIR: directory, LOG_LEVEL: 'warn', ...settings },
    stdio: ['ignore', 'inherit', 'pipe'],
  })
}

describe('main', () => {
  it('goes on with its chain after kill -9, and ends at SIGTERM', async () => {
    const digestsOf = new Map<bigint, Set<string>>()
    const aedes = await Aedes.createBroker()
    aedes.on('publish', ({ topic, payload }) => {
      if (parseTopic(topic)?.channel !== 'telemetry') return
      const { reading, signature } = decodeReadingMessage(JSON.parse(payload.toString()))
      digestsOf.set(reading.seq, (digestsOf.get(reading.seq) ?? new Set()).add(signature))
    })
    const server = createServer(aedes.handle).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const settings = { FLEET_FILE: join(directory, 'fleet.json'), MQTT_URL: `mqtt://127.0.0.1:${port}` }

    const reached = (count: number) =>
      vi.waitFor(() => expect(digestsOf.size).toBeGreaterThanOrEqual(count), { timeout: 20_000, interval: 20 })
    for (const count of [2, 4, 6]) {
      const killed = run(settings)
      await reached(count)
      killed.kill('SIGKILL')
      await once(killed, 'exit')
    }
    const ended = run(settings)
    await reached(8)
    ended.kill('SIGTERM')
    expect(await once(ended, 'exit')).toEqual([0, null])

    const numbers = [...digestsOf.keys()]
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => BigInt(index + 1)))
    expect([...digestsOf.values()].every((signatures) => signatures.size === 1)).toBe(true)
    await new Promise<void>((resolve) => aedes.close(() => resolve()))
    server.close()
  }, 90_000)

  it.each([
    ['FLEET_FILE', { MQTT_URL: 'mqtt://127.0.0.1:1' }],
    ['MQTT_URL', { FLEET_FILE: 'fleet.json' }],
    ['cannot be read', { FLEET_FILE: '/nowhere.json', MQTT_URL: 'mqtt://127.0.0.1:1' }],
  ])('says that %s is wrong and ends with code 2', async (problem, settings) => {
    const failed = run(settings as unknown as Record<string, string>)
    let errors = ''
    failed.stderr?.on('data', (chunk) => {
      errors += chunk
    })
    expect(await once(failed, 'close')).toEqual([2, null])
    expect(errors).toContain(problem)
  })
})
