import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Aedes } from 'aedes'
import { connectAsync, type MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLog } from '../log.ts'
import { TestDevice } from '../testing/fleet.ts'
import { Mosquitto, mosquittoPath } from '../testing/mosquitto.ts'
import { fleetTopic } from '../topics.ts'
import { connectBroker } from './external.ts'
import type { FleetHandler, FleetLink, FleetMessage } from './link.ts'

const log = createLog('silent')
const device = new TestDevice(1)
const { deviceId } = device
const telemetry = fleetTopic(deviceId, 'telemetry')

/** A broker that is somebody else's. */
interface ForeignBroker {
  url(user: string): string
  stop(): Promise<void>
}

async function otherAedes(): Promise<ForeignBroker> {
  const aedes = await Aedes.createBroker()
  const server = createServer(aedes.handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { readonly port: number }
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close()
      aedes.close(resolve)
    })
  return { url: () => `mqtt://127.0.0.1:${port}`, stop }
}

async function mosquitto(): Promise<ForeignBroker> {
  const broker = new Mosquitto(38_610, { gateway: 'gateway', [deviceId]: 'device' })
  await broker.start()
  const password = (user: string) => (user === 'gateway' ? 'gateway' : 'device')
  return { url: (user) => `mqtt://${user}:${password(user)}@127.0.0.1:38610`, stop: () => broker.remove() }
}

const brokers: [string, () => Promise<ForeignBroker>][] = [['aedes', otherAedes]]
if (mosquittoPath) brokers.push(['Mosquitto', mosquitto])
else console.log('Mosquitto is not installed: the external broker is tested with aedes only')

describe.each(brokers)('an external broker (%s)', (_, startBroker) => {
  let broker: ForeignBroker
  let sender: MqttClient

  beforeAll(async () => {
    broker = await startBroker()
    sender = await connectAsync(broker.url(deviceId), { clientId: deviceId, protocolVersion: 4 })
  })
  afterAll(async () => {
    await sender.endAsync(true)
    await broker.stop()
  })

  const connect = (handler: FleetHandler): Promise<FleetLink> =>
    connectBroker({ url: broker.url('gateway'), handler, log })

  it('delivers again what a gateway took in but did not store, in order, and nothing that it stored', async () => {
    const seen: string[] = []
    const first = await connect(({ payload }) => {
      seen.push(payload.toString())
      return Number(payload) < 3 ? Promise.resolve() : new Promise(() => {})
    })
    for (let number = 1; number <= 6; number++) await sender.publishAsync(telemetry, String(number), { qos: 1 })
    while (seen.length < 6) await sleep(10)
    await sleep(100)
    await first.close()
    await sender.publishAsync(telemetry, '7', { qos: 1 })
    const again: string[] = []
    const second = await connect(async ({ payload }) => void again.push(payload.toString()))
    while (again.length < 5) await sleep(10)
    await second.close()
    expect(seen).toEqual(['1', '2', '3', '4', '5', '6'])
    expect(again).toEqual(['3', '4', '5', '6', '7'])
  })

  it('delivers again, without a restart, what could not be taken in', async () => {
    const seen: string[] = []
    const link = await connect(async ({ payload }) => {
      seen.push(payload.toString())
      if (seen.length === 1) throw new Error('the database is away')
    })
    await sender.publishAsync(telemetry, 'again', { qos: 1 })
    while (seen.length < 2) await sleep(10)
    await link.close()
    expect(seen).toEqual(['again', 'again'])
  })

  it('is not asked to wait for one acknowledgement before the next message', async () => {
    const waiting: (() => void)[] = []
    const link = await connect(() => new Promise((resolve) => waiting.push(resolve)))
    await Promise.all(Array.from({ length: 15 }, (_, index) => sender.publishAsync(telemetry, `${index}`, { qos: 1 })))
    while (waiting.length < 15) await sleep(10)
    for (const resolve of waiting) resolve()
    await sleep(0)
    await link.close()
    const late: FleetMessage[] = []
    const other = await connect(async (message) => void late.push(message))
    await sleep(100)
    await other.close()
    expect(late.map(({ payload }) => payload.toString())).toEqual([])
  })

  it('carries commands to the device, retained', async () => {
    const link = await connect(() => Promise.resolve())
    await link.publish(fleetTopic(deviceId, 'cmd'), '{"v":1}', { retain: true })
    const received = new Promise((resolve) => sender.once('message', (_, payload) => resolve(payload.toString())))
    await sender.subscribeAsync(fleetTopic(deviceId, 'cmd'), { qos: 1 })
    expect(await received).toBe('{"v":1}')
    await link.close()
  })
})

it('a broker that is not there is an error at once', async () => {
  await expect(connectBroker({ url: 'mqtt://127.0.0.1:1', handler: () => Promise.resolve(), log })).rejects.toThrow()
})
