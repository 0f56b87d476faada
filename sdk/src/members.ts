/** Bit of each role in a member's mask, as in `Roles` of IMembers.sol. */
export const memberRoleBits = {
  CORE: 1n << 0n,
  SUPPLIER: 1n << 1n,
  BANK: 1n << 2n,
  MERCHANT: 1n << 3n,
  LESSEE: 1n << 4n,
  MANUFACTURER: 1n << 5n,
  AUDITOR: 1n << 6n,
  BOOK: 1n << 7n,
} as const

/** What a member may do. */
export type MemberRole = keyof typeof memberRoleBits

/** Every role, in the order of its bit. */
export const memberRoles = Object.keys(memberRoleBits) as readonly MemberRole[]

/** Whether a mask has a role. */
export function hasMemberRole(mask: bigint, role: MemberRole): boolean {
  return (mask & memberRoleBits[role]) !== 0n
}

/** Roles of a mask, in the order of their bits; unknown bits are left out. */
export function rolesIn(mask: bigint): readonly MemberRole[] {
  return memberRoles.filter((role) => hasMemberRole(mask, role))
}

/** Mask of the given roles. */
export function maskOf(roles: Iterable<MemberRole>): bigint {
  let mask = 0n
  for (const role of roles) mask |= memberRoleBits[role]
  return mask
}
