/** Values of one chain in the browser's storage. Two local chains with one id differ in their genesis block. */
export class ChainStorage {
  readonly #prefix: string

  constructor(chainId: number, genesisHash: string) {
    this.#prefix = `tallystick.${chainId}.${genesisHash.slice(2, 18)}.`
  }

  /** Undefined when there is nothing, or nothing readable. */
  read(key: string): unknown {
    try {
      const text = localStorage.getItem(this.#prefix + key)
      return text === null ? undefined : JSON.parse(text)
    } catch {
      return undefined
    }
  }

  write(key: string, value: unknown): void {
    try {
      localStorage.setItem(this.#prefix + key, JSON.stringify(value))
    } catch {
      // Storage can be full or forbidden; the page then only forgets at a reload.
    }
  }

  remove(key: string): void {
    localStorage.removeItem(this.#prefix + key)
  }
}
