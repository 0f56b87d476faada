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
import { startPostgres } from '../services/postgres.ts'
import { Supervisor } from '../services/processes.ts'
import { ladder } from './telemetry-ladder.ts'
import type { LoadReport } from './telemetry-load.ts'

const GOAL = 2_000
const DEVICES = 1_000

const [rate = 2_400, seconds = 20] = process.argv.slice(2).map(Number)
const logs = mkdtempSync(join(tmpdir(), 'tallystick-bench-'))
const supervisor = new Supervisor(logs, (error) => console.error(error.message))
const ports = new PortAllocator()
try {
  const databaseUrl = await startPostgres(supervisor, await ports.near(38_400))
  process.exitCode = (await measure(databaseUrl, await ports.near(38_500))) ? 0 : 1
  await ladder(databaseUrl)
} finally {
  await supervisor.stopAll()
  rmSync(logs, { recursive: true, force: true })
}

async function measure(databaseUrl: string, port: number): Promise<boolean> {
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
  const before = await usageOf(gateway)
  const databaseBefore = await databaseSeconds(pool)
  load.send('go')
  const done = await answer<LoadReport>(load)
  const after = await usageOf(gateway)
  const databaseAfter = await databaseSeconds(pool)
  gateway.kill('SIGTERM')
  await once(gateway, 'exit')
  if (ready.kind !== 'ready' || done.kind !== 'done') throw new Error('the load generator stopped early')
  const { rows } = await pool.query<{ stored: string; distinct: string }>(
    'SELECT count(*) AS stored, count(DISTINCT digest) AS distinct FROM readings',
  )
  await pool.end()
  const stored = Number(rows[0]?.stored)
  const lost = done.acknowledged - Number(rows[0]?.distinct)
  const twice = stored - Number(rows[0]?.distinct)
  const sustained = Math.floor(done.acknowledged / done.seconds)
  const cores = (cpu: number) => `${(cpu / done.seconds).toFixed(2)} cores`
  const quantile = (share: number) => `${done.latencies[Math.floor(done.latencies.length * share)]?.toFixed(0)} ms`
  console.log(`${DEVICES} devices, ${ready.payloadBytes} bytes a message, ${cpus().length} cores (${cpus()[0]?.model})`)
  console.log(`offered:          ${rate} messages/s for ${seconds} s`)
  console.log(`sustained:        ${sustained} messages/s acknowledged after the commit (goal ${GOAL})`)
  console.log(`latency to ack:   p50 ${quantile(0.5)}, p95 ${quantile(0.95)}, p99 ${quantile(0.99)}`)
  console.log(
    `batches:          ${((after.accepted - before.accepted) / (after.batches - before.batches)).toFixed(0)} messages a transaction`,
  )
  console.log(
    `gateway:          ${cores(cpuSeconds(after.cpu) - cpuSeconds(before.cpu))}, ${Math.round(after.rssBytes / 2 ** 20)} MiB`,
  )
  console.log(`PostgreSQL:       ${cores(databaseAfter - databaseBefore)}`)
  console.log(`load generator:   ${cores(cpuSeconds(done.cpu))}`)
  console.log(`sent ${done.sent}, acknowledged ${done.acknowledged}, stored ${stored}, lost ${lost}, twice ${twice}`)
  return sustained >= GOAL && lost === 0 && twice === 0 && done.acknowledged === done.sent
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
