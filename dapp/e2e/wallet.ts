/**
 * A browser wallet for tests: announced by EIP-6963, driven by EIP-1193, signing in Node. The key never enters the
 * page. In mode `ask` each request that a person would have to approve waits, so that a test reads what the user is
 * asked to sign and then approves or rejects it.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserContext, Page } from '@playwright/test'
import {
  createWalletClient,
  defineChain,
  type Hex,
  hexToBigInt,
  isHex,
  type LocalAccount,
  numberToHex,
  recoverMessageAddress,
} from 'viem'
import { httpWithGasMargin } from '../../scripts/demo/gas-margin.ts'
import { type Answer, announceWallet, type WalletWindow } from './wallet-in-page.ts'

/** One EIP-1193 request. */
export interface WalletRequest {
  readonly method: string
  readonly params: readonly unknown[]
}

/** A request that waits for a decision. */
export interface PendingRequest extends WalletRequest {
  approve(): void
  reject(): void
}

/** How the wallet decides when a person would be asked. */
export type WalletMode = 'approve' | 'reject' | 'ask'

export interface WalletOptions {
  readonly rpcUrl: string
  readonly chainId: number
  readonly account: LocalAccount
  /** Default "Test Wallet". */
  readonly name?: string
  /** Also be `window.ethereum`. Default false. */
  readonly legacy?: boolean
}

/** EIP-1193 and JSON-RPC error codes that a wallet gives. */
const codes = { invalidParams: -32602, internal: -32603, rejected: 4001, unauthorised: 4100, unsupported: 4200 }

class ProviderError extends Error {
  readonly code: number
  readonly data: unknown

  constructor(code: number, message: string, data?: unknown) {
    super(message)
    this.code = code
    this.data = data
  }
}

type Handler = (params: readonly unknown[]) => unknown

interface TransactionRequest {
  readonly from?: Hex
  readonly to?: Hex
  readonly data?: Hex
  readonly value?: Hex
  readonly gas?: Hex
}

/** How long {@link TestWallet.next} waits for the page. */
const patienceMs = 20_000

export class TestWallet {
  /** Everything that pages asked for, oldest first. */
  readonly log: WalletRequest[] = []
  mode: WalletMode = 'approve'
  readonly #rpcUrl: string
  readonly #pages = new Set<Page>()
  readonly #waiting: PendingRequest[] = []
  #account: LocalAccount
  #chainId: number
  #connected = false

  private constructor({ rpcUrl, chainId, account }: WalletOptions) {
    this.#rpcUrl = rpcUrl
    this.#chainId = chainId
    this.#account = account
  }

  /** Puts the wallet into every page that the context opens from now on. */
  static async install(context: BrowserContext, options: WalletOptions): Promise<TestWallet> {
    const wallet = new TestWallet(options)
    await context.exposeBinding('__testWalletRequest', ({ page }, request: WalletRequest) => {
      wallet.#pages.add(page)
      return wallet.#answer(request)
    })
    await context.addInitScript(announceWallet, {
      name: options.name ?? 'Test Wallet',
      legacy: options.legacy ?? false,
    })
    return wallet
  }

  get address(): Hex {
    return this.#account.address
  }

  /** Requests of one method, oldest first. */
  requests(method: string): WalletRequest[] {
    return this.log.filter((request) => request.method === method)
  }

