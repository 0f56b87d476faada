import { scoreOracleAbi } from '@tallystick/sdk'
import type { Hex } from 'viem'
import { useReadContracts } from 'wagmi'
import { useBank } from '../../chain/deployment'

/** A request on its way, in unix seconds. */
export interface OpenRequest {
  readonly openedAt: bigint
  /** Last second at which an answer counts. */
  readonly expiresAt: bigint
}

/** When a request was opened and until when an answer counts. */
export function useOpenRequest(requestId: Hex | undefined): OpenRequest | undefined {
  const { scoreOracle } = useBank()
  const read = { address: scoreOracle, abi: scoreOracleAbi } as const
  const { data } = useReadContracts({
    allowFailure: false,
    contracts: [
      { ...read, functionName: 'request', args: [requestId ?? '0x'] },
      { ...read, functionName: 'limits' },
    ],
    query: { enabled: requestId !== undefined },
  })
  if (requestId === undefined || data === undefined) return undefined
  const [{ expiresAt }, { timeToLive }] = data
  return { openedAt: BigInt(expiresAt - timeToLive), expiresAt: BigInt(expiresAt) }
}
