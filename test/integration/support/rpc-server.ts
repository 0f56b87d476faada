import { createServer } from 'node:http'
import { type LocalServer, listen } from '../../../scripts/services/http.ts'

interface Call {
  readonly id: number
  readonly method: string
  readonly params?: unknown[]
}

/** A chain in this process. */
interface Provider {
  request(call: { readonly method: string; readonly params?: unknown[] }): Promise<unknown>
}

/** Puts a chain that runs in this process behind HTTP, for parts that only know a URL. */
export function serveRpc(provider: Provider): Promise<LocalServer> {
  const answer = async ({ id, method, params = [] }: Call) => {
    try {
      return { jsonrpc: '2.0', id, result: await provider.request({ method, params }) }
    } catch (error) {
      return { jsonrpc: '2.0', id, error: { code: -32_000, message: (error as Error).message } }
    }
  }
  const server = createServer(async (incoming, outgoing) => {
    const body = JSON.parse((await incoming.setEncoding('utf8').toArray()).join('')) as Call | Call[]
    const result = Array.isArray(body) ? await Promise.all(body.map(answer)) : await answer(body)
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result))
  })
  return listen(server, 0)
}
