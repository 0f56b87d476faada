import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, connectAsync, type IClientOptions, type MqttClient } from 'mqtt'
import type { Hex } from 'viem'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { MemoryDirectory } from '../ingest/directory.ts'
import { createLog } from '../log.ts'
import { GatewayMetrics } from '../metrics.ts'
import { type Issued, TestAuthority } from '../testing/certificates.ts'
import { TEST_SECRET, TestDevice } from '../testing/fleet.ts'
import { fleetTopic } from '../topics.ts'
import { deviceToken } from './credentials.ts'
import { type EmbeddedBroker, startEmbeddedBroker } from './embedded.ts'
import type { FleetMessage } from './link.ts'

const [device, neighbour, revoked] = [1, 2, 3].map((index) => new TestDevice(index)) as [
  TestDevice,
  TestDevice,
  TestDevice,
]
const directory = new MemoryDirectory()
device.register(directory)
neighbour.register(directory)
revoked.register(directory, 0)

const metrics = new GatewayMetrics()
const taken: FleetMessage[] = []
const oversized: Hex[] = []
let take: () => Promise<void> = () => Promise.resolve()
let broker: EmbeddedBroker
let authority: TestAuthority
let certificates: Record<'device' | 'expired' | 'withdrawn' | 'stranger' | 'neighbour', Issued>
const clients: MqttClient[] = []

beforeAll(async () => {
  authority = await TestAuthority.create()
  const { deviceId } = device
  const withdrawn = await authority.issue(deviceId)
  certificates = {
    withdrawn,
    device: await authority.issue(deviceId),
    expired: await authority.issue(deviceId, -1_000),
    stranger: await (await TestAuthority.create()).issue(deviceId),
    neighbour: await authority.issue(neighbour.deviceId),
  }
  const server = await authority.issue('localhost')
  const crl = await authority.revocationList([withdrawn])
  broker = await startEmbeddedBroker({
    ...{ port: 0, tls: { port: 0, ...server, ca: authority.cert, crl }, secret: TEST_SECRET },
    ...{ directory, metrics, log: createLog('silent') },
    handler: (message) => {
      taken.push(message)
      return take()
    },
    onOversized: (deviceId) => oversized.push(deviceId),
  })
})
afterEach(async () => {
  take = () => Promise.resolve()
  taken.length = 0
  await Promise.all(clients.splice(0).map((client) => client.endAsync(true)))
})
afterAll(() => broker.close())

/** How a device connects over TCP. */
function optionsOf({ deviceId }: TestDevice, changes: IClientOptions = {}): IClientOptions {
  const password = deviceToken(TEST_SECRET, deviceId)
  return { clientId: deviceId, username: deviceId, password, protocolVersion: 4, reconnectPeriod: 0, ...changes }
}

async function open(options: IClientOptions): Promise<MqttClient> {
  const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, options)
  client.on('error', () => undefined)
  clients.push(client)
  return client
}

/** Why a connection over TLS fails; `none` when it does not. */
function tlsFailure(issued: Issued | undefined, changes: IClientOptions = {}): Promise<string> {
  const { cert, key } = issued ?? {}
  const identity = { clientId: device.deviceId, username: device.deviceId, ...(cert && key ? { cert, key } : {}) }
  const client = connect(`mqtts://localhost:${broker.tlsPort}`, {
    ...{ ...identity, ca: authority.cert, protocolVersion: 4, reconnectPeriod: 0, connectTimeout: 3_000, ...changes },
  })
  clients.push(client)
  return new Promise((resolve) => {
    client.once('connect', () => resolve('none'))
    client.once('error', (error) => resolve(error.message))
    client.once('close', () => resolve('closed'))
  })
}

function closed(client: MqttClient): Promise<void> {
  return new Promise((resolve) => client.once('close', () => resolve()))
}

describe('a device', () => {
  it('is told that its message arrived only when it was taken in', async () => {
    let store = () => {}
    take = () =>
      new Promise((resolve) => {
        store = resolve
      })
    const client = await open(optionsOf(device))
    const { topic, payload } = device.next()
    let isAcknowledged = false
    const published = client.publishAsync(topic, payload, { qos: 1 }).then(() => {
      isAcknowledged = true
    })
    await sleep(100)
    expect(isAcknowledged).toBe(false)
    store()
    await published
    expect(taken).toEqual([{ topic, payload, source: { channel: 'telemetry', deviceId: device.deviceId } }])
  })

  it('keeps a message that was not taken in, and is disconnected', async () => {
    take = () => Promise.reject(new Error('the gateway stops'))
    const client = await open(optionsOf(device))
    const gone = closed(client)
    client.publish(device.next().topic, 'a', { qos: 1 }, () => undefined)
    await gone
    expect(taken).toHaveLength(1)
  })

  it('gets its commands, retained ones too when it comes back', async () => {
    const topic = fleetTopic(device.deviceId, 'cmd')
    await broker.publish(topic, '{"v":1,"commandId":"7"}', { retain: true })
    const client = await open(optionsOf(device))
    const received = new Promise((resolve) => client.once('message', (_, payload) => resolve(payload.toString())))
    await client.subscribeAsync(topic, { qos: 1 })
    expect(await received).toBe('{"v":1,"commandId":"7"}')
  })

  it('leaves a will behind when its connection breaks', async () => {
    const will = { topic: fleetTopic(device.deviceId, 'state'), payload: Buffer.from('offline'), qos: 1, retain: true }
    const client = await open(optionsOf(device, { will: will as NonNullable<IClientOptions['will']> }))
    client.stream.destroy()
    while (taken.length === 0) await sleep(5)
    expect(taken[0]).toMatchObject({ topic: will.topic, payload: will.payload, source: { channel: 'state' } })
  })
})

