import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Hex } from 'viem'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Don, type DonOptions, startDon } from './don.ts'
import type { LogEntry } from './log.ts'
import { NotLocalChainError } from './rpc.ts'
import { DON_KEY, ECHO, TestNetwork, until } from './testing.ts'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))

let network: TestNetwork
let dons: Don[]
let entries: LogEntry[]

beforeEach(async () => {
  network = await TestNetwork.start()
  dons = []
  entries = []
}, 60_000)
afterEach(async () => {
  await Promise.all(dons.map((don) => don.stop()))
  network.stop()
})

async function start(options: Partial<DonOptions> = {}): Promise<Don> {
  const { coordinator } = network.router
  const log = (entry: LogEntry) => entries.push(entry)
  const defaults = { rpc: network.url, coordinator, privateKey: DON_KEY, allowNet: [], pollMs: 50, log }
  const don = await startDon({ ...defaults, ...options })
  dons.push(don)
  return don
}

function countOf(event: string): number {
  return entries.filter((entry) => entry.event === event).length
}

describe('local DON', () => {
  it('answers what the nodes agree on, as a result or as an error', async () => {
    await start()
    const good = await network.request(ECHO, ['hello'])
    const bad = await network.request('throw Error("NO_CONSENT")')
    const processed = await network.untilProcessed(2)
    expect(processed).toContainEqual({ requestId: good, response: 'hello', error: '' })
    expect(processed).toContainEqual({ requestId: bad, response: '', error: 'NO_CONSENT' })
  })

  it('answers data that are no request with an error', async () => {
    await start()
    const requestId = await network.requestData('0xffff')
    expect(await network.untilProcessed(1)).toEqual([{ requestId, response: '', error: 'CBOR parsing error' }])
  })

  it('O09 gives secrets only to requests that refer to them', async () => {
    await start({ secrets: { source0: 'key' } })
    const source = 'return Functions.encodeString(secrets.source0 ?? "none")'
    const without = await network.request(source)
    const withSecrets = await network.request(source, [], 'DON-hosted')
    const processed = await network.untilProcessed(2)
    expect(processed).toContainEqual({ requestId: without, response: 'none', error: '' })
    expect(processed).toContainEqual({ requestId: withSecrets, response: 'key', error: '' })
  })

  it('answers many requests at once, each with its own result and only once', async () => {
    await start({ nodes: 1, faults: 0 })
    const expected = new Map<Hex, string>()
    for (let i = 0; i < 20; i++) expected.set(await network.request(ECHO, [`answer ${i}`]), `answer ${i}`)
    await network.untilProcessed(20)
    await sleep(500)
    const processed = await network.processed()
    expect(new Map(processed.map(({ requestId, response }) => [requestId, response]))).toEqual(expected)
    expect(processed).toHaveLength(20)
    expect(await network.refusals()).toBe(0)
  })

  it('finds requests that came while it was away', async () => {
    const before = await network.request(ECHO, ['before'])
    await (await start()).stop()
    const between = await network.request(ECHO, ['between'])
    await start()
    const processed = await network.untilProcessed(2)
    expect(processed.map(({ requestId }) => requestId).toSorted()).toEqual([before, between].toSorted())
    expect(await network.refusals()).toBe(0)
  })

  it('does not look before its first block', async () => {
    await network.request(ECHO, ['old'])
    const fromBlock = (await network.client.getBlockNumber()) + 1n
    await start({ fromBlock })
    const requestId = await network.request(ECHO, ['new'])
    expect(await network.untilProcessed(1)).toEqual([{ requestId, response: 'new', error: '' }])
  })

  it('refuses any chain that is not local', async () => {
    const web = await answering({ jsonrpc: '2.0', id: 1, result: '0x1' })
    await expect(start({ rpc: urlOf(web) })).rejects.toThrow(NotLocalChainError)
    web.close()
  })
})

describe('after a reorganisation', () => {
  it('delivers again when only the answer is gone', async () => {
    const requestId = await network.request(ECHO, ['hello'])
    const snapshot = await network.client.snapshot()
    await start()
    await until(async () => expect(countOf('delivered')).toBe(1), 20_000)
    await network.client.revert({ id: snapshot })
    expect(await network.processed()).toEqual([])
    expect(await network.untilProcessed(1)).toEqual([{ requestId, response: 'hello', error: '' }])
  })

  it('answers the request that takes the place of the one that is gone', async () => {
    await start()
    const snapshot = await network.client.snapshot()
    await network.request(ECHO, ['first'])
    await until(async () => expect(countOf('delivered')).toBe(1), 20_000)
    await network.client.revert({ id: snapshot })
    const requestId = await network.request(ECHO, ['second'])
    expect(await network.untilProcessed(1)).toEqual([{ requestId, response: 'second', error: '' }])
    expect(await network.refusals()).toBe(0)
  })

  it('forgets a request that is gone', async () => {
    await start({ pollMs: 20 })
    const snapshot = await network.client.snapshot()
    await network.request('await new Promise((done) => setTimeout(done, 1500)); return Functions.encodeString("late")')
    await until(async () => expect(countOf('request')).toBe(1), 5_000)
    await network.client.revert({ id: snapshot })
    await until(async () => expect(countOf('request_reorganised')).toBe(1), 5_000)
    await until(async () => expect(countOf('agreed')).toBe(1), 20_000)
    await sleep(300)
    expect(await network.processed()).toEqual([])
    expect(await network.refusals()).toBe(0)
  })
})

