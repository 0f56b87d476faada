/** Roles of a member and their bits, as in the contract `Members`. */
export const MEMBER_ROLES = [
  { name: 'CORE', bit: 1n << 0n },
  { name: 'SUPPLIER', bit: 1n << 1n },
  { name: 'BANK', bit: 1n << 2n },
  { name: 'MERCHANT', bit: 1n << 3n },
  { name: 'LESSEE', bit: 1n << 4n },
  { name: 'MANUFACTURER', bit: 1n << 5n },
  { name: 'AUDITOR', bit: 1n << 6n },
  { name: 'BOOK', bit: 1n << 7n },
] as const

export type MemberRoleName = (typeof MEMBER_ROLES)[number]['name']

/** Names of the roles in a mask, in the order of their bits. */
export function rolesIn(mask: bigint): readonly MemberRoleName[] {
  return MEMBER_ROLES.filter(({ bit }) => (mask & bit) !== 0n).map(({ name }) => name)
}

/** Mask of the named roles. */
export function maskOf(names: Iterable<MemberRoleName>): bigint {
  const wanted = new Set(names)
  return MEMBER_ROLES.reduce((mask, { name, bit }) => (wanted.has(name) ? mask | bit : mask), 0n)
}

/** Whether a member may act now. */
export type Standing = 'active' | 'frozen' | 'expired'

/** @param now unix seconds of the chain's clock */
export function standingOf(member: { readonly frozen: boolean; readonly expiry: bigint }, now: bigint): Standing {
  if (member.frozen) return 'frozen'
  return now >= member.expiry ? 'expired' : 'active'
}
