import { type Chain, createPublicClient, custom, defineChain, http, type PublicClient, type Transport } from 'viem'

/** A node in the same process (EIP-1193). */
export interface Provider {
  request(call: { readonly method: string; readonly params?: readonly unknown[] }): Promise<unknown>
}

/** Where the chain is: the URL of a node, or the node itself. */
export type Rpc = string | Provider

/** Chains on which the test coordinator may stand: on any other one, anybody could forge an answer. */
const LOCAL_CHAINS: readonly number[] = [31_337, 1_337]

/** The chain is not a local one. */
export class NotLocalChainError extends Error {}

/** @throws NotLocalChainError */
export async function connectToLocalChain(rpc: Rpc): Promise<PublicClient<Transport, Chain>> {
  // The DON retries by itself, and tells.
  const transport =
    typeof rpc === 'string' ? http(rpc, { retryCount: 0, timeout: 5_000 }) : custom(rpc, { retryCount: 0 })
  const id = await createPublicClient({ transport }).getChainId()
  if (!LOCAL_CHAINS.includes(id)) {
    throw new NotLocalChainError(
      `Chain ${id} is no local chain (${LOCAL_CHAINS.join(', ')}): anybody could forge answers of the test coordinator there.`,
    )
  }
  const nativeCurrency = { name: 'Ether', symbol: 'ETH', decimals: 18 }
  const rpcUrls = { default: { http: typeof rpc === 'string' ? [rpc] : [] } }
  const chain = defineChain({ id, name: 'Local chain', nativeCurrency, rpcUrls })
  return createPublicClient({ chain, transport, cacheTime: 0 })
}
