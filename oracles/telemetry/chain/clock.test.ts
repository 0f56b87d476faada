import { zeroHash } from 'viem'
import { expect, it } from 'vitest'
import { ChainClock } from './clock.ts'

it('follows a chain that is set forward, and never goes back', () => {
  const own = { time: 1_000_000, now: () => own.time }
  const clock = new ChainClock(own)
  const block = (time: number) => ({ number: 1, hash: zeroHash, time })
  clock.follow(block(900))
  expect(clock.now()).toBe(1_000_000)
  clock.follow(block(1_000 + 3 * 86_400))
  expect(clock.now()).toBe(1_000_000 + 3 * 86_400_000)
  own.time += 5_000
  clock.follow(block(1_002 + 3 * 86_400))
  expect(clock.now()).toBe(1_005_000 + 3 * 86_400_000)
})