describe('while the node is out of reach', () => {
  it('tries again and loses nothing', async () => {
    const gate = await Gate.start(network.url)
    await start({ rpc: gate.url })
    gate.isOpen = false
    const requestId = await network.request(ECHO, ['hello'])
    await until(async () => expect(countOf('rpc_failed')).toBeGreaterThan(1), 10_000)
    gate.isOpen = true
    expect(await network.untilProcessed(1)).toEqual([{ requestId, response: 'hello', error: '' }])
    await gate.close()
  })

  it('sends no second transaction when it is not told that the first one was taken', async () => {
    const gate = await Gate.start(network.url)
    gate.swallowAnswersTo = 'eth_sendRawTransaction'
    await start({ rpc: gate.url })
    const requestId = await network.request(ECHO, ['hello'])
    expect(await network.untilProcessed(1)).toEqual([{ requestId, response: 'hello', error: '' }])
    await until(async () => expect(countOf('delivered')).toBe(1), 10_000)
    await sleep(500)
    expect(await network.refusals()).toBe(0)
    await gate.close()
  })
})

describe('as a process', () => {
  it('that is killed at one step after the other answers every request once', async () => {
    const count = 9
    const expected = new Map<Hex, string>()
    for (let i = 0; i < count; i++) expected.set(await network.request(ECHO, [`answer ${i}`]), `answer ${i}`)
    const steps = ['started', 'request', 'agreed', 'delivered', 'agreed']
    for (const step of steps) {
      const child = spawnDon()
      await firstLine(child, `"event":"${step}"`)
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    expect((await network.processed()).length).toBeLessThan(count)
    await start({ nodes: 1, faults: 0 })
    const processed = await network.untilProcessed(count)
    expect(new Map(processed.map(({ requestId, response }) => [requestId, response]))).toEqual(expected)
    expect(processed).toHaveLength(count)
  }, 120_000)

  it('stops in order when it is told to', async () => {
    const child = spawnDon()
    await firstLine(child, '"event":"started"')
    const stopped = firstLine(child, '"event":"stopped"')
    child.kill('SIGTERM')
    expect(await once(child, 'close')).toEqual([0, null])
    await stopped
  })

  it.each([
    ['RPC_URL', { RPC_URL: 'here' }, 'RPC_URL must be the URL of a node'],
    ['COORDINATOR', { COORDINATOR: '0x12' }, 'COORDINATOR must be the address'],
    ['DON_KEY', { DON_KEY: '0x12' }, 'DON_KEY must be a private key'],
    ['NODES', { NODES: '2' }, '2 NODES cannot stand 1 FAULTS'],
    ['FROM_BLOCK', { FROM_BLOCK: '-1' }, 'FROM_BLOCK must be a whole number'],
    ['SECRETS', { SECRETS: '["key"]' }, 'SECRETS must be a JSON object'],
  ])('says what is wrong with %s', async (_, change, message) => {
    const child = spawnDon(change)
    let text = ''
    child.stderr?.on('data', (data: Buffer) => {
      text += data
    })
    expect(await once(child, 'close')).toEqual([2, null])
    expect(text).toContain(`don: ${message}`)
  })
})

function spawnDon(change: Record<string, string> = {}): ChildProcess {
  const settings = { RPC_URL: network.url, COORDINATOR: network.router.coordinator, DON_KEY, NODES: '1', FAULTS: '0' }
  const defaults = 'NODES' in change ? { ...settings, FAULTS: '1' } : settings
  const env = { PATH: process.env.PATH, ...defaults, ...change }
  return spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Waits for a line of the log that contains `text`. */
function firstLine(child: ChildProcess, text: string): Promise<void> {
  const { stdout } = child
  if (!stdout) throw new Error('The log is not piped')
  return new Promise((resolve, reject) => {
    createInterface({ input: stdout }).on('line', (line) => line.includes(text) && resolve())
    child.once('close', () => reject(new Error(`The DON ended without ${text}`)))
  })
}

/** Stands between the DON and the node and can lose what passes. */
class Gate {
  isOpen = true
  swallowAnswersTo: string | undefined
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  get url(): string {
    return urlOf(this.#server)
  }

  static async start(target: string): Promise<Gate> {
    const gate = new Gate(createServer())
    gate.#server.on('request', (incoming, outgoing) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('end', () => {
        const body = Buffer.concat(chunks)
        if (!gate.isOpen) return outgoing.destroy()
        const isLost = gate.swallowAnswersTo !== undefined && body.includes(gate.swallowAnswersTo)
        const headers = { 'content-type': 'application/json' }
        httpRequest(target, { method: 'POST', headers }, (answer) =>
          isLost ? outgoing.destroy() : answer.pipe(outgoing),
        ).end(body)
      })
    })
    await new Promise<void>((resolve) => gate.#server.listen(0, '127.0.0.1', resolve))
    return gate
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
  }
}

async function answering(body: unknown): Promise<Server> {
  const server = createServer((_, response) => response.end(JSON.stringify(body)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
