import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { RefusalCode } from './ingest/refusal.ts'

export type MessageOutcome = 'accepted' | 'duplicate' | 'refused'

/** What the gateway tells Prometheus about itself; no label holds a device's id. */
export class GatewayMetrics {
  readonly registry = new Registry()
  readonly messages = new Counter<'outcome'>({
    name: 'tallystick_telemetry_messages_total',
    help: 'Messages of devices by outcome: accepted, duplicate, refused',
    labelNames: ['outcome'],
    registers: [this.registry],
  })
  readonly refusals = new Counter<'code'>({
    name: 'tallystick_telemetry_refusals_total',
    help: 'Refused messages by code',
    labelNames: ['code'],
    registers: [this.registry],
  })
  readonly missing = new Counter({
    name: 'tallystick_telemetry_missing_readings_total',
    help: 'Numbers that devices skipped',
    registers: [this.registry],
  })
  readonly batchSize = new Histogram({
    name: 'tallystick_telemetry_batch_messages',
    help: 'Messages in a transaction',
    buckets: [1, 5, 10, 25, 50, 100, 250, 500, 1_000],
    registers: [this.registry],
  })
  readonly commitSeconds = new Histogram({
    name: 'tallystick_telemetry_commit_seconds',
    help: 'Time of a transaction',
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [this.registry],
  })
  readonly failedCommits = new Counter({
    name: 'tallystick_telemetry_failed_commits_total',
    help: 'Transactions that failed and were tried again',
    registers: [this.registry],
  })
  readonly waiting = new Gauge({
    name: 'tallystick_telemetry_waiting_messages',
    help: 'Messages that are not stored and not acknowledged yet',
    registers: [this.registry],
  })
  readonly connections = new Gauge({
    name: 'tallystick_telemetry_connections',
    help: 'Connected devices (embedded broker)',
    registers: [this.registry],
  })
  readonly disconnections = new Counter<'reason'>({
    name: 'tallystick_telemetry_disconnections_total',
    help: 'Connections cut by the embedded broker: not_authorised, forbidden, oversized',
    labelNames: ['reason'],
    registers: [this.registry],
  })

  constructor() {
    collectDefaultMetrics({ register: this.registry })
  }

  countOutcome(outcome: MessageOutcome, code?: RefusalCode): void {
    this.messages.inc({ outcome })
    if (code) this.refusals.inc({ code })
  }
}
