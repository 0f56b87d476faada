/** A chain, a router and a consumer for the DON's tests. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import cbor from 'cbor'
import {
  type Account,
  type Chain,
  createTestClient,
  createWalletClient,
  type Hex,
  hexToString,
  http,
  type PublicClient,
  parseAbi,
  publicActions,
  type TestClient,
  type Transport,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { deployFunctionsRouter, type FunctionsRouter, subscribe } from './router.ts'

const MNEMONIC = 'test test test test test test test test test test test junk'
const ROUTER_KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
const CONSUMER_KEY = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d'
/** The DON's account. */
export const DON_KEY: Hex = '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a'

const routerAbi = parseAbi([
  'event RequestStart(bytes32 indexed requestId, bytes32 indexed donId, uint64 indexed subscriptionId, address subscriptionOwner, address requestingContract, address requestInitiator, bytes data, uint16 dataVersion, uint32 callbackGasLimit, uint96 estimatedTotalCostJuels)',
  'event RequestProcessed(bytes32 indexed requestId, uint64 indexed subscriptionId, uint96 totalCostJuels, address transmitter, uint8 resultCode, bytes response, bytes err, bytes callbackReturnData)',
  'event RequestNotProcessed(bytes32 indexed requestId, address coordinator, address transmitter, uint8 resultCode)',
  'function sendRequest(uint64 subscriptionId, bytes data, uint16 dataVersion, uint32 callbackGasLimit, bytes32 donId) returns (bytes32)',
])

/** An answer that the router has taken. The consumer is an account without code, which the router calls in vain. */
export interface Processed {
  readonly requestId: Hex
  readonly response: string
  readonly error: string
}

/** An anvil of its own, with the router and a subscribed consumer. */
export class TestNetwork {
  readonly url: string
  readonly client: PublicClient<Transport, Chain> & TestClient
  readonly router: FunctionsRouter
  readonly #anvil: ChildProcess
  readonly #subscription: bigint
  readonly #consumer: Account = privateKeyToAccount(CONSUMER_KEY)

  private constructor(anvil: ChildProcess, url: string, router: FunctionsRouter, subscription: bigint) {
    this.#anvil = anvil
    this.url = url
    this.router = router
    this.#subscription = subscription
    this.client = testClient(url)
  }

  static async start(): Promise<TestNetwork> {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const options = ['--port', `${port}`, '--hardfork', 'cancun', '--mnemonic', MNEMONIC, '--quiet']
    const anvil = spawn(anvilBinary(), options, { stdio: 'ignore', env: { PATH: process.env.PATH } })
    await until(() => testClient(url).getChainId(), 20_000)
    const router = await deployFunctionsRouter(url, ROUTER_KEY)
    const consumer = privateKeyToAccount(CONSUMER_KEY).address
    const subscription = await subscribe(url, ROUTER_KEY, router, 100n * 10n ** 18n, [consumer])
    return new TestNetwork(anvil, url, router, subscription)
  }

  /** Sends a request for a source; its arguments are texts. */
  async request(source: string, args: readonly string[] = [], secrets?: 'DON-hosted'): Promise<Hex> {
    const location = secrets ? ['secretsLocation', 2, 'secrets', Buffer.alloc(8)] : []
    const items = ['codeLocation', 0, 'language', 0, 'source', source, ...location, 'args', [...args]]
    return this.requestData(`0x${Buffer.concat(items.map((item) => cbor.encodeCanonical(item))).toString('hex')}`)
  }

  async requestData(data: Hex): Promise<Hex> {
    const wallet = createWalletClient({ account: this.#consumer, chain: foundry, transport: http(this.url) })
    const hash = await wallet.writeContract({
      address: this.router.router,
      abi: routerAbi,
      functionName: 'sendRequest',
      args: [this.#subscription, data, 1, 100_000, this.router.donId],
    })
    const { logs } = await this.client.waitForTransactionReceipt({ hash, pollingInterval: 20 })
    // The coordinator logs its request last.
    const requestId = logs.at(-1)?.topics[1]
    if (requestId === undefined) throw new Error('The router has logged no request')
    return requestId
  }

  /** Answers that the router has taken so far, in order. */
  async processed(): Promise<Processed[]> {
    const logs = await this.client.getContractEvents({
      address: this.router.router,
      abi: routerAbi,
      eventName: 'RequestProcessed',
      strict: true,
      fromBlock: 0n,
    })
    return logs.map(({ args }) => ({
      requestId: args.requestId,
      response: hexToString(args.response),
      error: hexToString(args.err),
    }))
  }

  /** Deliveries that the router has refused so far. */
  async refusals(): Promise<number> {
    const { router } = this.router
    const filter = { address: router, abi: routerAbi, eventName: 'RequestNotProcessed', fromBlock: 0n } as const
    return (await this.client.getContractEvents(filter)).length
  }

  /** Waits until so many answers are there. */
  async untilProcessed(count: number): Promise<Processed[]> {
    return until(async () => {
      const processed = await this.processed()
      if (processed.length < count) throw new Error(`${processed.length} of ${count} requests are answered`)
      return processed
    }, 60_000)
  }

  stop(): void {
    this.#anvil.kill('SIGKILL')
  }
}

/** Repeats until it succeeds; the last failure is thrown when the time is over. */
export async function until<T>(attempt: () => Promise<T>, withinMs: number): Promise<T> {
  const end = Date.now() + withinMs
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (Date.now() > end) throw error
      await sleep(50)
    }
  }
}

/** A source that answers with its first argument. */
export const ECHO = 'return Functions.encodeString(args[0])'

function testClient(url: string): PublicClient<Transport, Chain> & TestClient {
  return createTestClient({ mode: 'anvil', chain: foundry, transport: http(url), cacheTime: 0 }).extend(publicActions)
}

function anvilBinary(): string {
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch
  const folder = createRequire(import.meta.url).resolve(
    `@foundry-rs/anvil-${process.platform}-${architecture}/package.json`,
  )
  return folder.replace('package.json', 'bin/anvil')
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
