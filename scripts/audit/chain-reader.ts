import {
  type Abi,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type ContractFunctionReturnType,
  createPublicClient,
  http,
  type Log,
  type PublicClient,
} from 'viem'

type View = 'pure' | 'view'

/** Blocks per request for logs; halved where a server refuses, down to a single block. */
const logRange = 10_000n

/** Reads a chain as of one block. */
export class ChainReader {
  readonly client: PublicClient
  readonly blockNumber: bigint
  /** Time of the block: what contracts see as now. */
  readonly timestamp: bigint

  private constructor(client: PublicClient, blockNumber: bigint, timestamp: bigint) {
    this.client = client
    this.blockNumber = blockNumber
    this.timestamp = timestamp
  }

  /** Reader of the chain behind an RPC endpoint as of a block. */
  static async at(rpcUrl: string, blockNumber: bigint): Promise<ChainReader> {
    const client = createPublicClient({ transport: http(rpcUrl, { batch: { batchSize: 100 } }) })
    const block = await client.getBlock({ blockNumber })
    return new ChainReader(client, blockNumber, block.timestamp)
  }

  /** Result of a view function at the block. */
  read<
    const ContractAbi extends Abi,
    Name extends ContractFunctionName<ContractAbi, View>,
    const Args extends ContractFunctionArgs<ContractAbi, View, Name>,
  >(
    address: Address,
    abi: ContractAbi,
    functionName: Name,
    args: Args,
  ): Promise<ContractFunctionReturnType<ContractAbi, View, Name, Args>> {
    const call = { address, abi, functionName, args, blockNumber: this.blockNumber }
    return this.client.readContract(call as Parameters<PublicClient['readContract']>[0]) as Promise<
      ContractFunctionReturnType<ContractAbi, View, Name, Args>
    >
  }

  /** Every log of some contracts from a block to ours, in the order of the chain. */
  async logs(addresses: readonly Address[], fromBlock: bigint): Promise<Log<bigint, number, false>[]> {
    const logs: Log<bigint, number, false>[] = []
    for (let from = fromBlock; from <= this.blockNumber; from += logRange) {
      const last = from + logRange - 1n
      logs.push(...(await this.#logsBetween(addresses, from, last < this.blockNumber ? last : this.blockNumber)))
    }
    return logs
  }

  async #logsBetween(
    address: readonly Address[],
    fromBlock: bigint,
    toBlock: bigint,
  ): Promise<Log<bigint, number, false>[]> {
    try {
      return await this.client.getLogs({ address: [...address], fromBlock, toBlock })
    } catch (error) {
      if (fromBlock === toBlock) throw error
      const middle = (fromBlock + toBlock) / 2n
      return [
        ...(await this.#logsBetween(address, fromBlock, middle)),
        ...(await this.#logsBetween(address, middle + 1n, toBlock)),
      ]
    }
  }
}
