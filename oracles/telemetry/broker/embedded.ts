import { createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { Aedes, type AuthenticateError, type Client, type PublishPacket } from 'aedes'
import type { Hex } from 'viem'
import type { DeviceDirectory } from '../ingest/directory.ts'
import type { Log } from '../log.ts'
import type { GatewayMetrics } from '../metrics.ts'
import { mayConnect, maySubscribe, publishable } from './access.ts'
import { FrameGuard } from './frame-guard.ts'
import type { FleetHandler, FleetLink } from './link.ts'

/** Server's key and certificate; with `ca` every client needs a certificate of it, and `crl` lists the revoked ones. */
export interface BrokerTls {
  readonly port: number
  readonly key: string | Buffer
  readonly cert: string | Buffer
  readonly ca?: string | Buffer
  readonly crl?: string | Buffer
}

export interface EmbeddedBrokerOptions {
  /** Plain TCP; 0 takes any free port, undefined listens to TLS only. */
  readonly port?: number
  readonly tls?: BrokerTls
  /** Default 127.0.0.1. */
  readonly host?: string
  /** What the devices' passwords are derived from. */
  readonly secret: string
  readonly directory: DeviceDirectory
  readonly handler: FleetHandler
  /** Told about a connection that was cut because a packet was too long. */
  readonly onOversized: (deviceId: Hex, bytes: number) => void
  readonly metrics: GatewayMetrics
  readonly log: Log
}

/** A running broker. */
export interface EmbeddedBroker extends FleetLink {
  readonly port: number | undefined
  readonly tlsPort: number | undefined
}

/** A packet of a message that is refused and kept in part may be longer than a message; this one is cut off. */
export const MAX_PACKET_BYTES = 32_768
const MAX_CONNECTIONS = 20_000
const NOT_AUTHORISED = 5

/** Starts the broker. A message is acknowledged to its device when the handler has kept its promise. */
export async function startEmbeddedBroker(options: EmbeddedBrokerOptions): Promise<EmbeddedBroker> {
  const { port, tls, host = '127.0.0.1' } = options
  const aedes = await createBroker(options)
  const sockets = new Set<Socket>()
  const accept = (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    guard(socket, aedes.handle(socket), options)
  }
  const servers: Server[] = []
  const listen = async (server: Server, at: number) => {
    servers.push(server)
    server.maxConnections = MAX_CONNECTIONS
    await listening(server, at, host)
    return (server.address() as { readonly port: number }).port
  }
  const close = () => closeAll(aedes, servers, sockets)
  try {
    return {
      port: port === undefined ? undefined : await listen(createTcpServer({ noDelay: true }, accept), port),
      tlsPort: tls && (await listen(createTlsServer(tlsOptions(tls), accept), tls.port)),
      publish: (topic, payload, { retain }) => publish(aedes, topic, payload, retain),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

function createBroker(options: EmbeddedBrokerOptions): Promise<Aedes> {
  const { secret, directory, metrics, log } = options
  const willTopics = new WeakMap<Client, string>()
  const broker = Aedes.createBroker({
    preConnect: (client, packet, done) => {
      if (packet.will) willTopics.set(client, packet.will.topic)
      done(null, true)
    },
    authenticate: (client, userName, password, done) => {
      const connection = client.conn as Socket
      const willTopic = willTopics.get(client)
      const isWillOwn = willTopic === undefined || publishable(client.id, willTopic, true)?.channel === 'state'
      const isWelcome =
        isWillOwn && mayConnect({ clientId: client.id, userName, password, connection }, secret, directory)
      if (isWelcome) return done(null, true)
      metrics.disconnections.inc({ reason: 'not_authorised' })
      log.warn({ event: 'connection-refused' }, 'a client could not show that it is a device of the register')
      done(Object.assign(new Error('not authorised'), { returnCode: NOT_AUTHORISED }) as AuthenticateError, null)
    },
    authorizePublish: (client, packet, done) => void authorise(client, packet, options).then(() => done(null), done),
    authorizeSubscribe: (client, subscription, done) => {
      const isAllowed = client !== null && maySubscribe(client.id, subscription.topic)
      done(null, isAllowed ? subscription : null)
    },
  })
  return broker.then((aedes) => {
    const count = () => metrics.connections.set(aedes.connectedClients)
    aedes.on('client', count)
    aedes.on('clientDisconnect', count)
    return aedes
  })
}

/** Rejecting cuts the connection without an acknowledgement. */
async function authorise(client: Client | null, packet: PublishPacket, options: EmbeddedBrokerOptions): Promise<void> {
  const { topic, payload } = packet
  const source = client ? publishable(client.id, topic, packet.retain) : undefined
  if (source === undefined) {
    options.metrics.disconnections.inc({ reason: 'forbidden' })
    options.log.warn({ event: 'publish-forbidden' }, 'a client published where it may not and was disconnected')
    throw new Error('not authorised to publish there')
  }
  await options.handler({ topic, source, payload: Buffer.isBuffer(payload) ? payload : Buffer.from(payload) })
}

/** Watches what the broker reads from a socket: its parser would buffer a packet of any length. */
function guard(socket: Socket, client: Client, { metrics, log, onOversized }: EmbeddedBrokerOptions): void {
  const frames = new FrameGuard(MAX_PACKET_BYTES)
  const read = socket.read.bind(socket)
  socket.read = (size?: number) => {
    const chunk: Buffer | null = read(size)
    if (chunk === null || frames.accepts(chunk)) return chunk
    metrics.disconnections.inc({ reason: 'oversized' })
    log.warn({ event: 'packet-oversized' }, `a packet of more than ${MAX_PACKET_BYTES} bytes: disconnected`)
    if (client.connected && /^0x[0-9a-f]{64}$/.test(client.id)) onOversized(client.id as Hex, chunk.length)
    socket.destroy()
    return null
  }
}

function tlsOptions({ key, cert, ca, crl }: BrokerTls): TlsOptions {
  const clients = ca === undefined ? {} : { ca, requestCert: true, rejectUnauthorized: true }
  return { key, cert, ...clients, ...(crl === undefined ? {} : { crl }), minVersion: 'TLSv1.2' }
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function publish(aedes: Aedes, topic: string, payload: string, retain: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    aedes.publish({ cmd: 'publish', topic, payload, qos: 1, retain, dup: false }, (error) =>
      error ? reject(error) : resolve(),
    )
  })
}

async function closeAll(aedes: Aedes, servers: readonly Server[], sockets: ReadonlySet<Socket>): Promise<void> {
  const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)))
  await new Promise<void>((resolve) => aedes.close(resolve))
  for (const socket of sockets) socket.destroy()
  await Promise.all(closed)
}
