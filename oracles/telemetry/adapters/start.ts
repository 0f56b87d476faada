import type { Log } from '../log.ts'
import type { AdapterConfig } from './adapter-config.ts'
import { AempImporter } from './aemp.ts'
import { LegacyAdapter } from './legacy.ts'
import { type SinkOptions, SnapshotSink } from './snapshot-sink.ts'

/** The ways in for machines that do not sign. */
export interface Adapters {
  readonly legacy: LegacyAdapter
  stop(): Promise<void>
}

/** Starts to take in what machines without a signature tell. */
export function startAdapters(
  { devices, secret, aemp }: AdapterConfig,
  parts: Omit<SinkOptions, 'devices' | 'secret'> & { readonly log: Log },
): Adapters {
  const sink = new SnapshotSink({ ...parts, devices, secret })
  const importer = aemp && new AempImporter({ ...aemp, sink, log: parts.log })
  importer?.start()
  return { legacy: new LegacyAdapter(sink, parts.log), stop: async () => importer?.stop() }
}
