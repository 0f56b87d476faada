import type { ExplainedError } from '@tallystick/sdk'
import type { Abi, Address } from 'viem'
import { useConnection, useSimulateContract } from 'wagmi'
import { inLocale } from '../i18n'
import { explain } from './errors'

/** A call that a button would send. */
export interface Rehearsal {
  readonly address: Address
  readonly abi: Abi
  readonly functionName: string
  readonly args: readonly unknown[]
}

/** What the chain says to a call before anybody signs it. */
export interface Verdict {
  /** Why it would be refused, as a sentence. */
  readonly refusal: string | undefined
  /** Name of the contract's error, or the code of a general one. */
  readonly code: ExplainedError['code'] | undefined
  /** What it would return. */
  readonly result: unknown
  readonly loading: boolean
}

const ASK_AGAIN_MS = 10_000

/** Simulates a call for the connected account, so that a button can say why it cannot be used. */
export function useVerdict(call: Rehearsal | undefined): Verdict {
  const { address } = useConnection()
  const enabled = call !== undefined && address !== undefined
  const { data, error, isLoading } = useSimulateContract({
    ...(call as Rehearsal),
    account: address,
    // The next block's time decides, and a quiet chain's last block may be long ago.
    blockTag: 'pending',
    query: { enabled, retry: false, refetchInterval: ASK_AGAIN_MS },
  } as never)
  const refused = enabled && error ? explain(error) : undefined
  return {
    refusal: refused && inLocale(refused.sentence),
    code: refused?.code,
    result: (data as { result?: unknown } | undefined)?.result,
    loading: enabled && isLoading,
  }
}
