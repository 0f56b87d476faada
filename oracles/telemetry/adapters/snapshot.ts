/** What machines without a signature tell, in one form whatever they came as. */
import { flags, type Reading } from '@tallystick/sdk'
import { type Hex, zeroHash } from 'viem'

/** A machine's counters at a moment. What the source does not tell is undefined. */
export interface Snapshot {
  /** Names by which the source knows the machine; the operator's file maps one of them to its id. */
  readonly names: readonly string[]
  /** Unix milliseconds of the operating hours. */
  readonly ts: number
  readonly latE7: number | undefined
  readonly lonE7: number | undefined
  readonly opSec: bigint
  readonly idleSec: bigint | undefined
  readonly fuelMl: bigint | undefined
  readonly fuelPctBp: number | undefined
  readonly engine: boolean | undefined
}

/** Why a snapshot was not taken. */
export type SnapshotRefusal = 'UNKNOWN_NAME' | 'DUPLICATE' | 'BACKWARD' | 'ROLLBACK' | 'FUTURE' | 'NO_POSITION'

/** A machine's last snapshot, as a reading. */
export interface LastReading {
  readonly reading: Reading
  readonly digest: Hex
}

const MAX_AHEAD_MS = 120_000
const OLD_MS = 86_400_000
/** Feeds tell no accuracy; this is that of an ordinary receiver. */
const ACCURACY_CM = 1_000

/**
 * The reading that a snapshot makes after the last one. What it does not tell is as it was.
 * @param now Unix milliseconds
 */
export function readingOf(
  snapshot: Snapshot,
  identity: Pick<Reading, 'deviceId' | 'keyVersion'>,
  last: LastReading | undefined,
  now: number,
): Reading | SnapshotRefusal {
  const before = last?.reading
  const { latE7 = before?.latE7, lonE7 = before?.lonE7, ts } = snapshot
  if (ts > now + MAX_AHEAD_MS) return 'FUTURE'
  if (latE7 === undefined || lonE7 === undefined) return 'NO_POSITION'
  if (before && BigInt(ts) === before.ts) return 'DUPLICATE'
  if (before && BigInt(ts) < before.ts) return 'BACKWARD'
  const reading: Reading = {
    ...identity,
    seq: (before?.seq ?? 0n) + 1n,
    ts: BigInt(ts),
    prevHash: last?.digest ?? zeroHash,
    ...{ latE7, lonE7, accuracyCm: ACCURACY_CM },
    opSec: snapshot.opSec,
    idleSec: snapshot.idleSec ?? before?.idleSec ?? 0n,
    fuelMl: snapshot.fuelMl ?? before?.fuelMl ?? 0n,
    fuelPctBp: snapshot.fuelPctBp ?? before?.fuelPctBp ?? 0,
    engine: isRunning(snapshot, before) ? 1 : 0,
    flags: now - ts > OLD_MS ? flags.backfilled : 0,
    extHash: zeroHash,
  }
  return before && hasFallen(before, reading) ? 'ROLLBACK' : reading
}

/** A source that does not tell whether the engine runs shows it by its hours. */
function isRunning({ engine, opSec }: Snapshot, before: Reading | undefined): boolean {
  return engine ?? (before !== undefined && opSec > before.opSec)
}

function hasFallen(before: Reading, reading: Reading): boolean {
  return (['opSec', 'idleSec', 'fuelMl'] as const).some((counter) => reading[counter] < before[counter])
}
