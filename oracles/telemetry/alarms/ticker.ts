import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import type { Hex } from 'viem'
import type { ChainPicture } from '../chain/picture.ts'
import type { Clock } from '../clock.ts'
import type { TelemetryFeed } from '../feed.ts'
import { type Log, reasonOf } from '../log.ts'
import { type DeviceState, deviceStates } from '../store/readings.ts'
import { inTransaction } from '../store/transaction.ts'
import { saveDevices } from './alarm-hook.ts'
import { type Alarm, type AlarmChange, blankMemory, DeviceAlarms } from './engine.ts'
import { listen } from './listening.ts'
import { handlingOf } from './queries.ts'
import type { Moment } from './rule.ts'
import { MISSED_INTERVALS } from './rules/offline.ts'
import { type LoadedDevice, lockDevices, readDevices } from './store.ts'
import type { Watches } from './watches.ts'

export interface TickerOptions {
  readonly pool: Pool
  readonly clock: Clock
  readonly watches: Watches
  readonly chain: { readonly picture: ChainPicture }
  readonly feed: TelemetryFeed
  readonly log: Log
  /** How often a device should report, milliseconds. */
  readonly interval: number
  /** Blocks that a closed follow-up must have on it, its own included, before it closes alarms. */
  readonly confirmations: number
  /** Pause between two ticks, milliseconds of the real clock. */
  readonly everyMs: number
}

/**
 * Raises, lifts and clears what comes with time alone: silence, standstill, rising severity; and clears what officers
 * have closed on chain. Silence counts only while the gateway listens: after a long pause of its own, or when the clock
 * was set forward, devices are given the time to report first.
 */
export class AlarmTicker {
  readonly #options: TickerOptions
  readonly #stop = new AbortController()
  #running: Promise<void> | undefined

  constructor(options: TickerOptions) {
    this.#options = options
  }

  start(): void {
    this.#running = this.#run()
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    const { everyMs, log } = this.#options
    while (!this.#stop.signal.aborted) {
      await this.tick().catch((error: unknown) =>
        log.error({ reason: reasonOf(error) }, 'alarms could not be looked at'),
      )
      await sleep(everyMs, undefined, { signal: this.#stop.signal }).catch(() => undefined)
    }
  }

  /** Looks at all devices as of now. @returns what has changed */
  async tick(): Promise<readonly AlarmChange[]> {
    const { pool, clock, interval, feed } = this.#options
    const now = clock.now()
    const listensSince = await listen(pool, now)
    const isTimely = now - listensSince >= MISSED_INTERVALS * interval
    const loaded = await readDevices(pool)
    const states = new Map((await deviceStates(pool)).map((state) => [state.deviceId, state]))
    const candidates = this.#candidates(loaded)
    const touched = candidates.filter((deviceId) => {
      const { memory, active } = loaded.get(deviceId) ?? unknownDevice
      const alarms = this.#judge(deviceId, { memory, active }, states.get(deviceId), now, isTimely)
      return alarms.changes.length > 0 || alarms.changedMemory !== undefined
    })
    if (touched.length === 0) return []
    const changes = await inTransaction(pool, async (tx) => {
      const locked = await lockDevices(tx, touched)
      // Read again behind the lock: a reading may have come meanwhile.
      const fresh = new Map((await deviceStates(tx, touched)).map((state) => [state.deviceId, state]))
      const devices = [...locked].map(([deviceId, device]) => ({
        deviceId,
        alarms: this.#judge(deviceId, device, fresh.get(deviceId), now, isTimely),
      }))
      return saveDevices(tx, devices)
    })
    for (const change of changes) feed.emit('alarm', change)
    return changes
  }

  /** Tells the alarms that a device's connection broke, by its will. */
  async disconnect(deviceId: Hex): Promise<void> {
    const { pool, clock, watches, feed } = this.#options
    if (!watches.knows(deviceId)) return
    const at = clock.now()
    const changes = await inTransaction(pool, async (tx) => {
      const { memory, active } = (await lockDevices(tx, [deviceId])).get(deviceId) ?? unknownDevice
      const alarms = new DeviceAlarms(memory, active, watches.of(deviceId), at)
      alarms.disconnect(at)
      const [state] = await deviceStates(tx, [deviceId])
      alarms.judge(this.#momentOf(deviceId, state, at), at)
      return saveDevices(tx, [{ deviceId, alarms }])
    })
    for (const change of changes) feed.emit('alarm', change)
  }

  #candidates(loaded: ReadonlyMap<Hex, LoadedDevice>): Hex[] {
    const watched = [...this.#options.watches.watched].map((watch) => watch.deviceId)
    return [...new Set([...watched, ...loaded.keys()])]
  }

  #judge(
    deviceId: Hex,
    { memory, active }: LoadedDevice,
    state: DeviceState | undefined,
    now: number,
    isTimely: boolean,
  ): DeviceAlarms {
    const alarms = new DeviceAlarms(memory, active, this.#options.watches.of(deviceId), now)
    for (const alarm of active) if (this.#isClosed(alarm)) alarms.close(alarm.key, now)
    if (isTimely) alarms.judge(this.#momentOf(deviceId, state, now), now)
    return alarms
  }

  #momentOf(deviceId: Hex, state: DeviceState | undefined, now: number): Omit<Moment, 'watch'> {
    const { watches, interval } = this.#options
    const heardAt = Math.max(state?.last.receivedAt ?? 0, watches.of(deviceId).startedAt)
    return { now, last: state?.last.reading, heardAt, interval }
  }

  /** An officer has opened a follow-up for the alarm and closed it again, on chain for good. */
  #isClosed(alarm: Alarm): boolean {
    const { chain, confirmations } = this.#options
    const settledBlock = (chain.picture.head?.number ?? 0) - confirmations + 1
    return handlingOf(chain.picture, alarm).followUps.some(({ closed }) => closed && closed.block <= settledBlock)
  }
}

const unknownDevice: LoadedDevice = { memory: blankMemory, active: [] }
