import { LinePoliciesDocument, type LinePoliciesQuery, type Policy } from '@tallystick/sdk'
import type { Address } from 'viem'
import { useBank } from '../../chain/deployment'
import { useGraph } from '../../graphql/use-graph'

/** A policy that is or was in force. */
export interface PolicyVersion {
  readonly version: number
  readonly policy: Policy
  readonly by: Address
  /** Unix seconds. */
  readonly setAt: bigint
}

/** All versions of the bank's policy from the records, the newest first. */
export function usePolicyVersions() {
  const { policy } = useBank()
  const records = useGraph(LinePoliciesDocument, { policy: policy.toLowerCase() as Address })
  return { ...records, versions: records.data?.linePolicyVersions.map(versionOf) }
}

type IndexedPolicy = LinePoliciesQuery['linePolicyVersions'][number]

/** A recorded policy in the types of the contract. */
export function policyOf({ scoreMaxAge, stepBps, stepDays, lot, starterLimit, bands }: IndexedPolicy): Policy {
  return {
    rules: {
      scoreMaxAge: Number(scoreMaxAge),
      stepBps,
      stepDays,
      lot: BigInt(lot),
      starterLimit: BigInt(starterLimit),
    },
    bands: bands.map(({ minScore, multipleBps, rateBps, cap }) => ({
      minScore,
      multipleBps,
      rateBps,
      cap: BigInt(cap),
    })),
  }
}

function versionOf(indexed: IndexedPolicy): PolicyVersion {
  return { version: indexed.version, policy: policyOf(indexed), by: indexed.by, setAt: BigInt(indexed.setAt) }
}
