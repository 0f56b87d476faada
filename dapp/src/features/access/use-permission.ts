import { accessManagerAbi } from '@tallystick/sdk'
import type { Address } from 'viem'
import { useReadContract } from 'wagmi'
import { useAccount } from '../../chain/account'
import { type GuardedFunction, selectorOf } from './guarded-call'

/** Whether the connected account may call a guarded function. */
export type Permission =
  | { readonly kind: 'loading' | 'disconnected' | 'wrong-network' | 'now' }
  /** It has the role; its acts take effect `delay` seconds after they are announced. */
  | { readonly kind: 'announce'; readonly delay: number }
  | { readonly kind: 'denied'; readonly role: bigint }

/** Reads from the access manager whether the connected account may call `guarded`, at once or after announcing. */
export function usePermission(guarded: GuardedFunction): Permission {
  const { address, status } = useAccount()
  const selector = selectorOf(guarded)
  const canCall = useReadContract({
    address: guarded.manager,
    abi: accessManagerAbi,
    functionName: 'canCall',
    args: address && [address, guarded.target, selector],
    query: { enabled: address !== undefined },
  })
  const role = useReadContract({
    address: guarded.manager,
    abi: accessManagerAbi,
    functionName: 'getTargetFunctionRole',
    args: [guarded.target, selector],
  })
  if (status === 'disconnected' || status === 'wrong-network') return { kind: status }
  if (canCall.data === undefined || role.data === undefined) return { kind: 'loading' }
  return permissionOf(canCall.data, role.data)
}

/** @param canCall what AccessManager answers: callable now, or after a delay (0 = not at all) */
export function permissionOf([immediate, delay]: readonly [boolean, number], role: bigint): Permission {
  if (immediate) return { kind: 'now' }
  return delay > 0 ? { kind: 'announce', delay } : { kind: 'denied', role }
}

/** Whether the connected account may withdraw an announced call of `caller`: the caller itself, or its guardian. */
export function useMayCancel(
  guarded: Omit<GuardedFunction, 'abi' | 'functionName'>,
  selector: `0x${string}`,
  caller: Address,
) {
  const { address } = useAccount()
  const read = { address: guarded.manager, abi: accessManagerAbi } as const
  const role = useReadContract({ ...read, functionName: 'getTargetFunctionRole', args: [guarded.target, selector] })
  const guardian = useReadContract({
    ...read,
    functionName: 'getRoleGuardian',
    args: role.data === undefined ? undefined : [role.data],
    query: { enabled: role.data !== undefined },
  })
  const isGuardian = useReadContract({
    ...read,
    functionName: 'hasRole',
    args: guardian.data === undefined || address === undefined ? undefined : [guardian.data, address],
    query: { enabled: guardian.data !== undefined && address !== undefined },
  })
  return address?.toLowerCase() === caller.toLowerCase() || isGuardian.data?.[0] === true
}
