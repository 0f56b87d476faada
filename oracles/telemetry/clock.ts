/** Where the time comes from. The demo's clock follows the chain, which is moved by days. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }
