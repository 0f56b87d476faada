/** A fleet that goes on producing while somebody breaks the gateway, the broker, the database or the network. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { hexOf } from '../store/columns.ts'
import { TestDevice } from './fleet.ts'
import { QueueingDevice } from './queueing-device.ts'

/** The gateway of `gateway-process.ts`, as often as it is needed. */
export class CrashingGateway {
  readonly #env: Readonly<Record<string, string>>
  #process: ChildProcess | undefined

  constructor(env: Readonly<Record<string, string>>) {
    this.#env = env
  }

  /** @param whenReady false does not wait until it takes messages in */
  async start(whenReady = true): Promise<void> {
    const child = fork(join(import.meta.dirname, 'gateway-process.ts'), {
      env: { ...process.env, ...this.#env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.#process = child
    if (whenReady) await Promise.race([once(child, 'message'), once(child, 'exit')])
  }

  async stop(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const running = this.#process
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return
    running.kill(signal)
    await once(running, 'exit')
  }
}

/** What the database holds of what the devices produced. */
export interface Inventory {
  readonly produced: number
  readonly stored: number
  /** Acknowledged to a device, and not stored. */
  readonly lost: number
  /** Counted more often than produced. */
  readonly twice: number
  readonly refused: number
  readonly reconnections: number
}

const STEP_MS = 1_000n
const HALF_A_DAY_MS = 43_200_000n
const PRODUCE_MS = 25

/** Devices 0 to `count` − 1; each produces 40 readings a second, a second of its own clock apart. */
export class CrashFleet {
  readonly #devices: readonly QueueingDevice[]
  readonly #start = BigInt(Date.now()) - HALF_A_DAY_MS
  #timer: NodeJS.Timeout | undefined

  constructor(count: number, port: number) {
    this.#devices = Array.from({ length: count }, (_, index) => new QueueingDevice(new TestDevice(index), port))
  }

  begin(): void {
    this.reconnect()
    this.#timer = setInterval(() => this.#produce(1), PRODUCE_MS)
  }

  /** No network for so many readings of each device. */
  gap(readings: number): void {
    for (const device of this.#devices) device.goOffline()
    this.#produce(readings)
  }

  reconnect(): void {
    for (const device of this.#devices) device.goOnline()
  }

  /** Stops producing and waits until everything was acknowledged. */
  async end(patienceMs = 60_000): Promise<void> {
    clearInterval(this.#timer)
    const deadline = performance.now() + patienceMs
    while (this.#devices.some(({ pending }) => pending > 0) && performance.now() < deadline) await sleep(20)
  }

  disconnect(): void {
    for (const device of this.#devices) device.goOffline()
  }

  /** Compares the database with what the devices know to have been taken in. */
  async inventory(pool: Pool): Promise<Inventory> {
    // One statement sees one moment.
    const { rows } = await pool.query<{ digests: Buffer[]; received: string; refused: string }>(
      `SELECT (SELECT coalesce(array_agg(digest), '{}') FROM readings) AS digests,
              (SELECT coalesce(sum(received), 0) FROM device_states) AS received,
              (SELECT coalesce(sum(count), 0) FROM refusal_counts) AS refused`,
    )
    const [{ digests, received, refused } = { digests: [], received: 0, refused: 0 }] = rows
    const stored = new Set(digests.map(hexOf))
    const produced = this.#devices.flatMap((device) => device.produced)
    const pending = this.#devices.reduce((sum, device) => sum + device.pending, 0)
    const isStored = produced.filter(({ digest }) => stored.has(digest)).length
    return {
      produced: produced.length,
      stored: digests.length,
      lost: Math.max(0, produced.length - pending - isStored),
      twice: Number(received) - stored.size,
      refused: Number(refused),
      reconnections: this.#devices.reduce((sum, device) => sum + device.reconnections, 0),
    }
  }

  #produce(readings: number): void {
    for (let count = 0; count < readings; count++) {
      for (const device of this.#devices) {
        const ts = this.#start + STEP_MS * BigInt(device.produced.length)
        const used = BigInt(device.produced.length)
        device.produce({ ts, opSec: 3_600_000n + used, fuelMl: 15_000_000n + 3n * used })
      }
    }
  }
}
