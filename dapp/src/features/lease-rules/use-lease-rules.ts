import { leaseOffersAbi } from '@tallystick/sdk'
import { useReadContract } from 'wagmi'
import { useBank } from '../../chain/deployment'
import type { LeaseRules } from './rules-change'

/** Rules with their number, which the contract counts. */
export interface VersionedRules extends LeaseRules {
  readonly version: number
}

/** What leases the bank finances, from the contract. */
export function useLeaseRules() {
  const { leaseOffers } = useBank()
  return useReadContract({
    address: leaseOffers,
    abi: leaseOffersAbi,
    functionName: 'rules',
    query: { refetchInterval: 10_000, select: (rules): VersionedRules => rules },
  })
}
