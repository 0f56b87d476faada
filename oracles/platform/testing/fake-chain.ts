import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { consentsAbi, providerIdOf, scoreOracleAbi } from '@tallystick/sdk'
import {
  type Address,
  decodeFunctionData,
  encodeFunctionResult,
  getAbiItem,
  type Hex,
  numberToHex,
  zeroHash,
} from 'viem'

const abi = [
  getAbiItem({ abi: consentsAbi, name: 'consentOf' }),
  getAbiItem({ abi: consentsAbi, name: 'live' }),
  getAbiItem({ abi: scoreOracleAbi, name: 'openRequestOf' }),
]

/** What the chain says about one merchant; tests change it between calls. */
export interface ChainState {
  scopes: number
  expiry: number
  openRequest: Hex
}

interface Call {
  readonly id: number
  readonly method: string
  readonly params: readonly unknown[]
}

/** A JSON-RPC endpoint with `Consents` and `ScoreOracle` behind it. */
export class FakeChain {
  /** Second of the latest block. */
  now = 1_795_000_000
  delayMs = 0
  failing = false
  /** Accounts that are contracts, and whether they approve of whatever they are asked (ERC-1271). */
  readonly contracts = new Map<string, boolean>()
  readonly recipient: Address
  readonly #merchants = new Map<string, ChainState>()
  readonly #provider: Hex
  readonly #server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      await sleep(this.delayMs)
      response.writeHead(this.failing ? 500 : 200, { 'content-type': 'application/json' })
      response.end(this.failing ? 'down' : this.#answer(Buffer.concat(chunks).toString()))
    })
  })

  constructor(providerId: string, recipient: Address) {
    this.#provider = providerIdOf(providerId)
    this.recipient = recipient
  }

  async listen(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  close(): Promise<void> {
    this.#server.closeAllConnections()
    return new Promise((done) => this.#server.close(() => done()))
  }

  /** State of a merchant: a consent to everything and an open request, unless said otherwise. */
  set(merchant: Address, state: Partial<ChainState> = {}): void {
    const request = numberToHex(this.#merchants.size + 1, { size: 32 })
    const defaults = { scopes: 0b11111, expiry: this.now + 86_400, openRequest: request }
    this.#merchants.set(merchant.toLowerCase(), {
      ...defaults,
      ...this.#merchants.get(merchant.toLowerCase()),
      ...state,
    })
  }

  #answer(body: string): string {
    const calls = JSON.parse(body) as Call | Call[]
    const answer = (call: Call) => ({ jsonrpc: '2.0', id: call.id, result: this.#result(call) })
    return JSON.stringify(Array.isArray(calls) ? calls.map(answer) : answer(calls))
  }

  #result({ method, params }: Call): Hex {
    if (method === 'eth_chainId') return numberToHex(31_337)
    if (method === 'eth_blockNumber') return numberToHex(1)
    if (method === 'eth_getCode') return this.contracts.has(params[0] as Address) ? '0x60' : '0x'
    const { to, data } = params[0] as { readonly to?: Address; readonly data: Hex }
    // Without an address the call runs a checker of signatures, which holds the account that it asks.
    if (to === undefined) return this.#approves(data) ? '0x01' : '0x00'
    const { functionName, args } = decodeFunctionData({ abi, data })
    const state = this.#merchants.get(args[0].toLowerCase())
    if (functionName === 'openRequestOf') {
      return encodeFunctionResult({ abi, functionName, result: state?.openRequest ?? zeroHash })
    }
    const addressed = args[1] === this.#provider && args[2].toLowerCase() === this.recipient.toLowerCase()
    const { scopes, expiry } = addressed && state ? state : { scopes: 0, expiry: 0 }
    if (functionName === 'consentOf') {
      return encodeFunctionResult({ abi, functionName, result: { scopes, expiry, grantedAt: 1 } })
    }
    const live = expiry > this.now && (scopes & args[4]) === args[4]
    return encodeFunctionResult({ abi, functionName, result: live })
  }

  #approves(data: Hex): boolean {
    return [...this.contracts].some(([account, approval]) => approval && data.includes(account.slice(2)))
  }
}
