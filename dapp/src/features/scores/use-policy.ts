import { linePolicyAbi, type Policy } from '@tallystick/sdk'
import { useReadContracts } from 'wagmi'
import { useBank } from '../../chain/deployment'

/** A policy with its number, which the contract counts. */
export interface VersionedPolicy extends Policy {
  readonly version: number
}

/** The bank's rule from a score to limit and price, from the contract. */
export function usePolicy() {
  const { policy } = useBank()
  const read = { address: policy, abi: linePolicyAbi } as const
  return useReadContracts({
    allowFailure: false,
    contracts: [
      { ...read, functionName: 'rules' },
      { ...read, functionName: 'bands' },
    ],
    query: {
      refetchInterval: 10_000,
      select: ([rules, bands]): VersionedPolicy => ({ rules, bands, version: rules.version }),
    },
  })
}
