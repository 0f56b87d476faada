import type { Deployment } from '@tallystick/sdk'
import { type Chain, createClient, defineChain, http } from 'viem'
import { type Config, type CreateConnectorFn, createConfig } from 'wagmi'

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
  return createConfig({
    chains: [chainOf(deployment)],
    client: ({ chain }) =>
      createClient({
        chain,
        transport: http('/rpc', { batch: { wait: 10 } }),
        pollingInterval: 1_000,
        // A contract's answer must never send this page to another host.
        ccipRead: false,
      }),
    connectors: [...connectors],
    multiInjectedProviderDiscovery: true,
  })
}
