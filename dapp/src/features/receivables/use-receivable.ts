import { baseOf, receivablesAbi, tokenIdOf } from '@tallystick/sdk'
import type { Address } from 'viem'
import { useReadContract, useReadContracts } from 'wagmi'
import { useDeployment } from '../../chain/deployment'

/** States of the register, by their number on chain. */
export const ON_CHAIN_STATES = ['None', 'Open', 'Overdue', 'Settled'] as const

/** A receivable as the register has it now. */
export function useRegistered(baseId: bigint) {
  const { network } = useDeployment()
  return useReadContract({
    address: network.receivables,
    abi: receivablesAbi,
    functionName: 'receivable',
    args: [baseId],
  })
}

/** Units of one tier that an account holds. */
export interface HeldUnits {
  readonly tokenId: bigint
  readonly tier: number
  readonly units: bigint
}

/** The units of a receivable that an account holds now, tier by tier, from the contract. */
export function useHeldUnits(baseId: bigint, account: Address | undefined, deepestTier: number): readonly HeldUnits[] {
  const { network } = useDeployment()
  const tokenIds = Array.from({ length: deepestTier + 1 }, (_, tier) => tokenIdOf(baseOf(baseId), tier))
  const { data } = useReadContracts({
    allowFailure: false,
    contracts: tokenIds.map(
      (tokenId) =>
        ({
          address: network.receivables,
          abi: receivablesAbi,
          functionName: 'balanceOf',
          args: [account ?? network.receivables, tokenId],
        }) as const,
    ),
    query: { enabled: account !== undefined },
  })
  const balances = account === undefined ? [] : (data ?? [])
  return tokenIds
    .map((tokenId, tier) => ({ tokenId, tier, units: balances[tier] ?? 0n }))
    .filter(({ units }) => units > 0n)
}
