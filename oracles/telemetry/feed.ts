import { EventEmitter } from 'node:events'
import type { AlarmChange } from './alarms/engine.ts'
import type { CommandChange } from './commands/publisher.ts'
import type { AcceptedReading } from './ingest/hooks.ts'

/**
 * What has just been committed, for listeners in the same process, such as the stream to consoles. Nothing is kept for
 * who is not listening: the tables are.
 */
export class TelemetryFeed extends EventEmitter<{
  reading: [AcceptedReading]
  alarm: [AlarmChange]
  command: [CommandChange]
}> {}
