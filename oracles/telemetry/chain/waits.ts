/** Which duties wait, and until when. */

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000

interface Wait {
  readonly reason: string | undefined
  readonly attempts: number
  /** Milliseconds of uptime. */
  readonly retryAt: number
  /** Milliseconds of the chain's clock, which may be set forward. */
  readonly openAt: number
}

/** Duties that could not be done wait longer each time, or exactly until the moment that the contract has named. */
export class Waits {
  readonly #uptime: () => number
  readonly #waits = new Map<string, Wait>()

  /** @param uptime milliseconds that only ever grow */
  constructor(uptime: () => number = () => performance.now()) {
    this.#uptime = uptime
  }

  /** @param now Unix milliseconds of the chain's clock */
  isWaiting(key: string, now: number): boolean {
    const wait = this.#waits.get(key)
    return wait !== undefined && this.#uptime() < wait.retryAt && now < wait.openAt
  }

  /**
   * @param now Unix milliseconds of the chain's clock
   * @param refusal the contract's error; `until` is a Unix second
   * @returns true when the duty did not wait for the same reason before
   */
  postpone(key: string, now: number, refusal?: { readonly name: string; readonly until: number | undefined }): boolean {
    const before = this.#waits.get(key)
    const attempts = (before?.attempts ?? 0) + 1
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS)
    const named = (refusal?.until ?? 0) * 1_000
    const times =
      named > now
        ? { retryAt: Number.POSITIVE_INFINITY, openAt: named }
        : { retryAt: this.#uptime() + pause, openAt: Number.POSITIVE_INFINITY }
    this.#waits.set(key, { reason: refusal?.name, attempts, ...times })
    return before === undefined || before.reason !== refusal?.name
  }

  /** Forgets duties that are none any more. */
  keepOnly(keys: readonly string[]): void {
    const kept = new Set(keys)
    for (const key of this.#waits.keys()) if (!kept.has(key)) this.#waits.delete(key)
  }
}
