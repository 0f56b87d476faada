import { connect, type Socket } from 'node:net'

export interface RawClientOptions {
  readonly port: number
  readonly clientId: string
  readonly password: string
  /** Told of every acknowledged packet. */
  readonly onAck: (packetId: number) => void
  readonly onClose: () => void
}

const CONNECT = 0x10
const CONNACK = 2
const PUBLISH_QOS_1 = 0x32
const PUBACK = 4
const KEEP_ALIVE_SECONDS = 600

/**
 * As little of an MQTT 3.1.1 client as publishes with QoS 1, so that a bench measures the gateway and not the client, and
 * a crash test knows exactly what was acknowledged.
 */
export class RawClient {
  readonly #socket: Socket
  #rest: Buffer<ArrayBufferLike> = Buffer.alloc(0)

  private constructor(socket: Socket) {
    this.#socket = socket
  }

  /** @throws Error when the broker is not there or refuses the client */
  static connect({ port, clientId, password, onAck, onClose }: RawClientOptions): Promise<RawClient> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true })
      const client = new RawClient(socket)
      let isWelcome = false
      socket.once('connect', () => socket.write(connectPacket(clientId, password)))
      socket.on('error', reject)
      socket.on('close', () => (isWelcome ? onClose() : reject(new Error('the broker closed the connection'))))
      socket.on('data', (chunk: Buffer) => {
        for (const packet of client.#packets(chunk)) {
          const type = (packet[0] ?? 0) >> 4
          if (type === PUBACK) onAck(packet.readUInt16BE(2))
          else if (type === CONNACK && packet[3] === 0) {
            isWelcome = true
            resolve(client)
          } else reject(new Error(`the broker answered ${packet.toString('hex')}`))
        }
      })
    })
  }

  /** @param packet of {@link publishPacket} */
  send(packet: Uint8Array): void {
    this.#socket.write(packet)
  }

  /** Cuts the connection without a word, as a network does. */
  cut(): void {
    this.#socket.destroy()
  }

  /** All that the broker sends this client are packets of two to four bytes. */
  #packets(chunk: Buffer): Buffer[] {
    let rest = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk
    const packets: Buffer[] = []
    for (let size = 2 + (rest[1] ?? 0); rest.length >= 2 && rest.length >= size; size = 2 + (rest[1] ?? 0)) {
      packets.push(rest.subarray(0, size))
      rest = rest.subarray(size)
    }
    this.#rest = rest
    return packets
  }
}

export function publishPacket(topic: string, packetId: number, payload: Uint8Array): Buffer {
  const number = Buffer.from([packetId >> 8, packetId & 0xff])
  return framed(PUBLISH_QOS_1, Buffer.concat([text(topic), number, payload]))
}

function connectPacket(clientId: string, password: string): Buffer {
  const userNamePasswordClean = 0b1100_0010
  const keepAlive = [KEEP_ALIVE_SECONDS >> 8, KEEP_ALIVE_SECONDS & 0xff]
  const head = Buffer.concat([text('MQTT'), Buffer.from([4, userNamePasswordClean, ...keepAlive])])
  return framed(CONNECT, Buffer.concat([head, text(clientId), text(clientId), text(password)]))
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes])
}

function framed(header: number, body: Buffer): Buffer {
  const length: number[] = []
  let left = body.length
  do {
    length.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0))
    left >>= 7
  } while (left > 0)
  return Buffer.concat([Buffer.from([header, ...length]), body])
}
