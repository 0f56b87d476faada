import type { Reading } from '@tallystick/sdk'
import { keccak256, stringToBytes } from 'viem'
import { describe, expect, it } from 'vitest'
import { RATED_FUEL_ML_PER_HOUR, TEST_NOW, TestDevice } from '../testing/fleet.ts'
import { type Circumstances, judge, speedKmh, type Verdict } from './rules.ts'

const HOUR_MS = 3_600_000n
const now = TEST_NOW
const device = new TestDevice(1)
const last = device.next()

/** Judges the reading that follows {@link last} a minute later, but for `changes`. */
function verdictOf(changes: Partial<Reading>, circumstances: Partial<Circumstances> = {}): Verdict {
  const { reading, digest } = device.variant(changes)
  const ratedFuelMlPerHour = RATED_FUEL_ML_PER_HOUR
  return judge({ reading, digest, last, sameSeq: undefined, now, ratedFuelMlPerHour, ...circumstances })
}

function codeOf(verdict: Verdict): string {
  return verdict.kind === 'refused' ? verdict.refusal.code : verdict.kind
}

describe('time', () => {
  it.each([
    [120_000n, 'accepted'],
    [120_001n, 'FUTURE'],
  ])('%d ms ahead of the gateway: %s', (ahead, code) => {
    expect(codeOf(verdictOf({ ts: BigInt(now) + ahead }))).toBe(code)
  })

  it.each([
    [24n * HOUR_MS, 0, 'accepted'],
    [24n * HOUR_MS + 1n, 0, 'LATE'],
    [24n * HOUR_MS + 1n, 32, 'accepted'],
    [24n * HOUR_MS + 1n, 31, 'LATE'],
  ])('%d ms old with flags %d: %s', (age, flags, code) => {
    const ts = BigInt(now) - age
    expect(codeOf(verdictOf({ ts, flags }, { last: undefined }))).toBe(code)
  })

  it.each([0n, -1n])('%d ms after the last reading: CLOCK', (step) => {
    expect(codeOf(verdictOf({ ts: last.reading.ts + step }))).toBe('CLOCK')
  })
})

describe('numbers', () => {
  it('L03 the same reading again is a duplicate, whatever came after it', () => {
    const again = { reading: last.reading, digest: last.digest, sameSeq: last.digest }
    expect(codeOf(verdictOf({}, again))).toBe('duplicate')
  })

  it('L04 another reading of the same number contradicts it, also one that would be refused otherwise', () => {
    const other = keccak256(stringToBytes('another'))
    expect(codeOf(verdictOf({ opSec: 0n }, { sameSeq: other }))).toBe('EQUIVOCATION')
  })

  it.each([1n, 0n])('L03 number %d after 1 is a replay', (seq) => {
    expect(codeOf(verdictOf({ seq }))).toBe('REPLAY')
  })

  it.each([
    [2n, 0n],
    [3n, 1n],
    [1_000n, 998n],
  ])('number %d after 1 leaves a gap of %d', (seq, gap) => {
    expect(verdictOf({ seq })).toEqual({ kind: 'accepted', gap })
  })

  it.each([
    [0n, 0n],
    [1n, 0n],
    [8n, 7n],
  ])('number %d as the first leaves a gap of %d', (seq, gap) => {
    expect(verdictOf({ seq }, { last: undefined })).toEqual({ kind: 'accepted', gap })
  })

  it('a broken chain of digests is accepted: what is missing shows in the number', () => {
    expect(codeOf(verdictOf({ prevHash: keccak256('0x01') }))).toBe('accepted')
  })
})

describe('counters', () => {
  const { opSec, idleSec, fuelMl } = last.reading

  it.each([{ opSec: opSec - 1n }, { idleSec: idleSec - 1n }, { fuelMl: fuelMl - 1n }])(
    'L05 %o: ROLLBACK',
    (changes) => {
      expect(codeOf(verdictOf(changes))).toBe('ROLLBACK')
    },
  )

  it.each([
    [62n, 'accepted'],
    [63n, 'IMPOSSIBLE'],
  ])('L05 %d seconds of use in a minute: %s', (used, code) => {
    expect(codeOf(verdictOf({ opSec: opSec + used }))).toBe(code)
  })

  it.each([
    [30n, 'accepted'],
    [31n, 'IMPOSSIBLE'],
  ])('L05 %d seconds idle of 30 s of use: %s', (idle, code) => {
    expect(codeOf(verdictOf({ idleSec: idleSec + idle }))).toBe(code)
  })

  it.each([
    // 1.5 × 18 l/h × 30 s = 225 ml, and a litre
    [1_225n, 'accepted'],
    [1_226n, 'IMPOSSIBLE'],
  ])('L05 %d ml in 30 s at 18 l/h rated: %s', (burnt, code) => {
    expect(codeOf(verdictOf({ fuelMl: fuelMl + burnt }))).toBe(code)
  })

  it.each([{ opSec: 2n ** 40n, idleSec: 0n }, { fuelMl: 2n ** 56n }, { opSec: 10n, idleSec: 11n }])(
    'L05 a first reading of %o is impossible',
    (changes) => {
      expect(codeOf(verdictOf(changes, { last: undefined }))).toBe('IMPOSSIBLE')
    },
  )

  it('L05 counters that the chain cannot hold are impossible later too', () => {
    const old = { reading: { ...last.reading, ts: 0n }, digest: last.digest }
    const rated = { last: old, ratedFuelMlPerHour: Number.MAX_SAFE_INTEGER }
    expect(codeOf(verdictOf({ fuelMl: 2n ** 56n }, rated))).toBe('IMPOSSIBLE')
  })
})

describe('movement', () => {
  /** 1 km in a minute is 60 km/h; a degree of latitude is 111.195 km. */
  const north = (kilometres: number) => ({ latE7: last.reading.latE7 + Math.round((kilometres / 111.195) * 1e7) })

  it.each([
    [1.9, 'accepted'],
    [2.1, 'IMPOSSIBLE'],
  ])('%d km in a minute: %s', (kilometres, code) => {
    expect(codeOf(verdictOf(north(kilometres)))).toBe(code)
  })

  it('what the accuracy explains is no movement', () => {
    expect(codeOf(verdictOf({ ...north(2.1), accuracyCm: 20_000 }))).toBe('accepted')
  })

  it('is the shorter way over the date line', () => {
    const from = { ...last.reading, latE7: 0, lonE7: 1_799_999_000 }
    const to = { ...from, lonE7: -1_799_999_000, ts: from.ts + 60_000n }
    expect(speedKmh(from, to)).toBeCloseTo(60 * (0.022_239 - 0.005), 3)
  })
})
