import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { AuthorityUpdated, CommandAcknowledged, CommandIssued } from '../generated/Immobiliser/Immobiliser'
import {
  recordAuthorityUpdated,
  recordCommandAcknowledged,
  recordCommandIssued,
} from '../generated/journal/Immobiliser'
import { DeviceCommand } from '../generated/schema'
import { setAuthority } from './contracts'
import { bankLeases } from './deployment'
import { uint32Id } from './ids'
import { leaseId } from './lease-rows'

export function handleCommandIssued(event: CommandIssued): void {
  const entry = recordCommandIssued(event)
  const command = new DeviceCommand(commandRow(event.address, event.params.leaseId, event.params.commandId))
  command.lease = leaseId(bankLeases(), event.params.leaseId)
  command.device = event.params.deviceId
  command.number = event.params.commandId
  command.locked = event.params.locked
  command.justification = event.params.reason
  command.by = event.params.by
  command.issuedAt = event.block.timestamp
  command.transaction = event.transaction.hash
  command.lastEvent = entry
  command.save()
}

export function handleCommandAcknowledged(event: CommandAcknowledged): void {
  const entry = recordCommandAcknowledged(event)
  const command = DeviceCommand.load(commandRow(event.address, event.params.leaseId, event.params.commandId))
  if (command == null) return
  command.acknowledgedAt = event.block.timestamp
  command.doneTs = event.params.ts
  command.lastEvent = entry
  command.save()
}

function commandRow(immobiliser: Bytes, lease: BigInt, command: BigInt): Bytes {
  return leaseId(immobiliser, lease).concat(uint32Id(command))
}

export function handleAuthorityUpdated(event: AuthorityUpdated): void {
  recordAuthorityUpdated(event)
  setAuthority(event.address, 'Immobiliser', event.params.authority)
}
