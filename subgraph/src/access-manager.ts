import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import {
  OperationCanceled,
  OperationExecuted,
  OperationScheduled,
  RoleAdminChanged,
  RoleGrantDelayChanged,
  RoleGranted,
  RoleGuardianChanged,
  RoleLabel,
  RoleRevoked,
  TargetAdminDelayUpdated,
  TargetClosed,
  TargetFunctionRoleUpdated,
} from '../generated/AccessManager/AccessManager'
import {
  recordOperationCanceled,
  recordOperationExecuted,
  recordOperationScheduled,
  recordRoleAdminChanged,
  recordRoleGrantDelayChanged,
  recordRoleGranted,
  recordRoleGuardianChanged,
  recordRoleLabel,
  recordRoleRevoked,
  recordTargetAdminDelayUpdated,
  recordTargetClosed,
  recordTargetFunctionRoleUpdated,
} from '../generated/journal/AccessManager'
import { functionSignature } from '../generated/journal/functions'
import { Role, RoleMember, ScheduledOperation, Target, TargetFunction } from '../generated/schema'
import { uint32Id, wordOf } from './ids'

const SELECTOR_LENGTH = 4
const WORD_LENGTH = 32
const ADDRESS_LENGTH = 20

// ------------------------------------------------------------------ roles

export function handleRoleGranted(event: RoleGranted): void {
  const entry = recordRoleGranted(event)
  const member = loadRoleMember(event.address, event.params.roleId, event.params.account)
  member.active = true
  member.delay = event.params.delay
  member.since = event.params.since
  member.lastEvent = entry
  member.save()
}

export function handleRoleRevoked(event: RoleRevoked): void {
  const entry = recordRoleRevoked(event)
  const member = loadRoleMember(event.address, event.params.roleId, event.params.account)
  member.active = false
  member.lastEvent = entry
  member.save()
}

export function handleRoleLabel(event: RoleLabel): void {
  recordRoleLabel(event)
  const role = loadRole(event.address, event.params.roleId)
  role.label = event.params.label
  role.save()
}

export function handleRoleAdminChanged(event: RoleAdminChanged): void {
  recordRoleAdminChanged(event)
  const role = loadRole(event.address, event.params.roleId)
  role.admin = event.params.admin
  role.save()
}

export function handleRoleGuardianChanged(event: RoleGuardianChanged): void {
  recordRoleGuardianChanged(event)
  const role = loadRole(event.address, event.params.roleId)
  role.guardian = event.params.guardian
  role.save()
}

export function handleRoleGrantDelayChanged(event: RoleGrantDelayChanged): void {
  recordRoleGrantDelayChanged(event)
  const role = loadRole(event.address, event.params.roleId)
  role.grantDelay = event.params.delay
  role.save()
}

/** The row of a role. One that was never set up has the admin role as admin and as guardian, and no label. */
function loadRole(manager: Bytes, number: BigInt): Role {
  const id = manager.concat(wordOf(number))
  const known = Role.load(id)
  if (known != null) return known
  const role = new Role(id)
  role.manager = manager
  role.number = number
  role.label = ''
  role.admin = BigInt.zero()
  role.guardian = BigInt.zero()
  role.grantDelay = BigInt.zero()
  role.save()
  return role
}

function loadRoleMember(manager: Bytes, number: BigInt, account: Bytes): RoleMember {
  const role = loadRole(manager, number)
  const id = role.id.concat(account)
  const known = RoleMember.load(id)
  if (known != null) return known
  const member = new RoleMember(id)
  member.role = role.id
  member.account = account
  member.delay = BigInt.zero()
  member.since = BigInt.zero()
  return member
}

// ------------------------------------------------------------------ guarded contracts

export function handleTargetFunctionRoleUpdated(event: TargetFunctionRoleUpdated): void {
  const entry = recordTargetFunctionRoleUpdated(event)
  const selector = event.params.selector
  const row = new TargetFunction(event.address.concat(event.params.target).concat(selector))
  row.manager = event.address
  row.target = event.params.target
  row.selector = selector
  row.functionName = functionName(selector)
  row.role = loadRole(event.address, event.params.roleId).id
  row.lastEvent = entry
  row.save()
}

