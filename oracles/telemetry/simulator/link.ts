import type { CommandMessage } from '@tallystick/sdk'
import { connect, type MqttClient } from 'mqtt'
import type { Hex } from 'viem'
import { fleetTopic } from '../topics.ts'
import type { BirthMessage } from '../wire.ts'
import type { Outgoing } from './store.ts'

export interface LinkOptions {
  readonly url: string
  readonly ca: string | undefined
  readonly deviceId: Hex
  readonly password: string | undefined
  readonly birth: BirthMessage
  /** What is to be sent, the oldest first. The link takes off what the broker has acknowledged. */
  readonly outbox: Outgoing[]
  /** A message was acknowledged and has been taken off. */
  readonly onDelivered: () => void
  readonly onCommand: (command: CommandMessage) => void
  readonly onTrouble: (reason: string) => void
}

/** Messages sent and not yet acknowledged, at most. */
const WINDOW = 100
/** Messages sent at once after a silence, and a second: below what the gateway takes for a flood. */
const BURST = 1_500
const PER_SECOND = 18
const RETRY_MS = 5_000

/**
 * A device's connection: sends the outbox in its order and hears commands. A lost connection is replaced by a new one that
 * begins at the oldest message without an acknowledgement, because the library's own repetition would mix the order.
 */
export class Link {
  readonly #options: LinkOptions
  #client: MqttClient | undefined
  #isUp = false
  /** The first messages of the outbox: whether the broker has acknowledged each. */
  #inFlight: { isDone: boolean }[] = []
  #retryAt = 0
  #isStopped = false
  /** Messages that may be sent now, at the instant when that was computed. */
  #allowance = { messages: BURST, at: Date.now() }
  /** The last complaint: a broker that refuses does so again and again. */
  #trouble = ''

  constructor(options: LinkOptions) {
    this.#options = options
  }

  get isUp(): boolean {
    return this.#isUp
  }

  /** Connects or hangs up as wanted, and sends what waits. */
  run(isWanted: boolean): void {
    if (this.#isStopped) return
    if (!isWanted) this.#hangUp()
    else if (this.#client === undefined && Date.now() >= this.#retryAt) this.#connect()
    this.#send()
  }

  /** Says goodbye as a device that is switched off: the broker does not publish its will. */
  async stop(): Promise<void> {
    this.#isStopped = true
    const client = this.#client
    this.#forget()
    if (client) await new Promise<void>((resolve) => client.end(false, {}, () => resolve()))
  }

  #connect(): void {
    const { url, ca, deviceId, password } = this.#options
    const client = connect(url, {
      clientId: deviceId,
      username: deviceId,
      reconnectPeriod: 0,
      connectTimeout: 10_000,
      will: { topic: fleetTopic(deviceId, 'state'), payload: Buffer.from('offline'), qos: 1, retain: true },
      ...(password === undefined ? {} : { password }),
      ...(ca === undefined ? {} : { ca }),
    })
    this.#client = client
    client.on('connect', () => this.#greet(client))
    client.on('message', (_, payload) => this.#hear(payload))
    client.on('error', (error) => this.#complain(error.message))
    client.on('close', () => {
      if (client !== this.#client) return
      this.#forget()
      this.#retryAt = Date.now() + RETRY_MS
    })
  }

  #greet(client: MqttClient): void {
    if (client !== this.#client) return
    const { deviceId, birth } = this.#options
    client.publish(fleetTopic(deviceId, 'birth'), JSON.stringify(birth), { qos: 1, retain: true })
    client.publish(fleetTopic(deviceId, 'state'), 'online', { qos: 1, retain: true })
    client.subscribe(fleetTopic(deviceId, 'cmd'), { qos: 1 })
    this.#isUp = true
    this.#trouble = ''
    this.#send()
  }

  #hear(payload: Buffer): void {
    const command = commandOf(payload)
    if (command) this.#options.onCommand(command)
    else this.#complain('a command that is not one was left alone')
  }

  #send(): void {
    const client = this.#client
    const { outbox, deviceId } = this.#options
    const isRoom = () => this.#inFlight.length < Math.min(WINDOW, outbox.length)
    while (client && this.#isUp && isRoom() && this.#spend()) {
      const { channel, payload } = outbox[this.#inFlight.length] as Outgoing
      const sent = { isDone: false }
      this.#inFlight.push(sent)
      client.publish(fleetTopic(deviceId, channel), payload, { qos: 1 }, (error) => {
        if (error || client !== this.#client) return
        sent.isDone = true
        this.#takeOff()
      })
    }
  }

  #spend(): boolean {
    const now = Date.now()
    const { messages, at } = this.#allowance
    const grown = Math.min(BURST, messages + ((now - at) / 1_000) * PER_SECOND)
    const isEnough = grown >= 1
    this.#allowance = { messages: isEnough ? grown - 1 : grown, at: now }
    return isEnough
  }

  #complain(reason: string): void {
    if (reason === this.#trouble) return
    this.#trouble = reason
    this.#options.onTrouble(reason)
  }

  /** Takes off what is acknowledged with all before it: acknowledgements may overtake each other. */
  #takeOff(): void {
    while (this.#inFlight[0]?.isDone) {
      this.#inFlight.shift()
      this.#options.outbox.shift()
      this.#options.onDelivered()
    }
    this.#send()
  }

  #hangUp(): void {
    const client = this.#client
    this.#forget()
    client?.end(true)
  }

  #forget(): void {
    this.#client = undefined
    this.#isUp = false
    this.#inFlight = []
  }
}

function commandOf(payload: Buffer): CommandMessage | undefined {
  try {
    const { v, commandId, command, leaseId } = JSON.parse(payload.toString('utf8')) as Partial<CommandMessage>
    const isNumber = (text: unknown): text is string => typeof text === 'string' && /^\d{1,20}$/.test(text)
    if (v !== 1 || !isNumber(commandId) || !isNumber(leaseId) || (command !== 0 && command !== 1)) return undefined
    return { v, commandId, command, leaseId }
  } catch {
    return undefined
  }
}
