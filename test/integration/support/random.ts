import { keccak256, toHex } from 'viem'

/** Numbers that look random and are the same in every run. */
export class Random {
  #state: `0x${string}`

  constructor(seed: string) {
    this.#state = keccak256(toHex(seed))
  }

  /** 256 bits. */
  next(): bigint {
    this.#state = keccak256(this.#state)
    return BigInt(this.#state)
  }

  /** A whole number in [low, high]. */
  between(low: number, high: number): number {
    return low + Number(this.next() % BigInt(high - low + 1))
  }

  /** Minor units of every order of magnitude from 10³ to 10²⁴. */
  amount(): bigint {
    return 1_000n + (this.next() % 10n ** BigInt(this.between(3, 24)))
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.between(0, items.length - 1)]
    if (item === undefined) throw new RangeError('nothing to pick from')
    return item
  }
}
