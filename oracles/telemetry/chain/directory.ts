import type { Hex } from 'viem'
import type { DeviceDirectory, KnownDevice } from '../ingest/directory.ts'
import type { ChainPicture } from './picture.ts'

/** The register of devices as the chain says it at the moment. */
export class ChainDirectory implements DeviceDirectory {
  readonly #source: { readonly picture: ChainPicture }

  constructor(source: { readonly picture: ChainPicture }) {
    this.#source = source
  }

  find(deviceId: Hex, keyVersion: number): KnownDevice | undefined {
    const device = this.#source.picture.devices.get(deviceId)
    return device && { ratedFuelMlPerHour: device.ratedFuelMlPerHour, key: device.keys.get(keyVersion) }
  }

  mayConnect(deviceId: Hex): boolean {
    const device = this.#source.picture.devices.get(deviceId)
    return device?.keys.get(device.keyVersion)?.validUntil === Number.POSITIVE_INFINITY
  }
}
