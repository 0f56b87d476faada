import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Account,
  type Address,
  BaseError,
  type Chain,
  createWalletClient,
  custom,
  type Hex,
  HttpRequestError,
  keccak256,
  type PublicClient,
  TimeoutError,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
  type Transport,
} from 'viem'
import { type Log, reasonOf } from './log.ts'

const POLL_MS = 100
const REBROADCAST_MS = 3_000

export interface TransmitterOptions {
  readonly client: PublicClient<Transport, Chain>
  readonly account: Account
  readonly log: Log
  readonly signal: AbortSignal
  /** What whoever makes the block is offered for a unit of gas, in wei; nothing when left out, as local chains need none. */
  readonly tip?: () => Promise<bigint>
}

/**
 * Sends transactions one after the other from one account. Each is signed once and the same bytes are sent until the chain
 * has them, so that a lost answer of the node never leads to a second transaction.
 */
export class Transmitter {
  readonly #options: TransmitterOptions
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: TransmitterOptions) {
    this.#options = options
  }

  /**
   * Sends `data` when all before it are done and `isWanted` still holds.
   * @returns its receipt; undefined when it was not wanted any more, or another transaction took its nonce
   * @throws whatever the node says against sending it, or when the signal aborts
   */
  send(to: Address, data: Hex, gas: bigint, isWanted: () => boolean): Promise<TransactionReceipt | undefined> {
    const sent = this.#last.then(() => (isWanted() ? this.#sendNow(to, data, gas) : undefined))
    this.#last = sent.catch(() => undefined)
    return sent
  }

  async #sendNow(to: Address, data: Hex, gas: bigint): Promise<TransactionReceipt | undefined> {
    const { client, account, signal, tip = nothing } = this.#options
    signal.throwIfAborted()
    const wallet = createWalletClient({ account, chain: client.chain, transport: custom(client, { retryCount: 0 }) })
    const nonce = await client.getTransactionCount({ address: account.address })
    const maxPriorityFeePerGas = await tip()
    const request = await wallet.prepareTransactionRequest({ to, data, gas, nonce, maxPriorityFeePerGas })
    const raw = await wallet.signTransaction(request)
    await this.#broadcast(raw)
    return this.#receiptOf(raw, nonce)
  }

  /** A node that refuses the transaction ends it; one that cannot be reached may have taken it. */
  async #broadcast(raw: Hex): Promise<void> {
    try {
      await this.#options.client.sendRawTransaction({ serializedTransaction: raw })
    } catch (error) {
      if (!isUnreachable(error)) throw error
      this.#options.log({ event: 'rpc_failed', reason: reasonOf(error) })
    }
  }

  async #receiptOf(raw: Hex, nonce: number): Promise<TransactionReceipt | undefined> {
    const { client, account, signal } = this.#options
    const hash = keccak256(raw)
    let sentAt = Date.now()
    for (;;) {
      const used = await this.#tolerant(() => client.getTransactionCount({ address: account.address }))
      const receipt = await this.#tolerant(() => receiptIfAny(client, hash))
      if (receipt) return receipt
      // Asked before the receipt: had it been ours, the receipt would be there.
      if (used !== undefined && used > nonce) return undefined
      await sleep(POLL_MS, undefined, { signal })
      if (Date.now() - sentAt > REBROADCAST_MS) {
        sentAt = Date.now()
        await this.#tolerant(() => client.sendRawTransaction({ serializedTransaction: raw }))
      }
    }
  }

  /** Undefined when the node does not answer: the next round asks again. */
  async #tolerant<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask()
    } catch (error) {
      this.#options.log({ event: 'rpc_failed', reason: reasonOf(error) })
      return undefined
    }
  }
}

const nothing = () => Promise.resolve(0n)

function isUnreachable(error: unknown): error is BaseError {
  const isTransport = (cause: unknown) => cause instanceof HttpRequestError || cause instanceof TimeoutError
  return error instanceof BaseError && error.walk(isTransport) !== null
}

async function receiptIfAny(client: PublicClient, hash: Hex): Promise<TransactionReceipt | undefined> {
  try {
    return await client.getTransactionReceipt({ hash })
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return undefined
    throw error
  }
}
