import type { Reading, ReadingMessage } from '@tallystick/sdk'
import type { PoolClient } from 'pg'
import type { Hex } from 'viem'
import type { RefusalCode } from './refusal.ts'

/** A reading that passed every check; it is in the batch's transaction already. */
export interface AcceptedReading {
  readonly deviceId: Hex
  readonly seq: bigint
  readonly digest: Hex
  readonly reading: Reading
  /** The device's reading before this one, as the gateway holds it. */
  readonly previous: Reading | undefined
  /** Unix milliseconds of the gateway's clock. */
  readonly receivedAt: number
  /** Readings missing before it: 0 when `seq` follows. */
  readonly gap: bigint
  readonly message: ReadingMessage
}

/** A message that was not taken, and why. */
export interface RefusedMessage {
  /** The device that the topic names, where it names one. */
  readonly deviceId: Hex | undefined
  readonly code: RefusalCode
  /** Unix milliseconds of the gateway's clock. */
  readonly receivedAt: number
  readonly topic: string
  readonly payload: Buffer
}

/**
 * What else happens in the transaction of a batch: it commits or rolls back with the raw readings. A batch that failed
 * (the database went away) is offered again, so nothing outside of the transaction may be changed before `committed`.
 */
export interface IngestHook {
  /** In order of arrival; of one device in order of `seq`. */
  readings(tx: PoolClient, batch: readonly AcceptedReading[]): Promise<void>
  refusals(tx: PoolClient, batch: readonly RefusedMessage[]): Promise<void>
  /** After the commit of a batch, before its messages are acknowledged. */
  committed?(): void
  /** The transaction failed, or nobody knows whether it committed: forget what is kept in memory, read it anew. */
  failed?(): void
}
