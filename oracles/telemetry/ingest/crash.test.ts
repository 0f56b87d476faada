import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startDatabase, type TestDatabase } from '../../testing/database.ts'
import { CrashFleet, CrashingGateway } from '../testing/crash-test.ts'

const DEVICES = 10
const PORT = 38_900

let database: TestDatabase
let gateway: CrashingGateway
beforeAll(async () => {
  database = await startDatabase()
  gateway = new CrashingGateway({ DATABASE_URL: database.url, MQTT_PORT: `${PORT}`, DEVICES: `${DEVICES}` })
})
afterAll(async () => {
  await gateway.stop('SIGKILL')
  await database.stop()
})

// The long form is `npm run chaos:telemetry`.
it('D17 killed, cut off and with a database that crashed, nothing is lost and nothing counted twice', async () => {
  const fleet = new CrashFleet(DEVICES, PORT)
  await gateway.start()
  fleet.begin()
  for (let kill = 0; kill < 3; kill++) {
    await sleep(300 + 400 * Math.random())
    await gateway.stop('SIGKILL')
    await gateway.start()
  }
  await database.crash()
  fleet.gap(100)
  await sleep(200)
  fleet.reconnect()
  await fleet.end()
  const inventory = await fleet.inventory(database.pool)
  fleet.disconnect()
  expect(inventory).toMatchObject({ lost: 0, twice: 0, refused: 0, stored: inventory.produced })
  expect(inventory.produced).toBeGreaterThan(1_000)
}, 60_000)
