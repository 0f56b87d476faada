import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a test server sends. A text is sent as it is, bytes as bytes, anything else as JSON. */
export interface Reply {
  readonly status?: number
  readonly body: unknown
  /** Waits so long before it answers. */
  readonly delayMs?: number
}

/** A web server whose answers a test sets by path, and may change while it runs. */
export class TestWeb {
  readonly replies = new Map<string, Reply | ((request: IncomingMessage) => Reply)>()
  /** Paths asked for, in order. */
  readonly asked: string[] = []
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  static async start(): Promise<TestWeb> {
    const server = createServer()
    const web = new TestWeb(server)
    server.on('request', (request, response) => {
      const path = request.url ?? ''
      web.asked.push(path)
      const found = web.replies.get(path) ?? { status: 404, body: { code: 'NOT_FOUND' } }
      const { status = 200, body, delayMs = 0 } = typeof found === 'function' ? found(request) : found
      const bytes = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
      setTimeout(() => response.writeHead(status).end(bytes), delayMs)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return web
  }

  /** Host with port. */
  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  get url(): string {
    return `http://${this.host}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
