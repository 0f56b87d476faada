import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A line to a database server that tests can cut. */
export class TestLine {
  readonly #target: URL
  readonly #sockets = new Set<Socket>()
  #isCut = false
  readonly #server = createServer((near) => {
    if (this.#isCut) {
      near.destroy()
      return
    }
    const far = connect(Number(this.#target.port), this.#target.hostname)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from)
      from.on('error', () => to.destroy()).on('close', () => to.destroy())
      from.pipe(to)
    }
  })

  private constructor(target: string) {
    this.#target = new URL(target)
  }

  static async open(databaseUrl: string): Promise<TestLine> {
    const line = new TestLine(databaseUrl)
    await new Promise<void>((done) => line.#server.listen(0, '127.0.0.1', done))
    return line
  }

  /** URL of the same database over this line. */
  get url(): string {
    const url = new URL(this.#target)
    url.host = `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
    return url.href
  }

  /** Breaks all connections and lets no new one through. */
  cut(): void {
    this.#isCut = true
    for (const socket of this.#sockets) socket.destroy()
    this.#sockets.clear()
  }

  mend(): void {
    this.#isCut = false
  }

  close(): Promise<void> {
    this.cut()
    return new Promise((done) => this.#server.close(() => done()))
  }
}
