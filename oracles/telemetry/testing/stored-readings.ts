import { encodeReading, type Reading } from '@tallystick/sdk'
import type { Pool } from 'pg'
import { keccak256, stringToBytes } from 'viem'
import type { AcceptedReading, IngestHook } from '../ingest/hooks.ts'
import { insertReadings } from '../store/readings.ts'
import { inTransaction } from '../store/transaction.ts'

/** A reading as the pipeline hands it to the hooks; neither digest nor signature are real. */
export function accepted(reading: Reading, previous: Reading | undefined): AcceptedReading {
  const digest = keccak256(stringToBytes(`${reading.deviceId} ${reading.seq}`))
  return {
    ...{ deviceId: reading.deviceId, seq: reading.seq, digest, reading, previous, receivedAt: Number(reading.ts) },
    gap: previous ? reading.seq - previous.seq - 1n : 0n,
    message: encodeReading(reading, `0x${'5a'.repeat(65)}`, 'EIP712-secp256k1'),
  }
}

/** Stores readings of one device that follow each other as the pipeline does: with the hook, in one transaction. */
export async function store(
  pool: Pool,
  readings: readonly Reading[],
  hook?: IngestHook,
  before?: Reading,
): Promise<void> {
  const batch = readings.map((reading, index) => accepted(reading, index === 0 ? before : readings[index - 1]))
  try {
    await inTransaction(pool, async (tx) => {
      await insertReadings(tx, batch)
      await hook?.readings(tx, batch)
    })
  } catch (error) {
    hook?.failed?.()
    throw error
  }
  hook?.committed?.()
}
