import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type FollowedClock, followChainClock } from './clock.ts'

const DAY_MS = 86_400_000
const PACE = { pollMs: 50, holdMs: 800 }

/** A node that tells the time of its pending block, moved by `aheadMs`. */
let node: Server
let aheadMs: number
let clock: FollowedClock | undefined

beforeEach(async () => {
  aheadMs = 3 * DAY_MS
  node = createServer((_, response) => {
    const timestamp = `0x${Math.floor((Date.now() + aheadMs) / 1_000).toString(16)}`
    response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result: { timestamp } }))
  }).listen(0, '127.0.0.1')
  await once(node, 'listening')
})
afterEach(() => {
  clock?.stop()
  node.close()
})

const url = () => `http://127.0.0.1:${(node.address() as { port: number }).port}`
const ahead = () => (clock?.now() ?? 0) - Date.now()

describe('followChainClock', () => {
  it('tells the time of the pending block, and follows its jumps when the gateway knows of them', async () => {
    clock = await followChainClock(url(), PACE)
    expect(Math.abs(ahead() - 3 * DAY_MS)).toBeLessThan(2_000)
    aheadMs = 33 * DAY_MS
    await sleep(300)
    expect(Math.abs(ahead() - 3 * DAY_MS)).toBeLessThan(2_000)
    await vi.waitFor(() => expect(Math.abs(ahead() - 33 * DAY_MS)).toBeLessThan(2_000), { timeout: 4_000 })
  })

  it('never goes back', async () => {
    clock = await followChainClock(url(), PACE)
    const before = clock.now()
    aheadMs = 0
    await sleep(1_500)
    expect(clock.now()).toBeGreaterThanOrEqual(before)
    expect(clock.now()).toBeLessThan(before + 1_000)
  })

  it('says when there is no chain', async () => {
    await expect(followChainClock('http://127.0.0.1:1')).rejects.toThrow()
  })
})
