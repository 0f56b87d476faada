/** Contracts in memory on a fake chain, for whoever sends transactions: a test says what each function does. */
import {
  type Abi,
  type Address,
  decodeFunctionData,
  encodeErrorResult,
  encodeFunctionResult,
  type Hex,
  keccak256,
  numberToHex,
  parseTransaction,
  type TransactionSerialized,
} from 'viem'
import type { FakeChain, NewLog } from './fake-chain.ts'

/** What a call does: it reverts, returns a value (views), or logs. */
export type Outcome =
  | { readonly error: string; readonly args?: readonly unknown[] }
  | { readonly value: unknown }
  | { readonly logs: readonly NewLog[]; readonly effect?: () => void }

export interface FakeContract {
  readonly address: Address
  readonly abi: Abi
  readonly functions: Readonly<Record<string, (...args: readonly never[]) => Outcome>>
}

interface Mined {
  readonly nonce: number
  readonly blockNumber: number
}

export class FakeContracts {
  /** Functions of transactions that were mined, in order. */
  readonly mined: string[] = []
  /** Called when a transaction has arrived, before it is mined: a test may kill the sender or lose the answer here. */
  onTransaction: () => void = () => undefined
  readonly #chain: FakeChain
  readonly #contracts: readonly FakeContract[]
  readonly #receipts = new Map<Hex, Mined>()
  #nonce = 0

  constructor(chain: FakeChain, contracts: readonly FakeContract[]) {
    this.#chain = chain
    this.#contracts = contracts
    chain.others = (method, params) => this.#answer(method, params)
  }

  #answer(method: string, params: readonly unknown[]): unknown {
    if (method === 'eth_chainId') return '0x7a69'
    if (method === 'eth_call') return this.#call(params[0] as CallRequest)
    if (method === 'eth_estimateGas') {
      this.#call(params[0] as CallRequest)
      return '0x5208'
    }
    if (method === 'eth_getTransactionCount') return numberToHex(this.#nonce)
    if (method === 'eth_gasPrice' || method === 'eth_maxPriorityFeePerGas') return '0x1'
    if (method === 'eth_sendRawTransaction') return this.#send(params[0] as TransactionSerialized)
    if (method === 'eth_getTransactionReceipt') return this.#receipt(params[0] as Hex)
    throw new Error(`the fake contracts do not know ${method}`)
  }

  #call({ to, data }: CallRequest): Hex {
    const { contract, functionName, outcome } = this.#run(to, data)
    if ('error' in outcome) throw reverted(contract.abi, outcome.error, outcome.args ?? [])
    if ('value' in outcome) return encodeFunctionResult({ abi: contract.abi, functionName, result: outcome.value })
    return '0x'.padEnd(66, '0') as Hex
  }

  #send(raw: TransactionSerialized): Hex {
    const { to, data = '0x', nonce = 0 } = parseTransaction(raw)
    const hash = keccak256(raw)
    this.onTransaction()
    if (nonce < this.#nonce) throw new Error('nonce too low')
    this.#nonce += 1
    const { functionName, outcome } = this.#run(to ?? '0x', data)
    this.#chain.mine(...('logs' in outcome ? outcome.logs : []))
    this.#receipts.set(hash, { nonce, blockNumber: this.#chain.height })
    if (!('logs' in outcome)) throw new Error(`${functionName} was sent although it reverts`)
    outcome.effect?.()
    this.mined.push(functionName)
    return hash
  }

  #run(to: Address, data: Hex): { contract: FakeContract; functionName: string; outcome: Outcome } {
    const contract = this.#contracts.find(({ address }) => address.toLowerCase() === to.toLowerCase())
    if (contract === undefined) throw new Error(`there is no contract at ${to}`)
    const { functionName, args = [] } = decodeFunctionData({ abi: contract.abi, data })
    const run = contract.functions[functionName]
    if (run === undefined) throw new Error(`the fake contract has no ${functionName}`)
    return { contract, functionName, outcome: run(...(args as never[])) }
  }

  #receipt(hash: Hex): unknown {
    const mined = this.#receipts.get(hash)
    if (mined === undefined) return null
    const blockNumber = numberToHex(mined.blockNumber)
    return {
      ...{ transactionHash: hash, blockNumber, blockHash: hash, status: '0x1', transactionIndex: '0x0', type: '0x2' },
      ...{ logs: [], gasUsed: '0x5208', cumulativeGasUsed: '0x5208', effectiveGasPrice: '0x1', contractAddress: null },
    }
  }
}

interface CallRequest {
  readonly to: Address
  readonly data: Hex
}

/** A node's answer to a call that reverts. */
function reverted(abi: Abi, errorName: string, args: readonly unknown[]): Error {
  const data = encodeErrorResult({ abi, errorName, args: [...args] })
  return Object.assign(new Error('execution reverted'), { code: 3, data })
}
