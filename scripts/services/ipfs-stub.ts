import { createServer } from 'node:http'
import { type LocalServer, listen } from './http.ts'

/**
 * graph-node insists on an endpoint that answers like IPFS, although a local subgraph loads nothing from there:
 * 412 for a HEAD request is how a gateway says "valid, not cached".
 */
export function startIpfsStub(): Promise<LocalServer> {
  const server = createServer((request, response) => {
    const isProbe = request.method === 'HEAD' && request.url?.startsWith('/ipfs/')
    response.writeHead(isProbe ? 412 : 404).end()
  })
  return listen(server, 0)
}
