import type { DeviceKey } from '@tallystick/sdk'
import type { Hex } from 'viem'

/** A version of a device's key as the register on chain holds it. */
export interface RegisteredKey extends DeviceKey {
  /** Unix second up to which readings of this key are accepted; 0 when revoked, Infinity while it is the present key. */
  readonly validUntil: number
}

export interface KnownDevice {
  /** What the machine burns at most by its data sheet. */
  readonly ratedFuelMlPerHour: number
  /** The key of the version that was asked for; undefined when there never was one. */
  readonly key: RegisteredKey | undefined
}

/** The gateway's picture of the register of devices. Ids are in lower case. */
export interface DeviceDirectory {
  /** @returns undefined when the register does not know the device */
  find(deviceId: Hex, keyVersion: number): KnownDevice | undefined
  /** Whether the device may connect: it is registered and its present key is not revoked. */
  mayConnect(deviceId: Hex): boolean
}

interface Entry {
  readonly ratedFuelMlPerHour: number
  readonly keys: Map<number, RegisteredKey>
}

/** A directory that is told what the register says. */
export class MemoryDirectory implements DeviceDirectory {
  readonly #devices = new Map<Hex, Entry>()

  register(deviceId: Hex, ratedFuelMlPerHour: number): void {
    const keys = this.#devices.get(deviceId)?.keys ?? new Map<number, RegisteredKey>()
    this.#devices.set(deviceId, { ratedFuelMlPerHour, keys })
  }

  /** Sets a key's data, also to end or to revoke it. @throws RangeError for a device that was not registered */
  setKey(deviceId: Hex, keyVersion: number, key: RegisteredKey): void {
    const device = this.#devices.get(deviceId)
    if (device === undefined) throw new RangeError(`device ${deviceId} is not registered`)
    device.keys.set(keyVersion, key)
  }

  /** Forgets everything, for a follower that starts anew. */
  clear(): void {
    this.#devices.clear()
  }

  find(deviceId: Hex, keyVersion: number): KnownDevice | undefined {
    const device = this.#devices.get(deviceId)
    return device && { ratedFuelMlPerHour: device.ratedFuelMlPerHour, key: device.keys.get(keyVersion) }
  }

  mayConnect(deviceId: Hex): boolean {
    const keys = this.#devices.get(deviceId)?.keys
    return keys?.get(Math.max(...keys.keys()))?.validUntil === Number.POSITIVE_INFINITY
  }
}
