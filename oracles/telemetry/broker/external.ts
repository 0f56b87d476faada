import { connect, type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt'
import { type Log, reasonOf } from '../log.ts'
import { GATEWAY_FILTERS, parseTopic } from '../topics.ts'
import type { FleetHandler, FleetLink } from './link.ts'

export interface ExternalBrokerOptions {
  /** Such as mqtts://gateway:password@broker:8883. */
  readonly url: string
  /** The broker keeps this client's messages while the gateway is away; one running gateway for each id. */
  readonly clientId?: string
  /** CA of the broker, and the gateway's own certificate, where the broker asks for one. */
  readonly tls?: Pick<IClientOptions, 'ca' | 'cert' | 'key'>
  readonly handler: FleetHandler
  readonly log: Log
}

const RECONNECT_MS = 1_000
const CONNECT_TIMEOUT_MS = 10_000
const PUBACK = 0x40

/**
 * Connects to a broker that somebody else runs (broker/mosquitto/ has a configuration). Its session is durable, so what
 * is not acknowledged is delivered again, also to a gateway that starts later.
 */
export async function connectBroker(options: ExternalBrokerOptions): Promise<FleetLink> {
  const { url, clientId = 'tallystick-gateway', tls, log } = options
  const client = connect(url, {
    ...tls,
    clientId,
    protocolVersion: 4,
    clean: false,
    reconnectPeriod: RECONNECT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    // What waits in the session arrives at once: first we have to be ready for it.
    manualConnect: true,
  })
  client.handleMessage = (packet, done) => {
    takeIn(client, packet as IPublishPacket, options)
    // The client acknowledges, one by one, unless it is told of an error: we do that when a batch is stored.
    done(new Error('acknowledged later'))
  }
  client.on('error', (error) => log.warn({ event: 'broker-error', reason: reasonOf(error) }, 'trouble with the broker'))
  client.on('offline', () => log.warn({ event: 'broker-offline' }, 'the broker is out of reach; trying again'))
  client.connect()
  await connected(client)
  await client.subscribeAsync([...GATEWAY_FILTERS], { qos: 1 })
  return {
    publish: async (topic, payload, { retain }) => void (await client.publishAsync(topic, payload, { qos: 1, retain })),
    // Politely, so that the last acknowledgements leave; but not waiting for a broker that is away.
    close: () => client.endAsync(!client.connected),
  }
}

async function connected(client: MqttClient): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve())
      client.once('error', reject)
    })
  } catch (error) {
    client.end(true)
    throw error
  }
}

function takeIn(client: MqttClient, packet: IPublishPacket, { handler, log }: ExternalBrokerOptions): void {
  const connection = client.stream
  const acknowledge = () => {
    // On another connection the number belongs to another message.
    if (packet.qos !== 1 || client.stream !== connection || connection.destroyed) return
    const { messageId = 0 } = packet
    // The acknowledgements of a batch leave together.
    connection.cork()
    process.nextTick(() => connection.uncork())
    connection.write(Buffer.from([PUBACK, 2, messageId >> 8, messageId & 0xff]))
  }
  const { topic } = packet
  const source = parseTopic(topic)
  const payload = Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload)
  const taken = source === undefined ? Promise.resolve() : handler({ topic, source, payload })
  taken.then(acknowledge, (error) => {
    log.warn({ event: 'message-not-taken', reason: reasonOf(error) }, 'a message stays with the broker; reconnecting')
    // A broker delivers again on a new connection only.
    connection.destroy()
  })
}
