import { receivablesAbi } from '@tallystick/sdk'
import { useReadContract } from 'wagmi'
import { useDeployment } from './deployment'

/** The regulation profile in force: the rules under which new receivables are created. */
export interface Profile {
  readonly version: number
  /** Longest time to the due day. */
  readonly maxTermDays: number
  /** Days after the due day before a receivable may be flagged and penalties apply. */
  readonly graceDays: number
  /** How often units may be passed on. */
  readonly tierCap: number
  /** Least units in an assignment of less than a whole holding. */
  readonly minSplit: bigint
}

/** The profile in force; undefined while it is being read. */
export function useProfile(): Profile | undefined {
  const { network } = useDeployment()
  const register = { address: network.receivables, abi: receivablesAbi } as const
  const { data: version } = useReadContract({ ...register, functionName: 'profileVersion' })
  const { data: profile } = useReadContract({
    ...register,
    functionName: 'profile',
    args: version === undefined ? undefined : [version],
    query: { enabled: version !== undefined },
  })
  return version === undefined || profile === undefined ? undefined : { version, ...profile }
}
