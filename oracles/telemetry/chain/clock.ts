import { type Clock, systemClock } from '../clock.ts'
import type { JournalBlock } from './journal.ts'

/**
 * The clock of a local chain, which can be set forward by days. A block's time is never ahead of its chain's clock, so
 * the furthest lead over our own clock that was seen is the best that is known of it.
 */
export class ChainClock implements Clock {
  readonly #own: Clock
  #lead = 0

  constructor(own: Clock = systemClock) {
    this.#own = own
  }

  now(): number {
    return this.#own.now() + this.#lead
  }

  /** Takes note of a block that has just been made. */
  follow({ time }: JournalBlock): void {
    this.#lead = Math.max(this.#lead, time * 1_000 - this.#own.now())
  }
}
