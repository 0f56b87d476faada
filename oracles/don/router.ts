import { createRequire } from 'node:module'
import { providers, Wallet } from 'ethers'
import {
  type Address,
  createWalletClient,
  custom,
  encodeAbiParameters,
  type Hex,
  parseAbi,
  parseEventLogs,
  stringToHex,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { connectToLocalChain, type Provider, type Rpc } from './rpc.ts'

/** A Functions router with its test coordinator. */
export interface FunctionsRouter {
  readonly router: Address
  readonly coordinator: Address
  readonly linkToken: Address
  /** Name of the network in the router. */
  readonly donId: Hex
}

const routerAbi = parseAbi([
  'event SubscriptionCreated(uint64 indexed subscriptionId, address owner)',
  'function createSubscription() returns (uint64)',
  'function addConsumer(uint64 subscriptionId, address consumer)',
])
const linkAbi = parseAbi(['function transferAndCall(address to, uint256 value, bytes data) returns (bool)'])

/** The part of the toolkit that is used. Its index loads far more. */
interface ToolkitTestnet {
  deployFunctionsOracle(deployer: Wallet): Promise<{
    donId: string
    linkTokenContract: { address: Address }
    functionsRouterContract: { address: Address }
    functionsMockCoordinatorContract: { address: Address }
  }>
}

/**
 * Puts Chainlink's own router, coordinator and LINK on a local chain, by its toolkit (eleven transactions).
 * @param privateKey owner of the contracts; holds the LINK
 * @throws NotLocalChainError anywhere else: the coordinator takes reports from anybody
 */
export async function deployFunctionsRouter(rpc: Rpc, privateKey: Hex): Promise<FunctionsRouter> {
  await connectToLocalChain(rpc)
  const provider =
    typeof rpc === 'string' ? new providers.JsonRpcProvider(rpc) : new providers.Web3Provider(asEthers(rpc))
  provider.pollingInterval = 50
  try {
    const deployed = await toolkit().deployFunctionsOracle(new Wallet(privateKey, provider))
    return {
      router: deployed.functionsRouterContract.address,
      coordinator: deployed.functionsMockCoordinatorContract.address,
      linkToken: deployed.linkTokenContract.address,
      donId: stringToHex(deployed.donId, { size: 32 }),
    }
  } finally {
    provider.removeAllListeners()
  }
}

/**
 * Opens a subscription, pays LINK into it and lets the consumers use it.
 * @param privateKey the one that has deployed the router
 * @param juels LINK in its smallest unit
 */
export async function subscribe(
  rpc: Rpc,
  privateKey: Hex,
  { router, linkToken }: FunctionsRouter,
  juels: bigint,
  consumers: readonly Address[],
): Promise<bigint> {
  const client = await connectToLocalChain(rpc)
  const account = privateKeyToAccount(privateKey)
  const wallet = createWalletClient({ account, chain: client.chain, transport: custom(client, { retryCount: 0 }) })
  const created = await wallet.writeContract({ address: router, abi: routerAbi, functionName: 'createSubscription' })
  const { logs } = await client.waitForTransactionReceipt({ hash: created, pollingInterval: 50 })
  const [event] = parseEventLogs({ abi: routerAbi, eventName: 'SubscriptionCreated', logs })
  if (event === undefined) throw new Error('The router has opened no subscription')
  const { subscriptionId } = event.args
  const data = encodeAbiParameters([{ type: 'uint64' }], [subscriptionId])
  const calls = [
    await wallet.writeContract({
      address: linkToken,
      abi: linkAbi,
      functionName: 'transferAndCall',
      args: [router, juels, data],
    }),
  ]
  for (const consumer of consumers) {
    const args = [subscriptionId, consumer] as const
    calls.push(await wallet.writeContract({ address: router, abi: routerAbi, functionName: 'addConsumer', args }))
  }
  for (const hash of calls) {
    const { status } = await client.waitForTransactionReceipt({ hash, pollingInterval: 50 })
    if (status !== 'success') throw new Error(`The subscription could not be set up: transaction ${hash} failed`)
  }
  return subscriptionId
}

function toolkit(): ToolkitTestnet {
  // Its cryptography tries a native addon first, which nobody compiles here.
  process.env.NODE_BACKEND = 'js'
  const require = createRequire(import.meta.url)
  const path = require.resolve('@chainlink/functions-toolkit/dist/localFunctionsTestnet.js')
  // Its ethers warns that LINK has two events of one name.
  createRequire(path)('ethers').utils.Logger.setLogLevel('ERROR')
  return require(path) as ToolkitTestnet
}

function asEthers(provider: Provider): providers.ExternalProvider {
  return { request: ({ method, params = [] }) => provider.request({ method, params }) }
}
