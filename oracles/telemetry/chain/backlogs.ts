/** Devices that were out of reach send their past within seconds: its alarms come and go, and are nobody's news. */
import type { Hex } from 'viem'
import type { DeviceState } from '../store/readings.ts'

/** However far behind a device pretends to be, its alarms are not held back for longer. */
const LONGEST_HOLD_MS = 60_000

export class Backlogs {
  readonly #patience: number
  readonly #uptime: () => number
  readonly #since = new Map<Hex, number>()

  /**
   * @param patience milliseconds that a reading may be old when it comes
   * @param uptime milliseconds that only ever grow
   */
  constructor(patience: number, uptime: () => number = () => performance.now()) {
    this.#patience = patience
    this.#uptime = uptime
  }

  /**
   * Whether the device is just sending its past.
   * @param now Unix milliseconds of the gateway's clock
   */
  isSending(deviceId: Hex, state: DeviceState | undefined, now: number): boolean {
    const isHeard = state !== undefined && now - state.last.receivedAt < this.#patience
    const isBehind = isHeard && now - Number(state.last.reading.ts) >= this.#patience
    if (!isBehind) this.#since.delete(deviceId)
    else if (!this.#since.has(deviceId)) this.#since.set(deviceId, this.#uptime())
    const since = this.#since.get(deviceId)
    return since !== undefined && this.#uptime() - since < LONGEST_HOLD_MS
  }
}
