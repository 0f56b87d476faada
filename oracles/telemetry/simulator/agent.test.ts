import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AckMessage, type DecodedReading, decodeReadingMessage, flags } from '@tallystick/sdk'
import { Aedes } from 'aedes'
import { zeroHash } from 'viem'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLog } from '../log.ts'
import { fleetTopic, parseTopic } from '../topics.ts'
import { Agent } from './agent.ts'
import { DAY_MS, HOUR_MS } from './calendar.ts'
import { PROFILES } from './profile.ts'
import { deviceSpec } from './simulate.ts'
import { DOMAIN, MONDAY } from './testing.ts'

const SPEC = deviceSpec(PROFILES.busy, 3, { intervalMs: 60_000 })
const NINE = MONDAY + 9 * HOUR_MS

/** A broker that notes what devices publish. */
class Broker {
  readonly readings: DecodedReading[] = []
  readonly acks: AckMessage[] = []
  readonly states: string[] = []
  readonly #aedes: Aedes
  readonly #server: Server

  private constructor(aedes: Aedes) {
    this.#aedes = aedes
    this.#server = createServer(aedes.handle)
    aedes.on('publish', ({ topic, payload }) => this.#note(topic, payload.toString()))
  }

  static async start(port = 0): Promise<Broker> {
    const broker = new Broker(await Aedes.createBroker())
    await new Promise<void>((resolve) => broker.#server.listen(port, '127.0.0.1', resolve))
    return broker
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port
  }

  command(message: object): void {
    const packet = { cmd: 'publish', qos: 1, dup: false, retain: true } as const
    const [topic, payload] = [fleetTopic(SPEC.deviceId, 'cmd'), JSON.stringify(message)]
    this.#aedes.publish({ ...packet, topic, payload }, () => undefined)
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.#aedes.close(() => resolve()))
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #note(topic: string, payload: string): void {
    const channel = parseTopic(topic)?.channel
    if (channel === 'telemetry') this.readings.push(decodeReadingMessage(JSON.parse(payload)))
    if (channel === 'ack') this.acks.push(JSON.parse(payload) as AckMessage)
    if (channel === 'state') this.states.push(payload)
  }
}

let broker: Broker
let stateDir: string
let now: number
const agents: Agent[] = []

beforeEach(async () => {
  broker = await Broker.start()
  stateDir = mkdtempSync(join(tmpdir(), 'simulator-'))
  now = NINE
})

afterEach(async () => {
  await Promise.all(agents.splice(0).map((agent) => agent.stop()))
  await broker.stop()
  rmSync(stateDir, { recursive: true })
})

function start(spec = SPEC): Agent {
  const agent = new Agent(spec, 100, undefined, {
    domain: DOMAIN,
    clock: { now: () => now },
    brokerUrl: `mqtt://127.0.0.1:${broker.port}`,
    brokerCa: undefined,
    stateDir,
    log: createLog('silent'),
  })
  agents.push(agent)
  return agent
}

/** Ticks until the broker has acknowledged all that was sent. */
async function settle(agent: Agent, isDone: () => boolean = () => agent.waiting === 0): Promise<void> {
  await vi.waitFor(
    () => {
      agent.tick()
      expect(isDone()).toBe(true)
    },
    { timeout: 20_000, interval: 20 },
  )
}

/** Numbers without repetitions, each under one digest and behind the one before it. */
function expectOneChain(readings: readonly DecodedReading[], count: number): void {
  const bySeq = new Map(readings.map(({ reading }) => [reading.seq, reading]))
  expect(new Set(readings.map((decoded) => decoded.signature)).size).toBe(count)
  expect([...bySeq.keys()]).toEqual(Array.from({ length: count }, (_, index) => BigInt(index + 1)))
  expect(bySeq.get(1n)?.prevHash).toBe(zeroHash)
}

describe('Agent', () => {
  it('publishes in order, with its state and its birth', async () => {
    const agent = start()
    await settle(agent, () => broker.states.includes('online'))
    now += 10 * 60_000
    await settle(agent)
    expectOneChain(broker.readings, 10)
    expect(broker.states).toEqual(['online'])
    expect(broker.readings.every(({ reading }) => reading.flags === 0)).toBe(true)
  })

  it('keeps its readings while the network is gone and sends them afterwards, marked', async () => {
    const agent = start()
    await settle(agent, () => broker.states.includes('online'))
    agent.start('offline', 1)
    now += 30 * 60_000
    agent.tick()
    expect(agent.waiting).toBe(30)
    now += 31 * 60_000
    await settle(agent)
    expectOneChain(broker.readings, 61)
    expect(broker.readings.every(({ reading }) => reading.flags === flags.backfilled)).toBe(true)
  })

  it('goes on with the next number when it was killed, and sends again what the broker may not have', async () => {
    const agent = start()
    now += 5 * 60_000
    await settle(agent)
    agent.start('offline', 1)
    now += 10 * 60_000
    agent.tick()

    // Nothing of the first agent is told that it ends: the second knows only its file.
    now += HOUR_MS
    const second = start()
    expect(second.waiting).toBe(10)
    await settle(second)
    expectOneChain(broker.readings, 75)
  })

  it('sends again to a broker that was restarted', async () => {
    const agent = start()
    now += 5 * 60_000
    await settle(agent)
    const { port } = broker
    const before = broker.readings
    await broker.stop()
    now += 5 * 60_000
    agent.tick()
    expect(agent.waiting).toBe(5)
    broker = await Broker.start(port)
    await settle(agent)
    expectOneChain([...before, ...broker.readings], 10)
  })

  it('carries out a command that waits at the broker, once, when the engine is off', async () => {
    const agent = start()
    agent.start('work', 1)
    broker.command({ v: 1, commandId: '1', command: 1, leaseId: '1' })
    await settle(agent, () => agent.device.state.pending !== null)
    expect(broker.acks).toEqual([])
    now += 2 * HOUR_MS
    agent.start('stop', 1)
    await settle(agent, () => broker.acks.length > 0 && agent.waiting === 0)
    expect(broker.acks.map(({ ack }) => ack.commandId)).toEqual(['1'])
    expect(agent.device.state.locked).toBe(true)

    broker.command({ v: 1, commandId: '2', command: 0, leaseId: '1' })
    await settle(agent, () => broker.acks.length > 1 && agent.waiting === 0)
    expect(agent.device.state.locked).toBe(false)
  })

  it('leaves alone what is no command', async () => {
    const agent = start()
    await settle(agent, () => broker.states.includes('online'))
    broker.command({ v: 1, commandId: 1, command: 'lock' })
    broker.command({ v: 1, commandId: '9', command: 1, leaseId: '1' })
    await settle(agent, () => agent.device.state.pending?.commandId === '9' || agent.device.state.done !== null)
  })

  it('makes up for thirty days of six machines within seconds', async () => {
    const six = Array.from({ length: 6 }, (_, seed) =>
      start(deviceSpec(seed % 2 ? PROFILES.busy : PROFILES.ordinary, seed, { intervalMs: 10_000 })),
    )
    now += 30 * DAY_MS
    const begun = performance.now()
    await Promise.all(six.map((agent) => settle(agent)))
    expect(performance.now() - begun).toBeLessThan(15_000)
    expect(broker.readings.length).toBeGreaterThan(6 * 400)
    const old = broker.readings.filter(({ reading }) => now - Number(reading.ts) > DAY_MS)
    expect(old.every(({ reading }) => reading.flags === flags.backfilled)).toBe(true)
  })
})