export function handleTargetClosed(event: TargetClosed): void {
  const entry = recordTargetClosed(event)
  const target = loadTarget(event.address, event.params.target)
  target.closed = event.params.closed
  target.lastEvent = entry
  target.save()
}

export function handleTargetAdminDelayUpdated(event: TargetAdminDelayUpdated): void {
  const entry = recordTargetAdminDelayUpdated(event)
  const target = loadTarget(event.address, event.params.target)
  target.adminDelay = event.params.delay
  target.lastEvent = entry
  target.save()
}

function loadTarget(manager: Bytes, address: Bytes): Target {
  const id = manager.concat(address)
  const known = Target.load(id)
  if (known != null) return known
  const target = new Target(id)
  target.manager = manager
  target.target = address
  target.closed = false
  target.adminDelay = BigInt.zero()
  return target
}

// ------------------------------------------------------------------ announced operations

export function handleOperationScheduled(event: OperationScheduled): void {
  const entry = recordOperationScheduled(event)
  const data = event.params.data
  const selector = slice(data, 0, SELECTOR_LENGTH)
  const operation = new ScheduledOperation(operationRow(event.address, event.params.operationId, event.params.nonce))
  operation.manager = event.address
  operation.operationId = event.params.operationId
  operation.nonce = event.params.nonce
  operation.state = 'Scheduled'
  operation.schedule = event.params.schedule
  operation.caller = event.params.caller
  operation.target = event.params.target
  operation.selector = selector
  operation.functionName = functionName(selector)
  operation.data = data
  setFirstArgument(operation, data, functionSignature(selector.toHexString()))
  operation.scheduledAt = event.block.timestamp
  operation.transaction = event.transaction.hash
  operation.lastEvent = entry
  operation.save()
}

export function handleOperationExecuted(event: OperationExecuted): void {
  const entry = recordOperationExecuted(event)
  closeOperation(operationRow(event.address, event.params.operationId, event.params.nonce), 'Executed', event, entry)
}

export function handleOperationCanceled(event: OperationCanceled): void {
  const entry = recordOperationCanceled(event)
  closeOperation(operationRow(event.address, event.params.operationId, event.params.nonce), 'Canceled', event, entry)
}

function closeOperation(id: Bytes, state: string, event: ethereum.Event, entry: Bytes): void {
  const operation = ScheduledOperation.load(id)
  if (operation == null) return
  operation.state = state
  operation.closedAt = event.block.timestamp
  operation.lastEvent = entry
  operation.save()
}

function operationRow(manager: Bytes, operationId: Bytes, nonce: BigInt): Bytes {
  return manager.concat(operationId).concat(uint32Id(nonce))
}

/** Whom an announced change is about: the first argument, where the function takes an account or a group first. */
function setFirstArgument(operation: ScheduledOperation, data: Bytes, signature: string): void {
  if (data.length < SELECTOR_LENGTH + WORD_LENGTH) return
  const word = slice(data, SELECTOR_LENGTH, SELECTOR_LENGTH + WORD_LENGTH)
  if (signature.includes('(address')) operation.account = slice(word, WORD_LENGTH - ADDRESS_LENGTH, WORD_LENGTH)
  if (signature.includes('(uint32')) operation.obligorNumber = BigInt.fromUnsignedBytes(reversed(word))
}

function functionName(selector: Bytes): string {
  return functionSignature(selector.toHexString()).split('(')[0]
}

function slice(data: Bytes, from: i32, to: i32): Bytes {
  return Bytes.fromUint8Array(data.slice(from, to))
}

/** A copy in the byte order of `BigInt`, the least significant first. */
function reversed(word: Bytes): Bytes {
  return Bytes.fromUint8Array(word.slice(0).reverse())
}
