import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { Device } from '../generated/schema'
import { uint32Id } from './ids'

const TIERS: string[] = ['SelfReported', 'SoftwareKey', 'SecureElement', 'Attested']

export function tierName(tier: i32): string {
  return TIERS[tier]
}

export function keyVersionId(device: Bytes, version: BigInt): Bytes {
  return device.concat(uint32Id(version))
}

/** A registered device with the journal entry that changes it; the caller saves it. Null for one that nobody registered. */
export function changedDevice(id: Bytes, entry: Bytes): Device | null {
  const device = Device.load(id)
  if (device != null) device.lastEvent = entry
  return device
}
