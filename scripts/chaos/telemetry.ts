/**
 * `npm run chaos:telemetry [kills]`: breaks the telemetry gateway while a fleet of machines goes on reporting, and compares
 * what the database holds with what the machines were told had arrived. Exits 1 when anything is lost or counted twice.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import { deviceToken } from '../../oracles/telemetry/broker/credentials.ts'
import { CrashFleet, CrashingGateway, type Inventory } from '../../oracles/telemetry/testing/crash-test.ts'
import { TEST_SECRET, TestDevice } from '../../oracles/telemetry/testing/fleet.ts'
import { Mosquitto, mosquittoPath } from '../../oracles/telemetry/testing/mosquitto.ts'
import { startDatabase } from '../../oracles/testing/database.ts'
import { PortAllocator } from '../services/ports.ts'

const DEVICES = 20
/** Ten minutes at a reading a second. */
const GAP_READINGS = 600
const SETTLE_MS = 500

const [kills = 30] = process.argv.slice(2).map(Number)
const ports = new PortAllocator()
const isWhole = [await withEmbeddedBroker()]
if (mosquittoPath) isWhole.push(await withMosquitto(mosquittoPath))
else console.log('Mosquitto is not installed (apt install mosquitto): the external broker was not tried')
process.exit(isWhole.every(Boolean) ? 0 : 1)

async function withEmbeddedBroker(): Promise<boolean> {
  const database = await startDatabase()
  const port = await ports.near(38_700)
  const gateway = new CrashingGateway({
    ...{ DATABASE_URL: database.url, MQTT_PORT: String(port), DEVICES: String(DEVICES) },
  })
  const fleet = new CrashFleet(DEVICES, port)
  await gateway.start()
  fleet.begin()
  await kill(gateway)
  await step('the gateway with its broker stopped and started again', async () => {
    await gateway.stop('SIGTERM')
    await gateway.start()
  })
  await step('the database crashed three times', async () => {
    for (let crash = 0; crash < 3; crash++) {
      await database.crash()
      await sleep(SETTLE_MS)
    }
  })
  await step('no network for ten minutes', async () => {
    fleet.gap(GAP_READINGS)
    await sleep(SETTLE_MS)
    fleet.reconnect()
  })
  await fleet.end()
  const inventory = await fleet.inventory(database.pool)
  fleet.disconnect()
  await gateway.stop('SIGTERM')
  await database.stop()
  return report('embedded broker', inventory)
}

async function withMosquitto(path: string): Promise<boolean> {
  console.log(`with ${path}:`)
  const database = await startDatabase()
  const port = await ports.near(38_800)
  const devices = Array.from({ length: DEVICES }, (_, index) => new TestDevice(index).deviceId)
  const passwords = devices.map((deviceId) => [deviceId, deviceToken(TEST_SECRET, deviceId)])
  const broker = new Mosquitto(port, { gateway: TEST_SECRET, ...Object.fromEntries(passwords) })
  await broker.start()
  const url = `mqtt://gateway:${encodeURIComponent(TEST_SECRET)}@127.0.0.1:${port}`
  const gateway = new CrashingGateway({ DATABASE_URL: database.url, MQTT_URL: url, DEVICES: String(DEVICES) })
  const fleet = new CrashFleet(DEVICES, port)
  await gateway.start()
  fleet.begin()
  await kill(gateway)
  await step('the broker restarted twice', async () => {
    for (let restart = 0; restart < 2; restart++) {
      await broker.stop()
      await sleep(SETTLE_MS)
      await broker.start()
      await sleep(SETTLE_MS)
    }
  })
  await step('the database crashed', () => database.crash())
  await fleet.end()
  const inventory = await settled(() => fleet.inventory(database.pool))
  fleet.disconnect()
  await gateway.stop('SIGTERM')
  await broker.remove()
  await database.stop()
  return report('Mosquitto', inventory)
}

/** The broker acknowledges at once; the gateway has what waits there a little later. */
async function settled(take: () => Promise<Inventory>): Promise<Inventory> {
  let inventory = await take()
  for (let attempt = 0; attempt < 60 && inventory.lost > 0; attempt++) {
    await sleep(SETTLE_MS)
    inventory = await take()
  }
  return inventory
}

async function kill(gateway: CrashingGateway): Promise<void> {
  await step(`kill -9 at ${kills} random points`, async () => {
    for (let count = 0; count < kills; count++) {
      // A third of them in the middle of the start.
      const isEarly = count % 3 === 2
      await sleep(Math.random() * (isEarly ? 500 : 1_500))
      await gateway.stop('SIGKILL')
      await gateway.start(!isEarly && count % 3 !== 1)
    }
    await gateway.stop('SIGKILL')
    await gateway.start()
  })
}

async function step(name: string, work: () => Promise<void>): Promise<void> {
  const start = performance.now()
  await work()
  await sleep(SETTLE_MS)
  console.log(`  ${name.padEnd(58)}${((performance.now() - start) / 1_000).toFixed(1).padStart(6)} s`)
}

function report(name: string, inventory: Inventory): boolean {
  const { produced, stored, lost, twice, refused, reconnections } = inventory
  const figures = `produced ${produced}, stored ${stored}, lost ${lost}, twice ${twice}, refused ${refused}`
  console.log(`${name}: ${figures}, ${reconnections} reconnections of ${DEVICES} devices`)
  return lost === 0 && twice === 0 && refused === 0 && stored === produced
}
