import { scoreOracleAbi } from '@tallystick/sdk'
import type { Address, Hex } from 'viem'
import { useReadContracts } from 'wagmi'
import { useBank } from '../../chain/deployment'
import { type MerchantScore, reasonsOf } from './score'

/** What the oracle contract knows about a merchant. */
export interface ScoreState {
  /** Undefined before the first answer. */
  readonly score: MerchantScore | undefined
  /** SHA-256 of the features that were scored. */
  readonly commitment: Hex
  /** Whether every source behind the score still has the merchant's consent. */
  readonly consented: boolean
  /** The request that waits for its answer. */
  readonly openRequest: Hex | undefined
}

const NO_REQUEST = `0x${'0'.repeat(64)}`
const POLL_MS = 2_000

/** A merchant's score and its open request, from the contract; asked again every two seconds. */
export function useScore(merchant: Address | undefined) {
  const { scoreOracle } = useBank()
  const read = { address: scoreOracle, abi: scoreOracleAbi } as const
  const subject = merchant ?? scoreOracle
  return useReadContracts({
    allowFailure: false,
    contracts: [
      { ...read, functionName: 'usable', args: [subject] },
      { ...read, functionName: 'commitmentOf', args: [subject] },
      { ...read, functionName: 'openRequestOf', args: [subject] },
    ],
    query: { enabled: merchant !== undefined, refetchInterval: POLL_MS, select: scoreState },
  })
}

type StoredScore = Omit<MerchantScore, 'reasons'> & { readonly reasons: number }
type Answers = readonly [usable: readonly [StoredScore, boolean], commitment: Hex, openRequest: Hex]

function scoreState([[stored, consented], commitment, openRequest]: Answers): ScoreState {
  return {
    score: stored.updatedAt === 0 ? undefined : { ...stored, reasons: reasonsOf(stored.reasons) },
    commitment,
    consented,
    openRequest: openRequest === NO_REQUEST ? undefined : openRequest,
  }
}
