/** Server-sent events of what has just been committed. */
import type { ServerResponse } from 'node:http'
import { Counter, Gauge, type Registry } from 'prom-client'
import type { Hex } from 'viem'
import type { AlarmChange } from '../alarms/engine.ts'
import type { ChainPicture } from '../chain/picture.ts'
import type { CommandChange } from '../commands/publisher.ts'
import type { TelemetryFeed } from '../feed.ts'
import type { AcceptedReading } from '../ingest/hooks.ts'
import { type Log, reasonOf } from '../log.ts'
import { ApiRefusal } from './refusal.ts'
import { maySeeNow, type Viewer } from './rights.ts'

export interface StreamOptions {
  readonly feed: TelemetryFeed
  readonly picture: () => ChainPicture
  readonly log: Log
  readonly registry: Registry
  /** Silence after which a comment is sent, milliseconds. Default 15 000. */
  readonly heartbeatMs?: number
  /** Events kept for listeners that come back. Default 5 000. */
  readonly kept?: number
  /** Bytes that may wait for a slow listener before it is cut. Default 256 KiB. */
  readonly maxWaiting?: number
  /** Listeners of one account, and of all. Defaults 8 and 500. */
  readonly perAccount?: number
  readonly total?: number
}

/** Who listens, and whether it still may: asked at every heartbeat. */
export interface Audience {
  readonly account: string
  /** What the account is now; rejects when its session is over or it is no member any more. */
  readonly viewer: () => Promise<Viewer>
}

interface FeedEvent {
  readonly number: number
  readonly deviceId: Hex
  readonly text: string
}

interface Listener {
  readonly audience: Audience
  readonly response: ServerResponse
  viewer: Viewer
}

const EVENT_ID = /^([0-9a-z]{1,16})-(\d{1,15})$/

/**
 * Tells every listener what happens to the machines that it may see. Events have numbers: who comes back with the last one
 * gets what it missed, or is told to read everything anew when that is too long ago or the gateway was restarted.
 */
export class EventStream {
  readonly #options: Required<StreamOptions>
  /** Tells this process's numbers from those of another one. */
  readonly #epoch = Date.now().toString(36)
  readonly #events: FeedEvent[] = []
  readonly #listeners = new Set<Listener>()
  readonly #timer: NodeJS.Timeout
  readonly #gauge: Gauge
  readonly #cut: Counter
  readonly #onReading = (reading: AcceptedReading) => this.#tell('reading', reading.deviceId, readingData(reading))
  readonly #onAlarm = (change: AlarmChange) => this.#tell('alarm', change.alarm.deviceId, alarmData(change))
  readonly #onCommand = (change: CommandChange) => this.#tell('command', change.deviceId, commandData(change))
  #number = 0

