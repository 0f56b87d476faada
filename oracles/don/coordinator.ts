import {
  type Address,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  type PublicClient,
  parseAbi,
  parseAbiParameters,
  stringToHex,
} from 'viem'
import type { Observation } from './sandbox.ts'

const COMMITMENT =
  'struct Commitment { bytes32 requestId; address coordinator; uint96 estimatedTotalCostJuels; address client; uint64 subscriptionId; uint32 callbackGasLimit; uint72 adminFee; uint72 donFee; uint40 gasOverheadBeforeCallback; uint40 gasOverheadAfterCallback; uint32 timeoutTimestamp; }'

/** The part of the test coordinator that the DON uses. Anyone may call `callReport`: it is for local chains only. */
export const coordinatorAbi = parseAbi([
  COMMITMENT,
  'event OracleRequest(bytes32 indexed requestId, address indexed requestingContract, address requestInitiator, uint64 subscriptionId, address subscriptionOwner, bytes data, uint16 dataVersion, bytes32 flags, uint64 callbackGasLimit, Commitment commitment)',
  'event OracleResponse(bytes32 indexed requestId, address transmitter)',
  'event CommitmentDeleted(bytes32 requestId)',
  'function callReport(bytes report)',
])

/** What the coordinator remembers of a request only as a hash, so the report has to bring it along. */
export interface Commitment {
  readonly requestId: Hex
  readonly coordinator: Address
  readonly estimatedTotalCostJuels: bigint
  readonly client: Address
  readonly subscriptionId: bigint
  readonly callbackGasLimit: number
  readonly adminFee: bigint
  readonly donFee: bigint
  readonly gasOverheadBeforeCallback: number
  readonly gasOverheadAfterCallback: number
  readonly timeoutTimestamp: number
}

/** A request that the chain has logged. */
export interface LoggedRequest {
  readonly requestId: Hex
  readonly blockNumber: bigint
  readonly blockHash: Hex
  readonly data: Hex
  readonly commitment: Commitment
}

/** What a range of blocks says about requests. */
export interface CoordinatorLogs {
  readonly requests: readonly LoggedRequest[]
  /** Requests that are over, answered or given up, with the block in which they ended. */
  readonly closed: ReadonlyMap<Hex, bigint>
}

/** Nodes limit how many blocks one query may cover. */
const BLOCKS_PER_QUERY = 2_000n

/** Reads requests and their ends from a range of blocks, both ends included. */
export async function readLogs(
  client: PublicClient,
  coordinator: Address,
  fromBlock: bigint,
  toBlock: bigint,
): Promise<CoordinatorLogs> {
  const requests: LoggedRequest[] = []
  const closed = new Map<Hex, bigint>()
  for (let from = fromBlock; from <= toBlock; from += BLOCKS_PER_QUERY) {
    const last = from + BLOCKS_PER_QUERY - 1n
    const range = { fromBlock: from, toBlock: last < toBlock ? last : toBlock }
    const logs = await client.getContractEvents({ address: coordinator, abi: coordinatorAbi, strict: true, ...range })
    for (const log of logs) {
      const { blockNumber, blockHash } = log
      if (log.eventName === 'OracleRequest') {
        const { requestId, data, commitment } = log.args
        requests.push({ requestId, blockNumber, blockHash, data, commitment })
      } else closed.set(log.args.requestId, blockNumber)
    }
  }
  return { requests, closed }
}

/** Calldata that delivers what the nodes agreed on. */
export function reportCall({ requestId, commitment }: LoggedRequest, outcome: Observation): Hex {
  const [result, error]: [Hex, Hex] = 'result' in outcome ? [outcome.result, '0x'] : ['0x', stringToHex(outcome.error)]
  const onchainMetadata = encodeAbiParameters(commitmentParameters, [commitment])
  const columns = [[requestId], [result], [error], [onchainMetadata], ['0x']] as const
  const report = encodeAbiParameters(reportParameters, columns)
  return encodeFunctionData({ abi: coordinatorAbi, functionName: 'callReport', args: [report] })
}

const commitmentParameters = parseAbiParameters(['Commitment commitment', COMMITMENT])
const reportParameters = parseAbiParameters(
  'bytes32[] requestIds, bytes[] results, bytes[] errors, bytes[] onchainMetadata, bytes[] offchainMetadata',
)
