/**
 * Load for `npm run bench:telemetry`, as a process of its own: signs the messages of all devices first, then connects the
 * devices and publishes at a fixed rate, whatever the gateway does. Environment: MQTT_PORT, DEVICES, RATE, SECONDS.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { deviceToken } from '../../oracles/telemetry/broker/credentials.ts'
import { TEST_SECRET, TestDevice } from '../../oracles/telemetry/testing/fleet.ts'
import { publishPacket, RawClient } from '../../oracles/telemetry/testing/raw-client.ts'

/** What the process tells its parent. */
export type LoadReport =
  | { readonly kind: 'ready'; readonly messages: number; readonly payloadBytes: number }
  | {
      readonly kind: 'done'
      readonly sent: number
      readonly acknowledged: number
      /** From the first message to the last acknowledgement. */
      readonly seconds: number
      /** Milliseconds from publishing to the acknowledgement, sorted. */
      readonly latencies: readonly number[]
      readonly cpu: NodeJS.CpuUsage
    }

const TICK_MS = 5
const PATIENCE_MS = 30_000
/** Readings of a device lie this far apart, so that a whole run fits into the last hour. */
const STEP_MS = 10_000n

const { MQTT_PORT, DEVICES = '1000', RATE = '2000', SECONDS = '20' } = process.env
const port = Number(MQTT_PORT)
const count = Number(DEVICES)
const rate = Number(RATE)
const rounds = Math.ceil((rate * Number(SECONDS)) / count)

let isDone = false
const devices = Array.from({ length: count }, (_, index) => new TestDevice(index))
const start = BigInt(Date.now()) - STEP_MS * BigInt(rounds + 1)
let payloadBytes = 0
const packets = devices.map((device) =>
  Array.from({ length: rounds }, (_, round) => {
    const ts = start + STEP_MS * BigInt(round)
    const opSec = 3_600_000n + 8n * BigInt(round)
    const { topic, payload } = device.next({ ts, opSec, fuelMl: 15_000_000n + 30n * BigInt(round) })
    payloadBytes += payload.length
    return publishPacket(topic, round + 1, payload)
  }),
)
report({ kind: 'ready', messages: rounds * count, payloadBytes: Math.round(payloadBytes / (rounds * count)) })
process.once('message', () => void run().then(report))

async function run(): Promise<LoadReport> {
  let acknowledged = 0
  const sentAt = devices.map(() => new Float64Array(rounds))
  const latencies: number[] = []
  const clients: RawClient[] = []
  for (const [index, { deviceId }] of devices.entries()) {
    const onAck = (packetId: number) => {
      acknowledged += 1
      latencies.push(performance.now() - (sentAt[index]?.[packetId - 1] ?? 0))
    }
    const password = deviceToken(TEST_SECRET, deviceId)
    clients.push(await RawClient.connect({ port, clientId: deviceId, password, onAck, onClose: fail }))
  }
  const cpuBefore = process.cpuUsage()
  const begin = performance.now()
  let sent = 0
  while (sent < rounds * count) {
    const due = Math.min(rounds * count, Math.floor(((performance.now() - begin) / 1_000) * rate))
    for (; sent < due; sent++) {
      const [index, round] = [sent % count, Math.floor(sent / count)]
      const packet = packets[index]?.[round]
      const times = sentAt[index]
      if (packet === undefined || times === undefined) throw new RangeError('no such message')
      times[round] = performance.now()
      clients[index]?.send(packet)
    }
    await sleep(TICK_MS)
  }
  const deadline = performance.now() + PATIENCE_MS
  while (acknowledged < sent && performance.now() < deadline) await sleep(TICK_MS)
  const seconds = (performance.now() - begin) / 1_000
  isDone = true
  for (const client of clients) client.cut()
  const cpu = process.cpuUsage(cpuBefore)
  latencies.sort((left, right) => left - right)
  return { kind: 'done', sent, acknowledged, seconds, latencies, cpu }
}

function fail(): void {
  if (isDone) return
  console.error('the gateway closed a connection')
  process.exit(1)
}

function report(message: LoadReport): void {
  process.send?.(message)
}