  constructor(options: StreamOptions) {
    const defaults = { heartbeatMs: 15_000, kept: 5_000, maxWaiting: 256 * 1_024, perAccount: 8, total: 500 }
    this.#options = { ...defaults, ...options }
    const registers = [options.registry]
    this.#gauge = new Gauge({
      name: 'tallystick_telemetry_streams',
      help: 'Open streams of events',
      registers,
    })
    this.#cut = new Counter({
      name: 'tallystick_telemetry_streams_cut_total',
      help: 'Streams that were ended because their listener was too slow',
      registers,
    })
    options.feed.on('reading', this.#onReading).on('alarm', this.#onAlarm).on('command', this.#onCommand)
    this.#timer = setInterval(() => void this.#beat(), this.#options.heartbeatMs)
  }

  /**
   * Begins to write events to a response.
   * @param lastEventId what the listener says it has seen
   * @throws ApiRefusal TOO_MANY_STREAMS
   */
  async listen(response: ServerResponse, audience: Audience, lastEventId: string | undefined): Promise<void> {
    this.#refuseTooMany(audience.account)
    const listener: Listener = { audience, response, viewer: await audience.viewer() }
    this.#refuseTooMany(audience.account)
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Proxies must not collect events before they pass them on.
      'x-accel-buffering': 'no',
    })
    response.write('retry: 2000\n\n')
    this.#listeners.add(listener)
    this.#gauge.set(this.#listeners.size)
    response.once('close', () => this.#forget(listener))
    this.#catchUp(listener, lastEventId)
  }

  /** Ends all streams. */
  close(): void {
    clearInterval(this.#timer)
    this.#options.feed.off('reading', this.#onReading).off('alarm', this.#onAlarm).off('command', this.#onCommand)
    for (const listener of this.#listeners) this.#end(listener)
  }

  #refuseTooMany(account: string): void {
    const own = [...this.#listeners].filter(({ audience }) => audience.account === account)
    if (own.length >= this.#options.perAccount || this.#listeners.size >= this.#options.total) {
      throw new ApiRefusal('TOO_MANY_STREAMS', 'too many streams are open; close one and try again')
    }
  }

  #catchUp(listener: Listener, lastEventId: string | undefined): void {
    if (lastEventId === undefined) return
    const [, epoch, number] = EVENT_ID.exec(lastEventId) ?? []
    const seen = Number(number)
    const oldest = this.#events[0]?.number ?? this.#number + 1
    const isKnown = epoch === this.#epoch && seen >= oldest - 1 && seen <= this.#number
    if (!isKnown) this.#write(listener, `event: reset\nid: ${this.#idOf(this.#number)}\ndata: {}\n\n`)
    const missed = isKnown ? this.#events.filter((event) => event.number > seen) : []
    for (const event of missed) this.#send(listener, event)
  }

  #tell(name: string, deviceId: Hex, data: object): void {
    const number = ++this.#number
    const text = `event: ${name}\nid: ${this.#idOf(number)}\ndata: ${JSON.stringify(data)}\n\n`
    const event = { number, deviceId, text }
    this.#events.push(event)
    if (this.#events.length > this.#options.kept) this.#events.shift()
    for (const listener of this.#listeners) this.#send(listener, event)
  }

  #idOf(number: number): string {
    return `${this.#epoch}-${number}`
  }

  #send(listener: Listener, { deviceId, text }: FeedEvent): void {
    if (maySeeNow(listener.viewer, this.#options.picture(), deviceId)) this.#write(listener, text)
  }

  /** Cuts whoever does not read: the gateway's memory is not its buffer. It can come back with its last number. */
  #write(listener: Listener, text: string): void {
    const { response } = listener
    response.write(text)
    if (response.writableLength <= this.#options.maxWaiting) return
    this.#cut.inc()
    response.destroy()
    this.#forget(listener)
  }

  async #beat(): Promise<void> {
    await Promise.all([...this.#listeners].map((listener) => this.#renew(listener)))
    for (const listener of this.#listeners) this.#write(listener, ': still here\n\n')
  }

  async #renew(listener: Listener): Promise<void> {
    try {
      listener.viewer = await listener.audience.viewer()
    } catch (error) {
      // While the chain does not answer, what was true a moment ago still counts.
      if (error instanceof ApiRefusal && error.code === 'CHAIN_UNAVAILABLE') return
      this.#options.log.debug({ reason: reasonOf(error) }, 'a stream ends')
      this.#end(listener)
    }
  }

  #end(listener: Listener): void {
    this.#forget(listener)
    listener.response.end()
  }

  #forget(listener: Listener): void {
    this.#listeners.delete(listener)
    this.#gauge.set(this.#listeners.size)
  }
}

function readingData({ deviceId, digest, receivedAt, gap, message }: AcceptedReading) {
  return { deviceId, digest, receivedAt, gap: String(gap), r: message.r }
}

function alarmData({ kind, at, alarm }: AlarmChange) {
  const { id, deviceId, lease, key, severity, since, raisedAt, clearedAt = null, clearReason = null } = alarm
  return { kind, at, alarm: { id, deviceId, lease, key, severity, since, raisedAt, clearedAt, clearReason } }
}

function commandData({ kind, deviceId, commandId, at }: CommandChange) {
  return { kind, deviceId, commandId: commandId === undefined ? null : String(commandId), at }
}
