/** A value that can be compared and printed. Amounts are minor units. */
export type Value = bigint | number | string | boolean

/** One figure with its two sources. */
export interface Figure {
  /** Part of the system: the journal, a contract, a bank. */
  readonly group: string
  readonly name: string
  /** What the index says, or what was computed from its rows. */
  readonly index: string
  /** What the chain says at the same block. */
  readonly chain: string
  /** `=`, or `≤` where somebody may have sent the contract money that it does not account for. */
  readonly relation: '=' | '≤'
  readonly ok: boolean
}

/** Collects the figures of one group. */
export class Figures {
  readonly list: Figure[] = []
  readonly #group: string

  constructor(group: string) {
    this.#group = group
  }

  /** Both sources must say the same. Addresses and hashes are compared without regard to case. */
  equal(name: string, index: Value, chain: Value): void {
    const [left, right] = [text(index), text(chain)]
    this.#add(name, left, right, '=', left.toLowerCase() === right.toLowerCase())
  }

  /** The chain must hold at least what the index says. */
  atMost(name: string, index: bigint, chain: bigint): void {
    this.#add(name, text(index), text(chain), '≤', index <= chain)
  }

  #add(name: string, index: string, chain: string, relation: Figure['relation'], ok: boolean): void {
    this.list.push({ group: this.#group, name, index, chain, relation, ok })
  }
}

function text(value: Value): string {
  return String(value)
}

/** Sum of amounts that the index gives as text. */
export function sum(amounts: readonly (string | bigint)[]): bigint {
  return amounts.reduce<bigint>((total, amount) => total + BigInt(amount), 0n)
}

/** First and last digits of an id, for names of figures. */
export function short(id: string): string {
  return id.length <= 14 ? id : `${id.slice(0, 8)}…${id.slice(-4)}`
}
