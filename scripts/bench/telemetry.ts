/**
 * `npm run bench:telemetry [messages/s] [seconds]`: signed messages of 1 000 devices over MQTT, through a gateway process,
 * into PostgreSQL. Prints what was sustained, how long an acknowledgement took, what each process used and what each step
 * of a message costs. Exits 1 when less than the goal was sustained, or a message was lost or counted twice.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { GatewayUsage } from '../../oracles/telemetry/testing/gateway-process.ts'
import { root } from '../paths.ts'
import { PortAllocator } from '../services/ports.ts'
import { createDatabase, startPostgres } from '../services/postgres.ts'
import { Supervisor } from '../services/processes.ts'
import { ladder } from './telemetry-ladder.ts'
import type { LoadReport } from './telemetry-load.ts'

const GOAL = 2_000
const DEVICES = 1_000
/** More than the gateway can do, to see where it ends and why. */
const FLOOD = { rate: 10_000, seconds: 4 }

/** How much is offered, and for how long. */
interface Offer {
  /** Messages a second of all devices together. */
  readonly rate: number
  readonly seconds: number
}

const [rate = 2_400, seconds = 20] = process.argv.slice(2).map(Number)
const logs = mkdtempSync(join(tmpdir(), 'tallystick-bench-'))
const supervisor = new Supervisor(logs, (error) => console.error(error.message))
const ports = new PortAllocator()
try {
  const serverUrl = await startPostgres(supervisor, await ports.near(38_400))
  console.log(`${DEVICES} devices, ${cpus().length} cores (${cpus()[0]?.model})`)
  const isGood = await measure({ rate, seconds }, await createDatabase(serverUrl, 'sustained'))
  await measure(FLOOD, await createDatabase(serverUrl, 'flooded'))
  console.log('what limits: the one thread that serves the sockets, parses, hashes and writes; PostgreSQL and the')
  console.log('signatures, which are checked in other threads, have room left')
  await ladder(await createDatabase(serverUrl, 'sustained'))
  process.exitCode = isGood ? 0 : 1
} finally {
  await supervisor.stopAll()
  rmSync(logs, { recursive: true, force: true })
}

/** @returns whether the goal was reached, with nothing lost and nothing counted twice */
async function measure({ rate, seconds }: Offer, databaseUrl: string): Promise<boolean> {
  const port = await ports.near(38_500)
  const environment = { DATABASE_URL: databaseUrl, MQTT_PORT: String(port), DEVICES: String(DEVICES) }
  const load = fork(join(root, 'scripts/bench/telemetry-load.ts'), {
    env: { ...process.env, ...environment, RATE: String(rate), SECONDS: String(seconds) },
  })
  const ready = await answer<LoadReport>(load)
  const gateway = fork(join(root, 'oracles/telemetry/testing/gateway-process.ts'), {
    env: { ...process.env, ...environment },
  })
  await answer(gateway)
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  pool.on('error', () => {})
  const before = { gateway: await usageOf(gateway), database: await databaseSeconds(pool), machine: machineSeconds() }
  load.send('go')
  const done = await answer<LoadReport>(load)
  const after = { gateway: await usageOf(gateway), database: await databaseSeconds(pool), machine: machineSeconds() }
  gateway.kill('SIGTERM')
  await once(gateway, 'exit')
  if (ready.kind !== 'ready' || done.kind !== 'done') throw new Error('the load generator stopped early')
  const counts = await pool.query<{ stored: string; distinct: string }>(
    'SELECT count(*) AS stored, count(DISTINCT digest) AS distinct FROM readings',
  )
  await pool.end()
  const [stored, distinct] = [Number(counts.rows[0]?.stored), Number(counts.rows[0]?.distinct)]
  const sustained = Math.floor(done.acknowledged / done.seconds)
  const isWhole = done.acknowledged === done.sent && distinct === done.acknowledged && stored === distinct
  const cores = (processorSeconds: number) => `${(processorSeconds / done.seconds).toFixed(2)} cores`
  const quantile = (share: number) => `${done.latencies[Math.floor(done.latencies.length * share)]?.toFixed(0)} ms`
  const batches = after.gateway.batches - before.gateway.batches
  const used = cpuSeconds(after.gateway.cpu) - cpuSeconds(before.gateway.cpu)
  const databaseUsed = after.database - before.database
  const others = after.machine - before.machine - used - databaseUsed - cpuSeconds(done.cpu)
  print('offered', `${rate} messages/s for ${seconds} s, ${ready.payloadBytes} bytes each`)
  print('sustained', `${sustained} messages/s, acknowledged after the commit (goal ${GOAL})`)
  print('until the acknowledgement', `p50 ${quantile(0.5)}, p95 ${quantile(0.95)}, p99 ${quantile(0.99)}`)
  print('a transaction holds', `${Math.round(done.acknowledged / batches)} messages`)
  print('gateway', `${cores(used)}, ${Math.round(after.gateway.rssBytes / 2 ** 20)} MiB`)
  print('PostgreSQL', cores(databaseUsed))
  print('load generator', cores(cpuSeconds(done.cpu)))
  print('the system and other programs', cores(Math.max(0, others)))
  print('messages', `sent ${done.sent}, acknowledged ${done.acknowledged}, stored ${stored}`)
  print('lost, counted twice', `${done.acknowledged - distinct}, ${stored - distinct}`)
  return sustained >= GOAL && isWhole
}

function print(name: string, value: string): void {
  console.log(`  ${name.padEnd(32)}${value}`)
}

async function answer<Message>(child: ChildProcess): Promise<Message> {
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`a process of the bench ended with ${code}`)
    }),
  ])
  return message as Message
}

function usageOf(gateway: ChildProcess): Promise<GatewayUsage> {
  gateway.send('usage')
  return answer<GatewayUsage>(gateway)
}

function cpuSeconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6
}

/** Processor time of everything that runs on this machine. */
function machineSeconds(): number {
  return cpus().reduce((sum, { times }) => sum + (times.user + times.nice + times.sys + times.irq) / 1_000, 0)
}

/** Processor time of the server's processes, where the system shows it. */
async function databaseSeconds(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>('SELECT pid FROM pg_stat_activity')
  const ticks = rows.map(({ pid }) => {
    const directory = `/proc/${pid}`
    if (!readdirSync('/proc').includes(String(pid))) return 0
    const fields = readFileSync(`${directory}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return Number(fields[11]) + Number(fields[12])
  })
  return ticks.reduce((sum, each) => sum + each, 0) / 100
}
