/** A chain in memory, as much of one as the follower reads: blocks with logs, which a test mines, replaces and hides. */
import {
  type Abi,
  type AbiEvent,
  type Address,
  createPublicClient,
  custom,
  encodeAbiParameters,
  encodeEventTopics,
  type Hex,
  keccak256,
  numberToHex,
  type PublicClient,
  stringToBytes,
} from 'viem'

/** A log before it is in a block. */
export interface NewLog {
  readonly address: Address
  readonly topics: readonly Hex[]
  readonly data: Hex
}

interface FakeBlock {
  readonly number: number
  readonly hash: Hex
  readonly parentHash: Hex
  /** Unix seconds. */
  readonly time: number
  readonly logs: readonly NewLog[]
}

/** Encodes an event as its contract would. */
export function eventLog(
  address: Address,
  abi: Abi,
  eventName: string,
  args: Readonly<Record<string, unknown>>,
): NewLog {
  const event = abi.find((item): item is AbiEvent => item.type === 'event' && item.name === eventName)
  if (event === undefined) throw new Error(`the ABI has no event ${eventName}`)
  const plain = event.inputs.filter((input) => !input.indexed)
  const data = encodeAbiParameters(
    plain,
    plain.map(({ name = '' }) => args[name]),
  )
  return { address, topics: encodeEventTopics({ abi: [event], eventName, args }) as Hex[], data }
}

export class FakeChain {
  readonly client: PublicClient
  /** What the node answers next instead of blocks. */
  failure: Error | undefined
  /** Answers what a follower does not ask, for tests of who sends. */
  others: (method: string, params: readonly unknown[]) => unknown = (method) => {
    throw new Error(`the fake chain does not know ${method}`)
  }
  /** Called before each answer, with the method's name: to change the chain between two questions. */
  before: (method: string) => void = () => undefined
  /** How many questions were asked. */
  questions = 0
  #blocks: FakeBlock[] = []
  #forks = 0
  #timeAdded = 0

  /** @param startTime Unix second of block 0 */
  constructor(startTime: number) {
    this.#append([], startTime)
    const request = ({ method, params }: { method: string; params?: unknown }) =>
      Promise.resolve().then(() => this.#answer(method, params as readonly unknown[]))
    this.client = createPublicClient({ transport: custom({ request }, { retryCount: 0 }), cacheTime: 0 })
  }

  get height(): number {
    return this.#blocks.length - 1
  }

  /** Adds a block, a second after the one before. */
  mine(...logs: readonly NewLog[]): void {
    this.#append(logs, this.time + 1 + this.#timeAdded)
    this.#timeAdded = 0
  }

  /** Unix second of the last block. */
  get time(): number {
    return this.#blocks.at(-1)?.time ?? 0
  }

  /** Sets the clock of the next block forward. */
  pass(seconds: number): void {
    this.#timeAdded += seconds
  }

  /** Adds empty blocks. */
  mineEmpty(count: number): void {
    for (let block = 0; block < count; block++) this.mine()
  }

  /** Takes blocks out, as a reorganisation does before others take their place. */
  dropFrom(number: number): void {
    this.#forks += 1
    this.#blocks = this.#blocks.slice(0, number)
  }

  #append(logs: readonly NewLog[], time: number): void {
    const number = this.#blocks.length
    const parentHash = this.#blocks.at(-1)?.hash ?? `0x${'00'.repeat(32)}`
    const hash = keccak256(stringToBytes(`${parentHash} ${number} ${this.#forks}`))
    this.#blocks.push({ number, hash, parentHash, time, logs })
  }

  #answer(method: string, params: readonly unknown[]): unknown {
    this.questions += 1
    this.before(method)
    if (this.failure) throw this.failure
    if (method === 'eth_blockNumber') return numberToHex(this.height)
    if (method === 'eth_getBlockByNumber') return this.#blockAnswer(params[0] as string)
    if (method === 'eth_getLogs') return this.#logsAnswer(params[0] as LogFilter)
    return this.others(method, params)
  }

  #blockAnswer(tag: string): unknown {
    const block = tag === 'latest' || tag === 'pending' ? this.#blocks.at(-1) : this.#blocks[Number(tag)]
    if (block === undefined) return null
    const { hash, parentHash } = block
    return {
      ...{ hash, parentHash, number: numberToHex(block.number), timestamp: numberToHex(block.time) },
      ...{ transactions: [], gasLimit: '0x0', gasUsed: '0x0', difficulty: '0x0', size: '0x0', baseFeePerGas: '0x1' },
    }
  }

  #logsAnswer({ address, fromBlock, toBlock }: LogFilter): unknown {
    const wanted = new Set(address.map((one) => one.toLowerCase()))
    const blocks = this.#blocks.slice(Number(fromBlock), Number(toBlock) + 1)
    return blocks.flatMap((block) =>
      block.logs.flatMap((log, index) => (wanted.has(log.address.toLowerCase()) ? [logAnswer(block, log, index)] : [])),
    )
  }
}

interface LogFilter {
  readonly address: readonly Address[]
  readonly fromBlock: Hex
  readonly toBlock: Hex
}

function logAnswer(block: FakeBlock, log: NewLog, index: number): unknown {
  return {
    ...log,
    ...{ blockNumber: numberToHex(block.number), blockHash: block.hash, logIndex: numberToHex(index) },
    ...{ transactionHash: keccak256(log.data), transactionIndex: '0x0', removed: false },
  }
}
