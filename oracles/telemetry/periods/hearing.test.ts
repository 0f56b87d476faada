import { describe, expect, it } from 'vitest'
import type { DeviceState } from '../store/readings.ts'
import { PERIOD_END_S } from '../testing/lease-events.ts'
import { DAY_MS, DEVICE, firstReading, INTERVAL_MS } from '../testing/machine.ts'
import { accepted } from '../testing/stored-readings.ts'
import { isHeardOut } from './hearing.ts'

const END_MS = (PERIOD_END_S + 1) * 1_000
const patience = 2 * INTERVAL_MS
const long = { now: END_MS + DAY_MS, listensSince: END_MS - DAY_MS, patience }

/** @param ts of the last reading @param receivedAt when it came */
function state(ts: number, receivedAt: number): DeviceState {
  const { reading, digest, message } = accepted({ ...firstReading(), ts: BigInt(ts) }, undefined)
  return { deviceId: DEVICE, last: { reading, digest, message, receivedAt }, received: 1n, missing: 0n }
}

describe('a period is heard out', () => {
  it('when the device has reported from after it', () => {
    expect(isHeardOut(state(END_MS, long.now), PERIOD_END_S, long)).toBe(true)
    expect(isHeardOut(state(END_MS - 1, long.now), PERIOD_END_S, long)).toBe(false)
  })

  it('when the device is silent, but not while it sends its past', () => {
    expect(isHeardOut(state(END_MS - DAY_MS, long.now - patience), PERIOD_END_S, long)).toBe(true)
    expect(isHeardOut(state(END_MS - DAY_MS, long.now - patience + 1), PERIOD_END_S, long)).toBe(false)
    expect(isHeardOut(undefined, PERIOD_END_S, long)).toBe(true)
  })

  it('only when the gateway has listened for so long itself', () => {
    const begun = { ...long, listensSince: long.now - patience + 1 }
    expect(isHeardOut(state(END_MS - DAY_MS, 0), PERIOD_END_S, begun)).toBe(false)
    expect(isHeardOut(undefined, PERIOD_END_S, begun)).toBe(false)
    expect(isHeardOut(undefined, PERIOD_END_S, { ...begun, now: begun.now + 1 })).toBe(true)
  })
})
