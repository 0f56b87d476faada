import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import {
  AuthorityUpdated,
  DeviceBound,
  DeviceFreed,
  DeviceKeyRevoked,
  DeviceKeySet,
  DeviceRegistered,
  DeviceTierChanged,
  EIP712DomainChanged,
  KeyReplacementApproved,
} from '../generated/Devices/Devices'
import {
  recordAuthorityUpdated,
  recordDeviceBound,
  recordDeviceFreed,
  recordDeviceKeyRevoked,
  recordDeviceKeySet,
  recordDeviceRegistered,
  recordDeviceTierChanged,
  recordEIP712DomainChanged,
  recordKeyReplacementApproved,
} from '../generated/journal/Devices'
import { Device, DeviceKeyVersion } from '../generated/schema'
import { setAuthority } from './contracts'
import { changedDevice, keyVersionId, tierName } from './device-rows'

export function handleDeviceRegistered(event: DeviceRegistered): void {
  const entry = recordDeviceRegistered(event)
  const device = new Device(event.params.deviceId)
  device.manufacturer = event.params.manufacturer
  device.oem = event.params.oem
  device.model = event.params.model
  device.serialHash = event.params.serialHash
  device.ratedFuelMlPerHour = event.params.ratedFuelMlPerHour
  device.tier = tierName(event.params.tier)
  device.keyVersion = BigInt.zero()
  device.opSec = BigInt.zero()
  device.idleSec = BigInt.zero()
  device.fuelMl = BigInt.zero()
  device.settledPeriods = 0
  device.registeredAt = event.block.timestamp
  device.transaction = event.transaction.hash
  device.lastEvent = entry
  device.save()
}

/** A new key signs from now on; the one before it only for readings up to this second, unless it was revoked. */
export function handleDeviceKeySet(event: DeviceKeySet): void {
  const entry = recordDeviceKeySet(event)
  const device = changedDevice(event.params.deviceId, entry)
  if (device == null) return
  endKey(device, event.params.time, entry)
  const key = new DeviceKeyVersion(keyVersionId(device.id, event.params.keyVersion))
  key.device = device.id
  key.version = event.params.keyVersion
  key.keyType = event.params.key.keyType === 0 ? 'Secp256k1' : 'P256'
  key.x = event.params.key.x
  key.y = event.params.key.y
  key.setAt = event.block.timestamp
  key.lastEvent = entry
  key.save()
  device.keyVersion = event.params.keyVersion
  device.save()
}

function endKey(device: Device, time: BigInt, entry: Bytes): void {
  const key = DeviceKeyVersion.load(keyVersionId(device.id, device.keyVersion))
  if (key == null || key.validUntil !== null) return
  key.validUntil = time
  key.lastEvent = entry
  key.save()
}

export function handleDeviceKeyRevoked(event: DeviceKeyRevoked): void {
  const entry = recordDeviceKeyRevoked(event)
  const key = DeviceKeyVersion.load(keyVersionId(event.params.deviceId, event.params.keyVersion))
  if (key == null) return
  key.validUntil = BigInt.zero()
  key.revokedBy = event.params.by
  key.revokedAt = event.block.timestamp
  key.lastEvent = entry
  key.save()
}

export function handleDeviceTierChanged(event: DeviceTierChanged): void {
  const entry = recordDeviceTierChanged(event)
  const device = changedDevice(event.params.deviceId, entry)
  if (device == null) return
  device.tier = tierName(event.params.newTier)
  device.save()
}

export function handleDeviceBound(event: DeviceBound): void {
  const entry = recordDeviceBound(event)
  const device = changedDevice(event.params.deviceId, entry)
  if (device == null) return
  device.book = event.params.book
  device.save()
}

export function handleDeviceFreed(event: DeviceFreed): void {
  const entry = recordDeviceFreed(event)
  const device = changedDevice(event.params.deviceId, entry)
  if (device == null) return
  device.book = null
  device.save()
}

export function handleKeyReplacementApproved(event: KeyReplacementApproved): void {
  recordKeyReplacementApproved(event)
}

export function handleAuthorityUpdated(event: AuthorityUpdated): void {
  recordAuthorityUpdated(event)
  setAuthority(event.address, 'Devices', event.params.authority)
}

export function handleEIP712DomainChanged(event: EIP712DomainChanged): void {
  recordEIP712DomainChanged(event)
}