  /** The oldest waiting request of a method; waits until the page makes one. Mode `ask` only. */
  async next(method: string): Promise<PendingRequest> {
    for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(20)) {
      const index = this.#waiting.findIndex((request) => request.method === method)
      const [found] = index < 0 ? [] : this.#waiting.splice(index, 1)
      if (found) return found
    }
    const seen = this.log.map((request) => request.method).join(' ')
    throw new Error(`the page did not ask for ${method} within ${patienceMs / 1000} s; it asked for: ${seen}`)
  }

  /** Another account becomes the active one, as when a person switches in the wallet. */
  async use(account: LocalAccount): Promise<void> {
    this.#account = account
    await this.#emit('accountsChanged', this.#accounts())
  }

  /** The wallet moves to another network. */
  async moveTo(chainId: number): Promise<void> {
    this.#chainId = chainId
    await this.#emit('chainChanged', numberToHex(chainId))
  }

  /** Wallets answer in lower case; giving a checksum is the page's task. */
  #accounts(): string[] {
    return this.#connected ? [this.address.toLowerCase()] : []
  }

  async #emit(event: string, value: unknown): Promise<void> {
    const open = [...this.#pages].filter((page) => !page.isClosed())
    const send = ([name, data]: readonly [string, unknown]) =>
      (window as unknown as WalletWindow).__testWalletEmit(name, data)
    await Promise.all(open.map((page) => page.evaluate(send, [event, value] as const)))
  }

  async #answer(request: WalletRequest): Promise<Answer> {
    this.log.push(request)
    try {
      return { result: await this.#handle(request) }
    } catch (error) {
      return { error: toRpcError(error) }
    }
  }

  async #handle({ method, params }: WalletRequest): Promise<unknown> {
    const free = this.#unasked[method]
    if (free) return free(params)
    const guarded = this.#asked[method]
    if (!guarded) return this.#forward(method, params)
    await this.#consent({ method, params })
    return guarded(params)
  }

  async #consent(request: WalletRequest): Promise<void> {
    if (this.mode === 'approve') return
    const rejection = new ProviderError(codes.rejected, 'User rejected the request.')
    if (this.mode === 'reject') throw rejection
    await new Promise<void>((approve, reject) => {
      this.#waiting.push({ ...request, approve, reject: () => reject(rejection) })
    })
  }

  /** Answered at once. */
  readonly #unasked: Readonly<Record<string, Handler>> = {
    eth_accounts: () => this.#accounts(),
    eth_chainId: () => numberToHex(this.#chainId),
    net_version: () => String(this.#chainId),
    wallet_getPermissions: () => (this.#connected ? [this.#permission()] : []),
    wallet_revokePermissions: () => this.#disconnect(),
    personal_ecRecover: ([message, signature]) => recover(message as Hex, signature as Hex),
    wallet_getCapabilities: () => unsupported('wallet_getCapabilities'),
    wallet_sendCalls: () => unsupported('wallet_sendCalls'),
  }

  /** Needs the person's consent. */
  readonly #asked: Readonly<Record<string, Handler>> = {
    eth_requestAccounts: () => this.#connect(),
    wallet_requestPermissions: async () => {
      await this.#connect()
      return [this.#permission()]
    },
    wallet_switchEthereumChain: async ([chain]) => {
      await this.moveTo(Number((chain as { chainId: Hex }).chainId))
      return null
    },
    wallet_addEthereumChain: () => null,
    personal_sign: ([message]) => this.#account.signMessage({ message: toMessage(message) }),
    eth_signTypedData_v4: ([, json]) => this.#signTypedData(String(json)),
    eth_sendTransaction: ([transaction]) => this.#send(transaction as TransactionRequest),
  }

  async #connect(): Promise<string[]> {
    const isNew = !this.#connected
    this.#connected = true
    if (isNew) await this.#emit('accountsChanged', this.#accounts())
    return this.#accounts()
  }

  async #disconnect(): Promise<null> {
    this.#connected = false
    await this.#emit('accountsChanged', [])
    return null
  }

  #permission() {
    const caveats = [{ type: 'restrictReturnedAccounts', value: this.#accounts() }]
    return { parentCapability: 'eth_accounts', caveats }
  }

  #signTypedData(json: string): Promise<Hex> {
    const data = JSON.parse(json)
    const wanted = data.domain?.chainId
    if (wanted !== undefined && Number(wanted) !== this.#chainId) {
      throw new ProviderError(codes.invalidParams, `Chain ${wanted} of the data is not the wallet's ${this.#chainId}.`)
    }
    return this.#account.signTypedData(data)
  }

  #send({ from, to, data, value, gas }: TransactionRequest): Promise<Hex> {
    if (from && from.toLowerCase() !== this.address.toLowerCase()) {
      throw new ProviderError(codes.unauthorised, 'The account is not authorised.')
    }
    const transport = httpWithGasMargin(this.#rpcUrl)
    const client = createWalletClient({ account: this.#account, chain: this.#chain(), transport })
    return client.sendTransaction({
      to: to ?? null,
      ...(data ? { data } : {}),
      ...(value ? { value: hexToBigInt(value) } : {}),
      ...(gas ? { gas: hexToBigInt(gas) } : {}),
    })
  }

  #chain() {
    return defineChain({
      id: this.#chainId,
      name: 'Local',
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [this.#rpcUrl] } },
    })
  }

  async #forward(method: string, params: readonly unknown[]): Promise<unknown> {
    const response = await fetch(this.#rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    })
    const body = (await response.json()) as { result?: unknown; error?: ProviderError }
    if (body.error) throw new ProviderError(body.error.code, body.error.message, body.error.data)
    return body.result
  }
}

function toMessage(message: unknown) {
  return isHex(message) ? { raw: message } : String(message)
}

async function recover(message: Hex, signature: Hex): Promise<string> {
  const address = await recoverMessageAddress({ message: { raw: message }, signature })
  return address.toLowerCase()
}

function unsupported(method: string): never {
  throw new ProviderError(codes.unsupported, `${method} is not supported.`)
}

/** viem wraps the node's error; the page must see the node's own code and revert data. */
function toRpcError(error: unknown): { code: number; message: string; data?: unknown } {
  if (!(error instanceof Error)) return { code: codes.internal, message: String(error) }
  const source = [error, error.cause].findLast((e) => e instanceof Error && 'code' in e) ?? error
  const { code, message, data } = source as Error & { code?: unknown; data?: unknown }
  return {
    code: typeof code === 'number' ? code : codes.internal,
    message,
    ...(data === undefined ? {} : { data }),
  }
}
