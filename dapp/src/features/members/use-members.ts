import { MembersDocument, type MembersQuery } from '@tallystick/sdk'
import type { Address, Hex } from 'viem'
import { useGraph } from '../../graphql/use-graph'

/** A member as the records have it. */
export interface MemberRow {
  readonly account: Address
  readonly roles: bigint
  /** Second from which it may no longer act. */
  readonly expiry: bigint
  /** ISO 3166-1 numeric. */
  readonly country: number
  readonly frozen: boolean
  readonly contractSignatureOnly: boolean
  readonly obligor: number
  readonly identity: Hex
  readonly registeredAt: bigint
}

/** All members, in the order of their registration. */
export function useMembers() {
  const records = useGraph(MembersDocument, {})
  return { ...records, members: records.data?.members.map(rowOf).sort(byRegistration) }
}

function rowOf(member: MembersQuery['members'][number]): MemberRow {
  const { id, roles, expiry, country, frozen, contractSignatureOnly, obligor, identity, registeredAt } = member
  return {
    account: id,
    roles: BigInt(roles),
    expiry: BigInt(expiry),
    country,
    frozen,
    contractSignatureOnly,
    obligor: Number(obligor.number),
    identity,
    registeredAt: BigInt(registeredAt),
  }
}

function byRegistration(left: MemberRow, right: MemberRow): number {
  return Number(left.registeredAt - right.registeredAt) || left.account.localeCompare(right.account)
}
