import type { AlarmKey } from '@tallystick/sdk'
import type { Pool } from 'pg'
import { Counter, Gauge, type Registry } from 'prom-client'
import type { TelemetryFeed } from '../feed.ts'
import type { LeaseWatches } from './watches.ts'

export interface AlarmMetricsOptions {
  readonly registry: Registry
  readonly pool: Pool
  readonly feed: TelemetryFeed
  readonly watches: LeaseWatches
}

/** Tells Prometheus of alarms, and of leases that cannot be watched as they should be. */
export function measureAlarms({ registry, pool, feed, watches }: AlarmMetricsOptions): void {
  const changes = new Counter({
    name: 'tallystick_alarm_changes_total',
    help: 'Alarms by kind, and what happened to them: raised, severity, cleared',
    labelNames: ['alarm', 'change'],
    registers: [registry],
  })
  feed.on('alarm', ({ kind, alarm }) => changes.inc({ alarm: alarm.key, change: kind.toLowerCase() }))
  new Gauge({
    name: 'tallystick_alarms_active',
    help: 'Active alarms by kind',
    labelNames: ['alarm'],
    registers: [registry],
    async collect() {
      this.reset()
      const { rows } = await pool.query<{ key: AlarmKey; active: number }>(
        'SELECT key, count(*)::integer AS active FROM alarms WHERE cleared_at IS NULL GROUP BY key',
      )
      for (const { key, active } of rows) this.set({ alarm: key }, active)
    },
  })
  new Gauge({
    name: 'tallystick_lease_regions_invalid',
    help: 'Running leases whose region cannot be watched',
    registers: [registry],
    collect() {
      this.set(watches.invalidRegions.size)
    },
  })
}
