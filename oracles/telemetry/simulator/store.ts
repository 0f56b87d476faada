import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { DeviceState } from './device.ts'

/** A message that has not been acknowledged by the broker. */
export interface Outgoing {
  readonly channel: 'telemetry' | 'ack'
  readonly payload: string
}

/** What outlives the process: the device's memory and what it still has to send. */
export interface StoredDevice {
  readonly device: DeviceState
  readonly outbox: readonly Outgoing[]
}

/** The file of one device. It is replaced as a whole, so a crash leaves the old or the new one. */
export class DeviceStore {
  readonly #path: string

  constructor(directory: string, deviceId: string) {
    mkdirSync(directory, { recursive: true })
    this.#path = join(directory, `${deviceId}.json`)
  }

  load(): StoredDevice | undefined {
    if (!existsSync(this.#path)) return undefined
    return JSON.parse(readFileSync(this.#path, 'utf8')) as StoredDevice
  }

  save(stored: StoredDevice): void {
    const draft = `${this.#path}.new`
    const file = openSync(draft, 'w', 0o600)
    try {
      writeSync(file, JSON.stringify(stored))
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(draft, this.#path)
  }
}
