import { type DevicesDomain, encodeReading, type Reading, readingDigest } from '@tallystick/sdk'
import type { Pool } from 'pg'
import { Counter, type Registry } from 'prom-client'
import { concat, type Hex, keccak256 } from 'viem'
import type { ChainPicture } from '../chain/picture.ts'
import type { DeviceRecord } from '../chain/records.ts'
import type { Clock } from '../clock.ts'
import type { IngestHook } from '../ingest/hooks.ts'
import type { IngestPipeline } from '../ingest/pipeline.ts'
import { createSigner, type DeviceSigner } from '../simulator/signer.ts'
import { deviceStates } from '../store/readings.ts'
import { inTransaction } from '../store/transaction.ts'
import { fleetTopic } from '../topics.ts'
import { type LastReading, readingOf, type Snapshot, type SnapshotRefusal } from './snapshot.ts'
import { insertUnsigned, lastUnsignedReading } from './unsigned-store.ts'

/** What became of a snapshot. */
export type SnapshotOutcome = 'SIGNED' | 'UNSIGNED' | SnapshotRefusal

export interface SinkOptions {
  readonly pool: Pool
  readonly pipeline: Pick<IngestPipeline, 'submit'>
  readonly picture: () => ChainPicture
  readonly domain: DevicesDomain
  readonly clock: Clock
  /** What is done with readings in their transaction: alarms. Hooks of its own, the pipeline's are in use. */
  readonly hooks: readonly IngestHook[]
  readonly registry: Registry
  /** Ids of machines by the names that sources give them. */
  readonly devices: ReadonlyMap<string, Hex>
  /** 32 bytes from which the machines' keys follow; without it nothing is signed. */
  readonly secret: Hex | undefined
}

/** The key by which the gateway signs for a machine whose source does not: the register has to have it. */
export function adapterSigner(secret: Hex, deviceId: Hex): DeviceSigner {
  return createSigner('secp256k1', keccak256(concat([secret, deviceId])))
}

/**
 * Takes snapshots in. Where the register's present key of the machine is the gateway's, the gateway signs for it and sends
 * the reading the way of all readings (tier T1); otherwise it is kept as somebody's word (tier T0).
 */
export class SnapshotSink {
  readonly #options: SinkOptions
  readonly #counter: Counter<'outcome'>
  /** The snapshot under way: the next one follows it, because it is numbered after it. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: SinkOptions) {
    this.#options = options
    this.#counter = new Counter({
      name: 'tallystick_telemetry_snapshots_total',
      help: 'Snapshots of machines without a signature of their own, by outcome',
      labelNames: ['outcome'],
      registers: [options.registry],
    })
  }

  /** @throws Error when it could not be stored: it is to be brought again */
  async take(snapshot: Snapshot): Promise<SnapshotOutcome> {
    const outcome = await this.#takeInTurn(snapshot)
    this.#counter.inc({ outcome })
    return outcome
  }

  #takeInTurn(snapshot: Snapshot): Promise<SnapshotOutcome> {
    const deviceId = snapshot.names.map((name) => this.#options.devices.get(name)).find((id) => id !== undefined)
    const device = deviceId && this.#options.picture().devices.get(deviceId)
    if (device === undefined) return Promise.resolve('UNKNOWN_NAME')
    const taken = this.#last.then(() => this.#store(device, snapshot))
    this.#last = taken.catch(() => undefined)
    return taken
  }

  #store(device: DeviceRecord, snapshot: Snapshot): Promise<SnapshotOutcome> {
    const { secret } = this.#options
    const signer = secret && adapterSigner(secret, device.deviceId)
    const isOurs = signer?.key.x.toLowerCase() === device.keys.get(device.keyVersion)?.x.toLowerCase()
    return signer && isOurs ? this.#sign(device, signer, snapshot) : this.#keep(device, snapshot)
  }

  async #sign({ deviceId, keyVersion }: DeviceRecord, signer: DeviceSigner, snapshot: Snapshot) {
    const { pool, pipeline, clock, domain } = this.#options
    const [state] = await deviceStates(pool, [deviceId])
    const reading = readingOf(snapshot, { deviceId, keyVersion }, state?.last, clock.now())
    if (typeof reading === 'string') return reading
    const message = encodeReading(reading, signer.sign(readingDigest(domain, reading)), signer.alg)
    const payload = Buffer.from(JSON.stringify(message))
    await pipeline.submit({ deviceId, topic: fleetTopic(deviceId, 'telemetry'), payload })
    return 'SIGNED' as const
  }

  async #keep({ deviceId, keyVersion }: DeviceRecord, snapshot: Snapshot) {
    const { pool, domain, clock, hooks } = this.#options
    const last = await lastUnsignedReading(pool, domain, deviceId)
    const reading = readingOf(snapshot, { deviceId, keyVersion }, last, clock.now())
    if (typeof reading === 'string') return reading
    const accepted = this.#accepted(reading, last)
    try {
      await inTransaction(pool, async (tx) => {
        await insertUnsigned(tx, accepted)
        for (const hook of hooks) await hook.readings(tx, [accepted])
      })
    } catch (error) {
      for (const hook of hooks) hook.failed?.()
      throw error
    }
    for (const hook of hooks) hook.committed?.()
    return 'UNSIGNED' as const
  }

  /** As the hooks take it. There is no signature, and nobody may take it for one. */
  #accepted(reading: Reading, last: LastReading | undefined) {
    const { domain, clock } = this.#options
    return {
      ...{ deviceId: reading.deviceId, seq: reading.seq, reading, previous: last?.reading, gap: 0n },
      digest: readingDigest(domain, reading),
      receivedAt: clock.now(),
      message: encodeReading(reading, '0x', 'EIP712-secp256k1'),
    }
  }
}