describe('D17 who may connect over TCP', () => {
  it.each<[string, IClientOptions]>([
    ['without a password', optionsOf(device, { password: '' })],
    ['with another device’s password', optionsOf(device, { password: deviceToken(TEST_SECRET, neighbour.deviceId) })],
    ['as another device', optionsOf(device, { clientId: neighbour.deviceId })],
    ['with a revoked key', optionsOf(revoked)],
    ['unknown to the register', optionsOf(new TestDevice(99))],
    ['with a name that is none', optionsOf(device, { clientId: '#', username: '#' })],
    ['with a will for another device', optionsOf(device, { will: willOf(neighbour) })],
    ['with a will that poisons its commands', optionsOf(device, { will: willOf(device, 'cmd') })],
  ])('%s: refused', async (_, options) => {
    await expect(open(options)).rejects.toThrow()
  })

  it('a legacy device may, with the password of its name', async () => {
    const legacy = optionsOf(device, {
      clientId: 'crane-7',
      username: 'crane-7',
      password: deviceToken(TEST_SECRET, 'crane-7'),
    })
    const client = await open(legacy)
    await client.publishAsync('device/crane-7/data', '{}', { qos: 1 })
    expect(taken[0]?.source).toEqual({ channel: 'legacy', name: 'crane-7' })
  })
})

describe('D17 who may connect over TLS', () => {
  it('a device with its certificate, without any password', async () => {
    expect(await tlsFailure(certificates.device)).toBe('none')
  })

  it.each(['expired', 'withdrawn', 'stranger', 'neighbour'] as const)('%s certificate: refused', async (name) => {
    expect(await tlsFailure(certificates[name])).not.toBe('none')
  })

  it('D17 no certificate, although with the right password: refused', async () => {
    expect(await tlsFailure(undefined, { password: deviceToken(TEST_SECRET, device.deviceId) })).not.toBe('none')
  })
})

describe('D17 where a device may publish', () => {
  const foreign = [
    fleetTopic(neighbour.deviceId, 'telemetry'),
    fleetTopic(device.deviceId, 'cmd'),
    'device/crane-7/data',
    '$SYS/broker',
    'fleet/v1/x/telemetry',
  ]

  it.each(foreign)('not on %s: disconnected', async (topic) => {
    const client = await open(optionsOf(device))
    const gone = closed(client)
    client.publish(topic, 'x', { qos: 1 }, () => undefined)
    await gone
    expect(taken).toEqual([])
  })

  it('D17 retained poison goes nowhere: not on others’ topics, not as a reading', async () => {
    for (const topic of [fleetTopic(neighbour.deviceId, 'state'), fleetTopic(device.deviceId, 'telemetry')]) {
      const client = await open(optionsOf(device))
      const gone = closed(client)
      client.publish(topic, 'poison', { qos: 1, retain: true }, () => undefined)
      await gone
    }
    expect(taken).toEqual([])
  })

  it('D17 a packet of 1 MB cuts the connection before it is buffered, and is reported', async () => {
    const client = await open(optionsOf(device))
    const gone = closed(client)
    client.publish(device.next().topic, randomBytes(1_000_000), { qos: 1 }, () => undefined)
    await gone
    expect(taken).toEqual([])
    expect(oversized).toEqual([device.deviceId])
    const { values } = await metrics.disconnections.get()
    expect(values).toContainEqual({ labels: { reason: 'oversized' }, value: 1 })
  })
})

describe('D17 what a device may subscribe to', () => {
  it.each(['#', 'fleet/#', 'fleet/v1/+/cmd', '+/+/+/+', fleetTopic(neighbour.deviceId, 'cmd'), '$SYS/#'])(
    'not %s',
    async (filter) => {
      const client = await open(optionsOf(device))
      const [grant] = await client.subscribeAsync(filter, { qos: 1 }).catch(() => [{ qos: 128 }])
      expect(grant?.qos ?? 128).toBe(128)
      const heard: string[] = []
      client.on('message', (topic) => heard.push(topic))
      await broker.publish(fleetTopic(neighbour.deviceId, 'cmd'), 'secret', { retain: false })
      await sleep(50)
      expect(heard).toEqual([])
    },
  )
})

function willOf({ deviceId }: TestDevice, channel: 'state' | 'cmd' = 'state'): NonNullable<IClientOptions['will']> {
  return { topic: fleetTopic(deviceId, channel), payload: Buffer.from('offline'), qos: 1, retain: true }
}
