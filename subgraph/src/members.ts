import { Bytes } from '@graphprotocol/graph-ts'
import {
  recordAuthorityUpdated,
  recordContractSignatureOnlyChanged,
  recordExpiryChanged,
  recordFrozen,
  recordMemberRegistered,
  recordRegrouped,
  recordRolesChanged,
  recordUnfrozen,
} from '../generated/journal/Members'
import {
  AuthorityUpdated,
  ContractSignatureOnlyChanged,
  ExpiryChanged,
  Frozen,
  MemberRegistered,
  Regrouped,
  RolesChanged,
  Unfrozen,
} from '../generated/Members/Members'
import { Member } from '../generated/schema'
import { setAuthority } from './contracts'
import { obligorId } from './obligors'

export function handleMemberRegistered(event: MemberRegistered): void {
  const entry = recordMemberRegistered(event)
  const terms = event.params.member
  const member = new Member(event.params.account)
  member.roles = terms.roles
  member.expiry = terms.expiry
  member.country = terms.country
  member.frozen = terms.frozen
  member.contractSignatureOnly = terms.contractSignatureOnly
  member.obligor = obligorId(event.params.obligor)
  member.identity = event.params.identity
  member.registeredAt = event.block.timestamp
  member.lastEvent = entry
  member.save()
}

export function handleRolesChanged(event: RolesChanged): void {
  const entry = recordRolesChanged(event)
  const member = changedMember(event.params.account, entry)
  if (member == null) return
  member.roles = event.params.newRoles
  member.save()
}

export function handleExpiryChanged(event: ExpiryChanged): void {
  const entry = recordExpiryChanged(event)
  const member = changedMember(event.params.account, entry)
  if (member == null) return
  member.expiry = event.params.newExpiry
  member.save()
}

export function handleContractSignatureOnlyChanged(event: ContractSignatureOnlyChanged): void {
  const entry = recordContractSignatureOnlyChanged(event)
  const member = changedMember(event.params.account, entry)
  if (member == null) return
  member.contractSignatureOnly = event.params.required
  member.save()
}

export function handleFrozen(event: Frozen): void {
  setFrozen(event.params.account, true, recordFrozen(event))
}

export function handleUnfrozen(event: Unfrozen): void {
  setFrozen(event.params.account, false, recordUnfrozen(event))
}

export function handleRegrouped(event: Regrouped): void {
  const entry = recordRegrouped(event)
  const member = changedMember(event.params.account, entry)
  if (member == null) return
  member.obligor = obligorId(event.params.newObligor)
  member.save()
}

export function handleAuthorityUpdated(event: AuthorityUpdated): void {
  recordAuthorityUpdated(event)
  setAuthority(event.address, 'Members', event.params.authority)
}

function setFrozen(account: Bytes, frozen: boolean, entry: Bytes): void {
  const member = changedMember(account, entry)
  if (member == null) return
  member.frozen = frozen
  member.save()
}

/** Null only for an account that the register does not know, and the register never changes such an account. */
function changedMember(account: Bytes, entry: Bytes): Member | null {
  const member = Member.load(account)
  if (member != null) member.lastEvent = entry
  return member
}
