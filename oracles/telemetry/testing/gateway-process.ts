/**
 * A gateway for benches and crash tests: broker, verifiers, pipeline and database as in production, with devices 0 to
 * DEVICES − 1 of `fleet.ts` in a register in memory. Environment: DATABASE_URL, DEVICES, MQTT_PORT or MQTT_URL.
 * Tells its parent `ready`; answers every message with its use of the processor and its metrics; SIGTERM stops it cleanly.
 */
import pg from 'pg'
import { systemClock } from '../clock.ts'
import { MemoryDirectory } from '../ingest/directory.ts'
import { type BrokerChoice, startIngest } from '../ingest/start.ts'
import { createLog } from '../log.ts'
import { GatewayMetrics } from '../metrics.ts'
import { ingestMigrations } from '../store/ingest-tables.ts'
import { migrate } from '../store/migrations.ts'
import { TEST_DOMAIN, TEST_SECRET, TestDevice } from './fleet.ts'

/** Answer of the process to its parent. */
export interface GatewayUsage {
  readonly cpu: NodeJS.CpuUsage
  readonly accepted: number
  readonly refused: number
  readonly duplicates: number
  readonly batches: number
  readonly rssBytes: number
}

async function main(): Promise<void> {
  const { DATABASE_URL = '', DEVICES = '1', MQTT_PORT = '0', MQTT_URL } = process.env
  const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 4, connectionTimeoutMillis: 2_000 })
  const log = createLog('error')
  pool.on('error', () => {})
  await migrate(pool, ingestMigrations)
  const directory = new MemoryDirectory()
  for (let index = 0; index < Number(DEVICES); index++) new TestDevice(index).register(directory)
  const metrics = new GatewayMetrics()
  const broker: BrokerChoice = MQTT_URL
    ? { external: { url: MQTT_URL } }
    : { embedded: { port: Number(MQTT_PORT), secret: TEST_SECRET } }
  const ingest = await startIngest({
    ...{ pool, directory, metrics, log, broker, domain: TEST_DOMAIN, clock: systemClock, hooks: [] },
    others: () => Promise.resolve(),
    onFatal: (error) => {
      console.error(error)
      process.exit(1)
    },
  })
  process.on('message', () => void usage(metrics).then((answer) => process.send?.(answer)))
  process.once('SIGTERM', () => void ingest.close().then(() => process.exit(0)))
  // Whoever started it is gone.
  process.once('disconnect', () => process.exit(1))
  process.send?.('ready')
}

async function usage(metrics: GatewayMetrics): Promise<GatewayUsage> {
  const { values } = await metrics.messages.get()
  const countOf = (outcome: string) => values.find(({ labels }) => labels.outcome === outcome)?.value ?? 0
  const sizes = await metrics.batchSize.get()
  const batches = sizes.values.find(({ metricName }) => metricName?.endsWith('_count'))?.value ?? 0
  return {
    cpu: process.cpuUsage(),
    accepted: countOf('accepted'),
    refused: countOf('refused'),
    duplicates: countOf('duplicate'),
    batches,
    rssBytes: process.memoryUsage.rss(),
  }
}

main().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
