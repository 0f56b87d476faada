import { hasMemberRole, type MemberRole, membersAbi } from '@tallystick/sdk'
import type { Address, Hex } from 'viem'
import { useConnection, useReadContract } from 'wagmi'
import { useDeployment } from './deployment'
import { useChainNow } from './now'

/** A company as the register of members has it. */
export interface Member {
  readonly roles: bigint
  /** Second from which it may no longer act. */
  readonly expiry: number
  readonly country: number
  readonly frozen: boolean
  readonly contractSignatureOnly: boolean
  /** Group whose members fail together; 0 for a stranger. */
  readonly obligor: number
  readonly identity: Hex
}

/** Why the connected account can or cannot act. */
export type AccountStatus =
  | 'disconnected'
  | 'wrong-network'
  | 'loading'
  | 'unreachable'
  | 'stranger'
  | 'frozen'
  | 'expired'
  | 'member'

export interface Account {
  readonly address: Address | undefined
  readonly member: Member | undefined
  readonly status: AccountStatus
  /** True when the account is in good standing and has the role. */
  readonly hasRole: (role: MemberRole) => boolean
}

/** The connected account and its standing in the register of members, read from the chain. */
export function useAccount(): Account {
  const { chainId, network } = useDeployment()
  const connection = useConnection()
  const { data, isError } = useReadContract({
    address: network.members,
    abi: membersAbi,
    functionName: 'memberOf',
    args: connection.address && [connection.address],
    chainId,
    query: { enabled: connection.address !== undefined },
  })
  const now = useChainNow()
  const member: Member | undefined = data
  const status = statusOf(connection, chainId, member, isError, now)
  return {
    address: connection.address,
    member,
    status,
    hasRole: (role) => status === 'member' && hasMemberRole(member?.roles ?? 0n, role),
  }
}

function statusOf(
  connection: { readonly address?: Address | undefined; readonly chainId?: number | undefined },
  chainId: number,
  member: Member | undefined,
  unreachable: boolean,
  now: bigint,
): AccountStatus {
  if (!connection.address) return 'disconnected'
  if (connection.chainId !== chainId) return 'wrong-network'
  if (!member) return unreachable ? 'unreachable' : 'loading'
  if (member.obligor === 0) return 'stranger'
  if (member.frozen) return 'frozen'
  return BigInt(member.expiry) <= now ? 'expired' : 'member'
}
