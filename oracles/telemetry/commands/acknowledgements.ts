/** What devices have signed for commands, until the chain has it. */
import { ackDigest, type CommandAck, type DevicesDomain, verifySignature } from '@tallystick/sdk'
import type { Pool } from 'pg'
import type { Hex } from 'viem'
import type { ChainPicture } from '../chain/picture.ts'
import type { Clock } from '../clock.ts'
import type { TelemetryFeed } from '../feed.ts'
import type { Refusal } from '../ingest/refusal.ts'
import { bytesOf, hexOf } from '../store/columns.ts'
import type { Queryable } from '../store/readings.ts'
import { parseAck } from '../wire.ts'

/** A device's signed word that a command was carried out. */
export interface SignedAck {
  readonly ack: CommandAck
  readonly signature: Hex
}

export interface AckIntakeOptions {
  readonly pool: Pool
  readonly chain: { readonly picture: ChainPicture }
  readonly domain: DevicesDomain
  readonly clock: Clock
  readonly feed: TelemetryFeed
}

/** Takes acknowledgements in, checked as `Immobiliser.acknowledge` will. */
export class AckIntake {
  readonly #options: AckIntakeOptions

  constructor(options: AckIntakeOptions) {
    this.#options = options
  }

  /**
   * Stores a message of `fleet/v1/{deviceId}/ack`; it may be acknowledged to the broker when the promise is kept.
   * @returns why it was refused; undefined when it is stored, also when it was before
   */
  async accept(deviceId: Hex, payload: Uint8Array): Promise<Refusal | undefined> {
    const parsed = parseAck(payload, deviceId)
    if (parsed.refusal) return parsed.refusal
    const { ack: wire, sig: signature } = parsed.message
    const ack: CommandAck = { ...wire, commandId: BigInt(wire.commandId), ts: BigInt(wire.ts) }
    const refusal = await this.#check({ ack, signature })
    if (refusal === undefined) await this.#store({ ack, signature })
    return refusal
  }

  async #check({ ack, signature }: SignedAck): Promise<Refusal | undefined> {
    const { chain, domain } = this.#options
    const device = chain.picture.devices.get(ack.deviceId)
    if (device === undefined) return { code: 'UNKNOWN_DEVICE', detail: 'the register does not know the device' }
    const key = device.keys.get(device.keyVersion)
    if (key?.validUntil !== Number.POSITIVE_INFINITY) {
      return { code: 'KEY_NOT_VALID', detail: `version ${device.keyVersion} is revoked` }
    }
    if (!(await verifySignature(key, ackDigest(domain, ack), signature))) {
      return { code: 'FORGED', detail: 'the present key has not signed this' }
    }
    return wasCommanded(chain.picture, ack)
      ? undefined
      : { code: 'REPLAY', detail: `command ${ack.commandId} (${ack.command}) was not given` }
  }

  async #store({ ack, signature }: SignedAck): Promise<void> {
    const { pool, clock, feed } = this.#options
    const { deviceId, commandId, command, ts } = ack
    const at = clock.now()
    const { rowCount } = await pool.query(
      'INSERT INTO command_acks VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING',
      [bytesOf(deviceId), String(commandId), command, String(ts), bytesOf(signature), at],
    )
    if (rowCount === 1) feed.emit('command', { kind: 'ACKNOWLEDGED', deviceId, commandId, at })
  }
}

function wasCommanded(picture: ChainPicture, { deviceId, commandId, command }: CommandAck): boolean {
  return [...picture.leases.values()].some(({ commands }) =>
    commands.some(
      (given) => given.deviceId === deviceId && given.commandId === commandId && given.isLock === (command === 1),
    ),
  )
}

/** A device's stored word for a command, to be brought to the chain. */
export async function storedAck(
  db: Queryable,
  { deviceId, commandId, isLock }: { readonly deviceId: Hex; readonly commandId: bigint; readonly isLock: boolean },
): Promise<SignedAck | undefined> {
  const command = isLock ? 1 : 0
  const { rows } = await db.query<{ ts: string; sig: Buffer }>(
    'SELECT ts, sig FROM command_acks WHERE device_id = $1 AND command_id = $2 AND command = $3',
    [bytesOf(deviceId), String(commandId), command],
  )
  const [row] = rows
  return row && { ack: { deviceId, commandId, command, ts: BigInt(row.ts) }, signature: hexOf(row.sig) }
}
