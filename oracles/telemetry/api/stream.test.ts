import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PrivateKeyAccount } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditor, hengtong, officer, otherLessee } from './testing/accounts.ts'
import { ApiWorld, FREE, LEASED, PASSED_ON } from './testing/world.ts'

interface StreamEvent {
  readonly event: string
  readonly id: string
  readonly data: { readonly deviceId?: string; readonly alarm?: { readonly deviceId: string } }
}

let world: ApiWorld
const open: AbortController[] = []
beforeAll(async () => {
  world = await ApiWorld.start(23_730)
}, 60_000)
afterAll(() => world.stop())
beforeEach(() => {
  world.sessionClock.time = Date.now()
})
afterEach(() => {
  for (const connection of open.splice(0)) connection.abort()
})

/** A stream that collects its events. */
async function listen(account: PrivateKeyAccount, headers: Record<string, string> = {}, query = '') {
  const connection = new AbortController()
  open.push(connection)
  const token = await world.tokenOf(account)
  const response = await fetch(`${world.url}/v1/stream${query}`, {
    headers: { authorization: `Bearer ${token}`, ...headers },
    signal: connection.signal,
  })
  const events: StreamEvent[] = []
  const comments: string[] = []
  const ended = (async () => {
    let rest = ''
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const blocks = (rest + chunk).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        if (block.startsWith(':')) comments.push(block)
        const fields = new Map(block.split('\n').map((line) => line.split(': ', 2) as [string, string]))
        const [event, id, data] = [fields.get('event'), fields.get('id'), block.split('\ndata: ')[1]]
        if (event && id && data) events.push({ event, id, data: JSON.parse(data) as StreamEvent['data'] })
      }
    }
  })().catch(() => undefined)
  return { response, events, comments, ended, close: () => connection.abort() }
}

describe('a stream', () => {
  it('tells readings, alarms and commands of the machines that its listener may see', async () => {
    const [all, lessee, other] = [await listen(auditor), await listen(hengtong), await listen(otherLessee)]
    expect(all.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const reading = LEASED.next()
    await world.accept([reading])
    await world.raise(PASSED_ON.deviceId, 'TAMPER')
    world.feed.emit('command', { kind: 'PUBLISHED', deviceId: FREE.deviceId, commandId: 3n, at: 5 })
    await expect.poll(() => all.events.length).toBe(3)
    expect(all.events.map(({ event }) => event)).toEqual(['reading', 'alarm', 'command'])
    expect(all.events[0]?.data).toMatchObject({
      deviceId: LEASED.deviceId,
      digest: reading.digest,
      r: reading.message.r,
    })
    expect(all.events[2]?.data).toEqual({ kind: 'PUBLISHED', deviceId: FREE.deviceId, commandId: '3', at: 5 })
    await expect.poll(() => lessee.events.length).toBe(1)
    expect(lessee.events[0]?.data.deviceId).toBe(LEASED.deviceId)
    await expect.poll(() => other.events.length).toBe(1)
    expect(other.events[0]?.data.alarm?.deviceId).toBe(PASSED_ON.deviceId)
  })

  it('goes on after the last event that its listener has seen', async () => {
    const first = await listen(officer)
    await world.accept([LEASED.next(), LEASED.next()])
    await expect.poll(() => first.events.length).toBe(2)
    first.close()
    const missed = [LEASED.next(), LEASED.next()]
    await world.accept(missed)
    const lastSeen = first.events[1]?.id ?? ''
    for (const again of [
      await listen(officer, { 'last-event-id': lastSeen }),
      await listen(officer, {}, `?lastEventId=${lastSeen}`),
    ]) {
      await expect.poll(() => again.events.length).toBe(2)
      expect(again.events.map(({ data }) => (data as { digest?: string }).digest)).toEqual(
        missed.map(({ digest }) => digest),
      )
    }
  })

  it.each(['', '0-1', 'abc', 'zzzzzz-99999999', "1' OR 1=1"])(
    'is told to read anew after the unknown event "%s"',
    async (id) => {
      const again = await listen(officer, { 'last-event-id': id })
      if (id === '') return expect(again.events).toEqual([])
      await expect.poll(() => again.events.map(({ event }) => event)).toEqual(['reset'])
    },
  )

  it('keeps only so many events for listeners that come back', async () => {
    await world.restart({ stream: { kept: 2 } })
    const first = await listen(officer)
    await world.accept([LEASED.next()])
    await expect.poll(() => first.events.length).toBe(1)
    first.close()
    await world.accept([LEASED.next(), LEASED.next(), LEASED.next()])
    const again = await listen(officer, { 'last-event-id': first.events[0]?.id ?? '' })
    await expect.poll(() => again.events.map(({ event }) => event)).toEqual(['reset'])
  })

  it('beats, and ends with its session', async () => {
    await world.restart({ stream: { heartbeatMs: 50 } })
    const stream = await listen(officer)
    await expect.poll(() => stream.comments.length).toBeGreaterThan(1)
    world.chain.failing = true
    await sleep(120)
    world.chain.failing = false
    await expect.poll(() => stream.comments.length).toBeGreaterThan(4)
    world.sessionClock.time += 13 * 3_600_000
    await stream.ended
  })

  it('takes its token from the address too, for browsers', async () => {
    const token = await world.tokenOf(auditor)
    const connection = new AbortController()
    open.push(connection)
    const response = await fetch(`${world.url}/v1/stream?token=${token}`, { signal: connection.signal })
    expect(response.status).toBe(200)
  })

  it('is refused to accounts that have too many', async () => {
    await world.restart({ stream: { perAccount: 2 } })
    await listen(officer)
    await listen(officer)
    const third = await listen(officer)
    expect(third.response.status).toBe(429)
    expect((await listen(auditor)).response.status).toBe(200)
  })

  it('is cut when its listener does not read, and others are not held up', async () => {
    await world.restart({ stream: { maxWaiting: 64_000 } })
    const token = await world.tokenOf(officer)
    const slow = request(`${world.url}/v1/stream`, { headers: { authorization: `Bearer ${token}` } })
    const cut = new Promise<void>((resolve) => {
      slow.on('response', (response) =>
        response
          .pause()
          .on('close', resolve)
          .on('error', () => resolve()),
      )
      slow.on('error', () => resolve())
    })
    await new Promise((resolve) => slow.on('response', resolve).end())
    const fast = await listen(auditor)
    const big = { ...LEASED.next(), receivedAt: 1, gap: 0n, previous: undefined, seq: 1n }
    let sent = 0
    // Until the kernel's buffers are full, nobody can tell a slow listener from a fast one.
    for (; sent < 50_000 && (await cutStreams()) === 0; sent += 10) {
      for (let i = 0; i < 10; i++) world.feed.emit('reading', big)
    }
    slow.destroy()
    await cut
    expect(await cutStreams()).toBe(1)
    await expect.poll(() => fast.events.length, { timeout: 10_000 }).toBe(sent)
  }, 60_000)
})

async function cutStreams(): Promise<number> {
  const text = await (await world.get('/metrics')).text()
  return Number(/^tallystick_telemetry_streams_cut_total (\d+)$/m.exec(text)?.[1])
}
