import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { host } from './ports.ts'

/** A listening HTTP server of this process. */
export interface LocalServer {
  readonly url: string
  close(): Promise<void>
}

/** Starts listening; port 0 takes any free one. */
export async function listen(server: Server, port: number): Promise<LocalServer> {
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(port, host, done)
  })
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  return { url: `http://${host}:${(server.address() as AddressInfo).port}`, close }
}
