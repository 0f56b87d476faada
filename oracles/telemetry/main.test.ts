import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { devicesAbi } from '@tallystick/sdk'
import { connectAsync, type MqttClient } from 'mqtt'
import { zeroHash } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDatabase, type TestDatabase } from '../testing/database.ts'
import { deviceToken } from './broker/credentials.ts'
import { readingsBetween } from './store/readings.ts'
import { deploymentOf, SOME_CONTRACT } from './testing/deployment.ts'
import { eventLog, FakeChain } from './testing/fake-chain.ts'
import { TEST_DOMAIN, TEST_SECRET, TestDevice } from './testing/fleet.ts'

const MAIN = join(import.meta.dirname, 'main.ts')
const device = new TestDevice(1)

let directory: string
let database: TestDatabase
let node: Server
let chain: FakeChain
let environment: Record<string, string>

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'tallystick-gateway-'))
  database = await startDatabase()
  chain = new FakeChain(Math.floor(Date.now() / 1_000) - 60)
  chain.others = (method) => {
    if (method === 'eth_chainId') return '0x7a69'
    throw new Error(`nobody asks ${method}`)
  }
  node = await serve(chain)
  const { port } = node.address() as { readonly port: number }
  const genesis = await chain.client.getBlock({ blockNumber: 0n })
  writeFileSync(join(directory, 'deployment.json'), JSON.stringify(deploymentOf(genesis.hash)))
  environment = {
    DATABASE_URL: database.url,
    RPC_URL: `http://127.0.0.1:${port}`,
    DEPLOYMENT: join(directory, 'deployment.json'),
    GATEWAY_KEY_FILE: join(directory, 'gateway.pem'),
    HTTP_PORT: '0',
    MQTT_PORT: '0',
    MQTT_SECRET: TEST_SECRET,
  }
})
afterAll(async () => {
  node.close()
  node.closeAllConnections()
  await database.stop()
  rmSync(directory, { recursive: true, force: true })
})

/** The fake chain behind HTTP. */
async function serve(fake: FakeChain): Promise<Server> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { id, method, params } = JSON.parse(Buffer.concat(chunks).toString())
    const answer = await fake.client.request({ method, params }).then(
      (result) => ({ result }),
      (error: Error) => ({ error: { code: -32_000, message: error.message } }),
    )
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ jsonrpc: '2.0', id, ...answer }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

interface Running {
  readonly process: ChildProcess
  readonly url: string
  readonly mqttPort: number
}

async function start(): Promise<Running> {
  const child = spawn(process.execPath, [MAIN], { env: { ...process.env, ...environment } })
  child.stderr.pipe(process.stderr)
  for await (const line of createInterface(child.stdout)) {
    const entry = JSON.parse(line)
    if (entry.event === 'ready') {
      child.stdout.resume()
      return { process: child, url: entry.url, mqttPort: entry.mqtt.tcp }
    }
  }
  throw new Error('the gateway did not start')
}

async function stop({ process: child }: Running): Promise<number | null> {
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  return code
}

function connect({ mqttPort }: Running): Promise<MqttClient> {
  const { deviceId } = device
  const password = deviceToken(TEST_SECRET, deviceId)
  const identity = { clientId: deviceId, username: deviceId, password }
  return connectAsync(`mqtt://127.0.0.1:${mqttPort}`, { ...identity, protocolVersion: 4, reconnectPeriod: 0 })
}

async function isWelcome(gateway: Running): Promise<boolean> {
  try {
    await (await connect(gateway)).endAsync(true)
    return true
  } catch {
    return false
  }
}

/** Runs the process with other settings. @returns exit code and what it said */
function run(changes: Record<string, string>, args: readonly string[] = []): Promise<{ code: unknown; text: string }> {
  return new Promise((resolve) => {
    const env = { ...environment, ...changes, PATH: process.env.PATH ?? '' }
    execFile(process.execPath, [MAIN, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, text: `${stdout}${stderr}`.trim() }),
    )
  })
}

describe('the gateway as a process', () => {
  it('lets a device in once the chain has registered it, stores its readings, ends with 0, and starts again', async () => {
    const { deviceId, signer } = device
    const names = { oem: 'Taishan', model: 'TS-220', serialHash: zeroHash }
    const registration = { deviceId, manufacturer: SOME_CONTRACT, ...names, ratedFuelMlPerHour: 18_000, tier: 2 }
    const gateway = await start()
    await expect(connect(gateway)).rejects.toThrow('authorized')
    chain.mine(
      eventLog(TEST_DOMAIN.verifyingContract, devicesAbi, 'DeviceRegistered', registration),
      eventLog(TEST_DOMAIN.verifyingContract, devicesAbi, 'DeviceKeySet', {
        ...{ deviceId, keyVersion: 1, key: signer.key, time: chain.time },
      }),
    )
    await expect.poll(() => isWelcome(gateway), { timeout: 10_000 }).toBe(true)
    const client = await connect(gateway)
    const ts = BigInt(Date.now()) - 3_600_000n
    const { topic, payload, reading } = device.next({ ts })
    await client.publishAsync(topic, payload, { qos: 1 })
    expect((await readingsBetween(database.pool, deviceId, 0n, 10n ** 15n)).map((stored) => stored.reading)).toEqual([
      reading,
    ])
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text()
    expect(metrics).toContain('tallystick_telemetry_messages_total{outcome="accepted"} 1')
    await client.endAsync(true)
    expect(await stop(gateway)).toBe(0)

    const again = await start()
    const second = await connect(again)
    await second.publishAsync(topic, device.next().payload, { qos: 1 })
    await second.endAsync(true)
    expect(await stop(again)).toBe(0)
    expect(await readingsBetween(database.pool, deviceId, 0n, 10n ** 15n)).toHaveLength(2)
  })

  it('says in one line what its settings lack, and ends with 2', async () => {
    expect(await run({ MQTT_SECRET: 'short' })).toEqual({
      code: 2,
      text: 'telemetry gateway: MQTT_SECRET must have at least 16 characters',
    })
  })

  it('says in one line that the database is away, and ends with 1', async () => {
    const { code, text } = await run({ DATABASE_URL: 'postgresql://test@127.0.0.1:1/postgres' })
    expect(text).toMatch(/^telemetry gateway: the database at DATABASE_URL cannot be used: .*$/)
    expect(code).toBe(1)
  })

  it('prints the password of a device, and what it can be told', async () => {
    expect(await run({}, ['token', device.deviceId])).toEqual({
      code: 0,
      text: deviceToken(TEST_SECRET, device.deviceId),
    })
    expect(await run({}, ['fly'])).toMatchObject({ code: 2, text: expect.stringContaining('unknown command "fly"') })
  })
})
