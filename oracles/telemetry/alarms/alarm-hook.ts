import type { PoolClient } from 'pg'
import type { Hex } from 'viem'
import type { TelemetryFeed } from '../feed.ts'
import type { AcceptedReading, IngestHook, RefusedMessage } from '../ingest/hooks.ts'
import { type AlarmChange, DeviceAlarms } from './engine.ts'
import { groupBy } from './group.ts'
import { lockDevices, saveChanges, saveMemories } from './store.ts'
import type { Watches } from './watches.ts'

export interface AlarmHookOptions {
  readonly watches: Watches
  readonly feed: TelemetryFeed
  /** How often a device should report, milliseconds. */
  readonly interval: number
}

/** Raises and clears alarms in the transaction of the readings that cause it, and tells listeners after its commit. */
export class AlarmHook implements IngestHook {
  readonly #options: AlarmHookOptions
  #uncommitted: { readings: readonly AcceptedReading[]; changes: readonly AlarmChange[] } = nothing

  constructor(options: AlarmHookOptions) {
    this.#options = options
  }

  async readings(tx: PoolClient, batch: readonly AcceptedReading[]): Promise<void> {
    const changes = await this.#update(tx, batch, (alarms, accepted) => {
      alarms.observe({ ...accepted, gap: Number(accepted.gap) }, this.#options.interval, accepted.receivedAt)
    })
    this.#uncommitted = { readings: batch, changes: [...this.#uncommitted.changes, ...changes] }
  }

  async refusals(tx: PoolClient, batch: readonly RefusedMessage[]): Promise<void> {
    const known = batch.filter(hasDevice).filter(({ deviceId }) => this.#options.watches.knows(deviceId))
    const changes = await this.#update(tx, known, (alarms, { code, receivedAt }) => alarms.refuse(code, receivedAt))
    this.#uncommitted = { ...this.#uncommitted, changes: [...this.#uncommitted.changes, ...changes] }
  }

  committed(): void {
    const { readings, changes } = this.#uncommitted
    this.#uncommitted = nothing
    for (const reading of readings) this.#options.feed.emit('reading', reading)
    for (const change of changes) this.#options.feed.emit('alarm', change)
  }

  failed(): void {
    this.#uncommitted = nothing
  }

  async #update<Item extends { readonly deviceId: Hex; readonly receivedAt: number }>(
    tx: PoolClient,
    items: readonly Item[],
    apply: (alarms: DeviceAlarms, item: Item) => void,
  ): Promise<AlarmChange[]> {
    if (items.length === 0) return []
    const byDevice = groupBy(items, (item) => item.deviceId)
    const loaded = await lockDevices(tx, [...byDevice.keys()])
    const devices = [...byDevice].map(([deviceId, ofDevice]) => {
      const { memory, active } = loaded.get(deviceId) ?? missing(deviceId)
      const at = ofDevice[0]?.receivedAt ?? 0
      const alarms = new DeviceAlarms(memory, active, this.#options.watches.of(deviceId), at)
      for (const item of ofDevice) apply(alarms, item)
      return { deviceId, alarms }
    })
    return saveDevices(tx, devices)
  }
}

const nothing = { readings: [], changes: [] }

function hasDevice(message: RefusedMessage): message is RefusedMessage & { readonly deviceId: Hex } {
  return message.deviceId !== undefined
}

function missing(deviceId: Hex): never {
  throw new Error(`alarm state of ${deviceId} was not there after it was made`)
}

/** Writes what has changed of locked devices. */
export async function saveDevices(
  tx: PoolClient,
  devices: readonly { readonly deviceId: Hex; readonly alarms: DeviceAlarms }[],
): Promise<AlarmChange[]> {
  const memories = devices.flatMap(({ deviceId, alarms: { changedMemory } }) =>
    changedMemory ? [{ deviceId, memory: changedMemory }] : [],
  )
  const changes = devices.flatMap(({ alarms }) => alarms.changes)
  await saveMemories(tx, memories)
  await saveChanges(tx, changes)
  return changes
}
