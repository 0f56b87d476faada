/** Whether a reading that its device has signed can be true, beside what the device has said before. */
import { flags, type Reading } from '@tallystick/sdk'
import type { Hex } from 'viem'
import type { Refusal, RefusalCode } from './refusal.ts'

/** A device's last accepted reading. */
export interface LastReading {
  readonly reading: Reading
  readonly digest: Hex
}

/** What a reading is judged by. */
export interface Circumstances {
  readonly reading: Reading
  readonly digest: Hex
  readonly last: LastReading | undefined
  /** Digest of the accepted reading of the same `seq`, if there is one. */
  readonly sameSeq: Hex | undefined
  /** Unix milliseconds of the gateway's clock. */
  readonly now: number
  /** What the machine burns at most by its data sheet. */
  readonly ratedFuelMlPerHour: number
}

export type Verdict =
  /** `gap`: how many readings before it are missing. */
  | { readonly kind: 'accepted'; readonly gap: bigint }
  /** Delivered again. */
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

const MAX_AHEAD_MS = 120_000n
const MAX_AGE_MS = 24n * 3_600_000n
const OP_TOLERANCE_MS = 2_000n
const FUEL_TOLERANCE_ML = 1_000n
const MAX_SPEED_KMH = 120
/** Widths of the meter's counters on chain (`IUsageMeter.Counters`). */
const MAX_SECONDS = 2n ** 40n - 1n
const MAX_FUEL_ML = 2n ** 56n - 1n

/** Applies the rules of docs/telemetry.md that follow the signature, in their order. */
export function judge(circumstances: Circumstances): Verdict {
  const { reading, digest, last, sameSeq } = circumstances
  const mistimed = timeRefusal(reading, circumstances.now)
  if (mistimed) return mistimed
  if (sameSeq === digest) return { kind: 'duplicate' }
  if (sameSeq !== undefined) return refuse('EQUIVOCATION', `number ${reading.seq} was used for ${sameSeq}`)
  if (last === undefined) return firstVerdict(reading)
  if (reading.seq <= last.reading.seq) return refuse('REPLAY', `number ${reading.seq} after ${last.reading.seq}`)
  return (
    rollback(last.reading, reading) ??
    clock(last.reading, reading) ??
    impossible(last.reading, reading, circumstances.ratedFuelMlPerHour) ?? {
      kind: 'accepted',
      gap: reading.seq - last.reading.seq - 1n,
    }
  )
}

function timeRefusal(reading: Reading, now: number): Verdict | undefined {
  const age = BigInt(Math.trunc(now)) - reading.ts
  if (age < -MAX_AHEAD_MS) return refuse('FUTURE', `${-age} ms ahead`)
  const isBackfilled = (reading.flags & flags.backfilled) !== 0
  return age > MAX_AGE_MS && !isBackfilled ? refuse('LATE', `${age} ms old and not marked as backfilled`) : undefined
}

/** All readings before the first that arrives are missing. */
function firstVerdict(reading: Reading): Verdict {
  if (reading.idleSec > reading.opSec) {
    return refuse('IMPOSSIBLE', `${reading.idleSec} s idle of ${reading.opSec} s`)
  }
  return beyondMeter(reading) ?? { kind: 'accepted', gap: reading.seq > 0n ? reading.seq - 1n : 0n }
}

function rollback(last: Reading, reading: Reading): Verdict | undefined {
  const fallen = (['opSec', 'idleSec', 'fuelMl'] as const).find((counter) => reading[counter] < last[counter])
  return fallen && refuse('ROLLBACK', `${fallen} fell from ${last[fallen]} to ${reading[fallen]}`)
}

function clock(last: Reading, reading: Reading): Verdict | undefined {
  return reading.ts > last.ts ? undefined : refuse('CLOCK', `ts ${reading.ts} after ${last.ts}`)
}

function impossible(last: Reading, reading: Reading, ratedFuelMlPerHour: number): Verdict | undefined {
  const elapsedMs = reading.ts - last.ts
  const opSec = reading.opSec - last.opSec
  const idleSec = reading.idleSec - last.idleSec
  const fuelMl = reading.fuelMl - last.fuelMl
  if (opSec * 1_000n > elapsedMs + OP_TOLERANCE_MS) return refuse('IMPOSSIBLE', `${opSec} s of use in ${elapsedMs} ms`)
  if (idleSec > opSec) return refuse('IMPOSSIBLE', `${idleSec} s idle of ${opSec} s`)
  // 1.5 × rated × Δop, with rated per hour: ×2 and ×3 600 keep it in integers.
  if ((fuelMl - FUEL_TOLERANCE_ML) * 7_200n > 3n * BigInt(ratedFuelMlPerHour) * opSec) {
    return refuse('IMPOSSIBLE', `${fuelMl} ml in ${opSec} s, rated ${ratedFuelMlPerHour} ml/h`)
  }
  const speed = speedKmh(last, reading)
  if (speed > MAX_SPEED_KMH) return refuse('IMPOSSIBLE', `moved at ${Math.round(speed)} km/h`)
  return beyondMeter(reading)
}

function beyondMeter({ opSec, fuelMl }: Reading): Verdict | undefined {
  if (opSec <= MAX_SECONDS && fuelMl <= MAX_FUEL_ML) return undefined
  return refuse('IMPOSSIBLE', 'counters beyond what the meter on chain can hold')
}

/** The least speed that two fixes show: what their stated accuracy can explain is no movement. */
export function speedKmh(from: Reading, to: Reading): number {
  const metres = distanceMetres(from, to) - (from.accuracyCm + to.accuracyCm) / 100
  return Math.max(0, metres) / 1_000 / (Number(to.ts - from.ts) / 3_600_000)
}

const EARTH_RADIUS_METRES = 6_371_008.8

/** Great-circle distance by the haversine formula on the mean sphere. */
function distanceMetres(from: Reading, to: Reading): number {
  const radians = (e7: number) => (e7 * Math.PI) / 180e7
  const latitudes = Math.sin(radians(to.latE7 - from.latE7) / 2) ** 2
  const longitudes = Math.sin(radians(to.lonE7 - from.lonE7) / 2) ** 2
  const haversine = latitudes + Math.cos(radians(from.latE7)) * Math.cos(radians(to.latE7)) * longitudes
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(haversine)))
}

function refuse(code: RefusalCode, detail: string): Verdict {
  return { kind: 'refused', refusal: { code, detail } }
}
