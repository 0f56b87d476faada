import { setTimeout as sleep } from 'node:timers/promises'
import { deviceToken } from '../broker/credentials.ts'
import { type Published, TEST_SECRET, type TestDevice } from './fleet.ts'
import { publishPacket, RawClient } from './raw-client.ts'

const MAX_IN_FLIGHT = 50
const RECONNECT_MS = 50
const LAST_PACKET_ID = 65_535

/**
 * A device that keeps each reading until it was acknowledged and sends it again after every interruption, in order, as a
 * good device does.
 */
export class QueueingDevice {
  readonly device: TestDevice
  readonly produced: Published[] = []
  readonly #port: number
  readonly #waiting: Published[] = []
  readonly #inFlight = new Map<number, Published>()
  #client: RawClient | undefined
  #isOnline = false
  /** One connection at a time: two would overtake each other. */
  #isConnecting = false
  #reconnections = 0

  constructor(device: TestDevice, port: number) {
    this.device = device
    this.#port = port
  }

  /** Readings that nobody has acknowledged. */
  get pending(): number {
    return this.#waiting.length + this.#inFlight.size
  }

  get reconnections(): number {
    return this.#reconnections
  }

  /** Takes the next reading, and sends it when there is a network. */
  produce(changes: Parameters<TestDevice['next']>[0]): void {
    const published = this.device.next(changes)
    this.produced.push(published)
    this.#waiting.push(published)
    this.#send()
  }

  /** Has a network from now on. */
  goOnline(): void {
    this.#isOnline = true
    if (this.#isConnecting) return
    this.#isConnecting = true
    void this.#stayConnected()
  }

  /** Has no network until {@link goOnline}. */
  goOffline(): void {
    this.#isOnline = false
    this.#client?.cut()
  }

  async #stayConnected(): Promise<void> {
    const { deviceId } = this.device
    while (this.#isOnline) {
      try {
        await new Promise<void>((onClose, reject) => {
          const onAck = (packetId: number) => this.#acknowledged(packetId)
          const password = deviceToken(TEST_SECRET, deviceId)
          RawClient.connect({ port: this.#port, clientId: deviceId, password, onAck, onClose }).then((client) => {
            this.#client = client
            if (this.#isOnline) this.#send()
            else client.cut()
          }, reject)
        })
      } catch {
        // The broker is away: that is what these tests are about.
      }
      this.#client = undefined
      this.#waiting.unshift(...this.#inFlight.values())
      this.#inFlight.clear()
      this.#reconnections += 1
      await sleep(RECONNECT_MS)
    }
    this.#isConnecting = false
  }

  #send(): void {
    while (this.#client && this.#inFlight.size < MAX_IN_FLIGHT) {
      const published = this.#waiting.shift()
      if (published === undefined) return
      const packetId = Number(published.reading.seq % BigInt(LAST_PACKET_ID)) + 1
      this.#inFlight.set(packetId, published)
      this.#client.send(publishPacket(published.topic, packetId, published.payload))
    }
  }

  #acknowledged(packetId: number): void {
    this.#inFlight.delete(packetId)
    this.#send()
  }
}
