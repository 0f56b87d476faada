import { expect, it } from 'vitest'
import type { DeviceState } from '../store/readings.ts'
import { DAY_MS, DEVICE, firstReading, INTERVAL_MS, START_MS } from '../testing/machine.ts'
import { accepted } from '../testing/stored-readings.ts'
import { Backlogs } from './backlogs.ts'

const NOW = START_MS + DAY_MS
const PATIENCE = 2 * INTERVAL_MS

/** @param ts of the last reading @param receivedAt when it came */
function state(ts: number, receivedAt: number): DeviceState {
  const { reading, digest, message } = accepted({ ...firstReading(), ts: BigInt(ts) }, undefined)
  return { deviceId: DEVICE, last: { reading, digest, message, receivedAt }, received: 1n, missing: 0n }
}

it('knows a device that sends its past from one that is up to date, and from one that is silent', () => {
  const backlogs = new Backlogs(PATIENCE, () => 0)
  expect(backlogs.isSending(DEVICE, state(NOW - PATIENCE, NOW), NOW)).toBe(true)
  expect(backlogs.isSending(DEVICE, state(NOW - PATIENCE + 1, NOW), NOW)).toBe(false)
  expect(backlogs.isSending(DEVICE, state(NOW - DAY_MS, NOW - PATIENCE), NOW)).toBe(false)
  expect(backlogs.isSending(DEVICE, undefined, NOW)).toBe(false)
})

it('believes a device for a minute, and anew only when it was up to date', () => {
  let uptime = 0
  const backlogs = new Backlogs(PATIENCE, () => uptime)
  const past = state(NOW - DAY_MS, NOW)
  expect(backlogs.isSending(DEVICE, past, NOW)).toBe(true)
  uptime = 59_999
  expect(backlogs.isSending(DEVICE, past, NOW)).toBe(true)
  uptime = 60_000
  expect(backlogs.isSending(DEVICE, past, NOW)).toBe(false)
  expect(backlogs.isSending(DEVICE, state(NOW, NOW), NOW)).toBe(false)
  expect(backlogs.isSending(DEVICE, past, NOW)).toBe(true)
})
