/** Limits that keep one device, or somebody who plays many, from filling the gateway. */
import type { Hex } from 'viem'
import { HOUR_MS } from '../store/refusals.ts'
import type { RefusalCode } from './refusal.ts'

export interface RateLimit {
  /** Messages a second that a device may go on sending. */
  readonly perSecond: number
  /** Messages that it may send at once, such as what it kept while it had no network. */
  readonly burst: number
}

/** A day of readings every minute can be made up for at once. */
export const DEFAULT_RATE_LIMIT: RateLimit = { perSecond: 20, burst: 2_000 }

interface Bucket {
  tokens: number
  filledAt: number
}

/** One token bucket for each device that is known to the register. */
export class DeviceRates {
  readonly #limit: RateLimit
  readonly #buckets = new Map<Hex, Bucket>()

  constructor(limit: RateLimit) {
    this.#limit = limit
  }

  /**
   * Takes one message of the device into account.
   * @param now milliseconds that only ever grow
   * @returns false when it is one too many
   */
  admit(deviceId: Hex, now: number): boolean {
    const { perSecond, burst } = this.#limit
    const bucket = this.#buckets.get(deviceId) ?? { tokens: burst, filledAt: now }
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.filledAt) / 1_000) * perSecond)
    bucket.filledAt = now
    this.#buckets.set(deviceId, bucket)
    if (bucket.tokens < 1) return false
    bucket.tokens -= 1
    return true
  }
}

const KEPT_PER_DEVICE_AND_CODE = 20
const KEPT_PER_HOUR = 5_000

/** How many refused messages are kept with their bytes in an hour. */
export class KeepQuota {
  #hour = Number.NaN
  #kept = 0
  readonly #keptOf = new Map<string, number>()

  /** @param subject the device, or anything that stands for all that are unknown */
  admit(subject: string, code: RefusalCode, now: number): boolean {
    this.#startHour(Math.floor(now / HOUR_MS))
    const key = `${subject}/${code}`
    const keptOf = this.#keptOf.get(key) ?? 0
    if (keptOf >= KEPT_PER_DEVICE_AND_CODE || this.#kept >= KEPT_PER_HOUR) return false
    this.#keptOf.set(key, keptOf + 1)
    this.#kept += 1
    return true
  }

  #startHour(hour: number): void {
    if (hour === this.#hour) return
    this.#hour = hour
    this.#kept = 0
    this.#keptOf.clear()
  }
}
