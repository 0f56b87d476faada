import type pg from 'pg'
import { startDatabase } from '../../testing/database.ts'
import { MemoryDirectory } from '../ingest/directory.ts'
import type { IngestHook } from '../ingest/hooks.ts'
import { IngestPipeline, type PipelineOptions } from '../ingest/pipeline.ts'
import { createLog } from '../log.ts'
import { GatewayMetrics } from '../metrics.ts'
import { ingestMigrations } from '../store/ingest-tables.ts'
import { migrate } from '../store/migrations.ts'
import { VerifierPool } from '../verify/pool.ts'
import { TEST_DOMAIN, TEST_NOW } from './fleet.ts'

/** A pipeline on a database of its own, with a clock that is set by hand. */
export interface TestIngest {
  readonly pool: pg.Pool
  readonly directory: MemoryDirectory
  readonly clock: { time: number; now(): number }
  readonly metrics: GatewayMetrics
  readonly pipeline: IngestPipeline
  /** Another pipeline on the same database. */
  pipelineWith(changes: Partial<PipelineOptions>): IngestPipeline
  stop(): Promise<void>
}

export async function startTestIngest(hooks: readonly IngestHook[] = []): Promise<TestIngest> {
  const database = await startDatabase()
  const { pool } = database
  await migrate(pool, ingestMigrations)
  const directory = new MemoryDirectory()
  const verifier = new VerifierPool(1)
  const clock = { time: TEST_NOW, now: () => clock.time }
  const pipelines: IngestPipeline[] = []
  const pipelineWith = (changes: Partial<PipelineOptions>) => {
    const pipeline = new IngestPipeline({
      ...{ pool, directory, verifier, clock, hooks, metrics: new GatewayMetrics(), domain: TEST_DOMAIN },
      log: createLog('silent'),
      onFatal: (error) => console.error(error),
      ...changes,
    })
    pipelines.push(pipeline)
    return pipeline
  }
  const metrics = new GatewayMetrics()
  const stop = async () => {
    await Promise.all(pipelines.map((pipeline) => pipeline.close(1_000)))
    await verifier.close()
    await database.stop()
  }
  const pipeline = pipelineWith({ metrics })
  return { pool, directory, clock, metrics, pipeline, pipelineWith, stop }
}
