import { expect, it } from 'vitest'
import { Waits } from './waits.ts'

const NOW = 1_000_000_000

it('waits twice as long each time, up to a minute', () => {
  let uptime = 0
  const waits = new Waits(() => uptime)
  const pauses = Array.from({ length: 9 }, () => {
    waits.postpone('bill/1', NOW)
    const begin = uptime
    while (waits.isWaiting('bill/1', NOW)) uptime += 1_000
    return (uptime - begin) / 1_000
  })
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60])
})

it('waits until the second that the contract names, by the chain’s clock', () => {
  const waits = new Waits(() => 0)
  waits.postpone('bill/1', NOW, { name: 'WindowOpen', until: NOW / 1_000 + 300 })
  expect(waits.isWaiting('bill/1', NOW + 299_999)).toBe(true)
  expect(waits.isWaiting('bill/1', NOW + 300_000)).toBe(false)
})

it('does not wait for ever for a second that has passed', () => {
  let uptime = 0
  const waits = new Waits(() => uptime)
  waits.postpone('bill/1', NOW, { name: 'WindowOpen', until: NOW / 1_000 })
  expect(waits.isWaiting('bill/1', NOW)).toBe(true)
  uptime = 1_000
  expect(waits.isWaiting('bill/1', NOW)).toBe(false)
})

it('tells a new reason from the old one, and forgets what is no duty any more', () => {
  const waits = new Waits(() => 0)
  expect(waits.postpone('mark/25', NOW, { name: 'NotInArrears', until: undefined })).toBe(true)
  expect(waits.postpone('mark/25', NOW, { name: 'NotInArrears', until: undefined })).toBe(false)
  expect(waits.postpone('mark/25', NOW)).toBe(true)
  waits.keepOnly([])
  expect(waits.isWaiting('mark/25', NOW)).toBe(false)
})
