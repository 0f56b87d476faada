import type { Deployment } from '@tallystick/sdk'
import { type Chain, defineChain } from 'viem'
import { type Config, type CreateConnectorFn, createConfig, http } from 'wagmi'

/** The network of a deployment, reached through the page's own origin. */
export function chainOf({ chainId, name, local }: Deployment): Chain {
  return defineChain({
    id: chainId,
    name: local ? 'Tallystick (local)' : name,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [new URL('/rpc', window.location.origin).href] } },
  })
}

/** Browser wallets are discovered by EIP-6963, so none is named here. */
export function createWagmiConfig(deployment: Deployment, connectors: readonly CreateConnectorFn[]): Config {
  const chain = chainOf(deployment)
  return createConfig({
    chains: [chain],
    transports: { [chain.id]: http('/rpc', { batch: { wait: 10 } }) },
    connectors: [...connectors],
    multiInjectedProviderDiscovery: true,
    pollingInterval: 1_000,
  })
}
