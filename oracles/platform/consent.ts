import { CREDIT_SCORING_PURPOSE, consentsAbi, providerIdOf, scoreOracleAbi } from '@tallystick/sdk'
import { type Address, createPublicClient, type Hex, http, type PublicClient, zeroHash } from 'viem'
import type { Provider } from './provider.ts'
import { Refusal } from './refusal.ts'

/** What the chain allows at this moment. */
export interface Permission {
  /** The merchant's open score request. */
  readonly requestId: Hex
  /** Kinds of data that may be released: those that the consent names and the provider has. */
  readonly scopes: number
}

/** Asks the chain; throws a Refusal when nothing may be released now. */
export type Gate = (merchant: Address) => Promise<Permission>

/** Where consents and score requests are found. */
export interface GateOptions {
  readonly client: PublicClient
  readonly provider: Provider
  readonly consents: Address
  /** The recipient that consents must name. */
  readonly scoreOracle: Address
}

const RPC_TIMEOUT_MS = 2_000

/** A client that gives up soon: the oracle network waits for this platform's answer. */
export function chainClient(rpcUrl: string, timeout = RPC_TIMEOUT_MS): PublicClient {
  return createPublicClient({ transport: http(rpcUrl, { timeout, retryCount: 1, retryDelay: 100, batch: true }) })
}

/** The gate that reads the contracts. Nothing is remembered between calls: a revocation acts at once. */
export function chainGate({ client, provider, consents, scoreOracle }: GateOptions): Gate {
  const oracle = { address: scoreOracle, abi: scoreOracleAbi } as const
  const register = { address: consents, abi: consentsAbi } as const
  return async (merchant) => {
    const subject = [merchant, providerIdOf(provider.id), scoreOracle, CREDIT_SCORING_PURPOSE] as const
    const [requestId, grant] = await chainAnswer(
      Promise.all([
        client.readContract({ ...oracle, functionName: 'openRequestOf', args: [merchant] }),
        client.readContract({ ...register, functionName: 'consentOf', args: subject }),
      ]),
    )
    const scopes = grant.scopes & provider.scopes
    // Last, so that a consent that was narrowed or revoked after the first reading is refused.
    const live =
      scopes !== 0 &&
      (await chainAnswer(client.readContract({ ...register, functionName: 'live', args: [...subject, scopes] })))
    if (!live) throw new Refusal('NO_CONSENT', 'the merchant has no live consent for this provider and purpose')
    if (requestId === zeroHash) throw new Refusal('NO_OPEN_REQUEST', 'the merchant has no open score request')
    return { requestId, scopes }
  }
}

/** @throws Refusal CHAIN_UNAVAILABLE, with the reason as its cause, when the chain gives no answer */
export async function chainAnswer<Result>(answer: Promise<Result>): Promise<Result> {
  try {
    return await answer
  } catch (cause) {
    const refusal = new Refusal('CHAIN_UNAVAILABLE', 'the chain could not be read; try again in a moment')
    refusal.cause = cause
    throw refusal
  }
}
