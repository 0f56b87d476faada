import type { CommandMessage } from '@tallystick/sdk'
import type { Pool } from 'pg'
import type { Hex } from 'viem'
import type { FleetLink } from '../broker/link.ts'
import type { ChainPicture } from '../chain/picture.ts'
import type { CommandRecord } from '../chain/records.ts'
import type { Clock } from '../clock.ts'
import type { TelemetryFeed } from '../feed.ts'
import type { Log } from '../log.ts'
import { bytesOf, hexOf } from '../store/columns.ts'
import { fleetTopic } from '../topics.ts'

/** What happened to a command. */
export interface CommandChange {
  readonly kind: 'PUBLISHED' | 'WITHDRAWN' | 'ACKNOWLEDGED'
  readonly deviceId: Hex
  /** Undefined when the topic was cleared: the chain knows no command any more. */
  readonly commandId: bigint | undefined
  /** Unix milliseconds. */
  readonly at: number
}

export interface PublisherOptions {
  readonly pool: Pool
  readonly link: Pick<FleetLink, 'publish'>
  readonly clock: Clock
  readonly feed: TelemetryFeed
  readonly log: Log
  /** Blocks that a command must have on it, its own included, before a device hears of it. */
  readonly confirmations: number
}

/** A command with the lease that it is about. */
interface Ordered {
  readonly leaseId: bigint
  readonly command: CommandRecord
}

/**
 * Keeps on each device's topic what the chain commanded last, and nothing else: a command that a reorganisation took out
 * is replaced by the one before it, or cleared. Publishing twice is harmless, so the table is written afterwards.
 */
export class CommandPublisher {
  readonly #options: PublisherOptions
  #last: Promise<void> = Promise.resolve()
  #isFirst = true

  constructor(options: PublisherOptions) {
    this.#options = options
  }

  /** Brings the topics up to what the chain says; the first time all of them, as a broker may have forgotten. */
  sync(picture: ChainPicture): Promise<void> {
    const done = this.#last.then(() => this.#sync(picture))
    this.#last = done.catch(() => undefined)
    return done
  }

  async #sync(picture: ChainPicture): Promise<void> {
    const wanted = this.#lastCommands(picture)
    const published = await this.#published()
    for (const [deviceId, ordered] of wanted) {
      const payload = payloadOf(ordered)
      if (this.#isFirst || published.get(deviceId) !== payload) {
        await this.#publish(deviceId, payload, ordered.command.commandId)
      }
    }
    for (const deviceId of published.keys()) if (!wanted.has(deviceId)) await this.#withdraw(deviceId)
    this.#isFirst = false
  }

  #lastCommands(picture: ChainPicture): Map<Hex, Ordered> {
    const settledBlock = (picture.head?.number ?? 0) - this.#options.confirmations + 1
    const orders = [...picture.leases.values()].flatMap(({ leaseId, commands }) =>
      commands.filter(({ block }) => block <= settledBlock).map((command) => ({ leaseId, command })),
    )
    // Commands are numbered by bank; a device serves one bank after the other.
    orders.sort((left, right) => left.command.block - right.command.block || byNumber(left.command, right.command))
    return new Map(orders.map((ordered) => [ordered.command.deviceId, ordered]))
  }

  async #published(): Promise<Map<Hex, string>> {
    const { rows } = await this.#options.pool.query<{ device_id: Buffer; payload: string }>(
      'SELECT device_id, payload FROM published_commands',
    )
    return new Map(rows.map((row) => [hexOf(row.device_id), row.payload]))
  }

  async #publish(deviceId: Hex, payload: string, commandId: bigint): Promise<void> {
    const { pool, link, clock, log } = this.#options
    await link.publish(fleetTopic(deviceId, 'cmd'), payload, { retain: true })
    await pool.query(
      `INSERT INTO published_commands VALUES ($1, $2, $3)
       ON CONFLICT (device_id) DO UPDATE SET payload = excluded.payload, published_at = excluded.published_at`,
      [bytesOf(deviceId), payload, clock.now()],
    )
    log.info({ event: 'command-published', deviceId, payload }, 'a command was published')
    this.#tell('PUBLISHED', deviceId, commandId)
  }

  /** An empty retained message clears the topic. */
  async #withdraw(deviceId: Hex): Promise<void> {
    const { pool, link, log } = this.#options
    await link.publish(fleetTopic(deviceId, 'cmd'), '', { retain: true })
    await pool.query('DELETE FROM published_commands WHERE device_id = $1', [bytesOf(deviceId)])
    log.warn({ event: 'command-withdrawn', deviceId }, 'the chain knows the command no more')
    this.#tell('WITHDRAWN', deviceId, undefined)
  }

  #tell(kind: CommandChange['kind'], deviceId: Hex, commandId: bigint | undefined): void {
    this.#options.feed.emit('command', { kind, deviceId, commandId, at: this.#options.clock.now() })
  }
}

function byNumber(left: CommandRecord, right: CommandRecord): number {
  return Number(left.commandId - right.commandId)
}

function payloadOf({ leaseId, command }: Ordered): string {
  const message: CommandMessage = {
    v: 1,
    commandId: command.commandId.toString(),
    command: command.isLock ? 1 : 0,
    leaseId: leaseId.toString(),
  }
  return JSON.stringify(message)
}
