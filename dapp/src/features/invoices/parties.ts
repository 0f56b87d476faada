import { hasMemberRole, type InvoiceParty, identityOf } from '@tallystick/sdk'
import type { Address, Hex } from 'viem'

/** A company's account as the records list it. */
export interface MemberRow {
  readonly id: Address
  readonly identity: Hex
  readonly roles: string
  readonly frozen: boolean
}

/** The identities under which a party of an invoice may be registered: one per identifier that the file gives. */
export function identitiesOf({ vatId, legalId, ids }: InvoiceParty): readonly Hex[] {
  const given = [vatId, legalId?.value, ...ids.map(({ value }) => value)]
  return given.filter((id) => id !== null && id !== undefined).map(identityOf)
}

/** Accounts of the buyer that may owe a receivable. */
export function debtorAccounts(buyer: InvoiceParty, members: readonly MemberRow[]): readonly MemberRow[] {
  const identities = new Set(identitiesOf(buyer))
  return members.filter(({ identity, roles }) => identities.has(identity) && hasMemberRole(BigInt(roles), 'CORE'))
}
