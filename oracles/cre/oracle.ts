/** What the workflows of all oracle contracts do alike. */
import {
  bytesToHex,
  EVMClient,
  type EVMLog,
  getNetwork,
  handler,
  logTriggerConfig,
  prepareReportRequest,
  type Runtime,
  type Workflow,
} from '@chainlink/cre-sdk'
import { scoreOracleAbi } from '@tallystick/sdk'
import { type Address, decodeAbiParameters, decodeEventLog, type Hex, parseAbiParameters, toEventHash } from 'viem'
import { encodeReport } from './report.ts'

/** What differs from deployment to deployment. */
export interface OracleConfig {
  /** Name of the chain in the SDK's list, such as `ethereum-testnet-sepolia`. */
  readonly chainSelectorName: string
  /** Gas for the delivery: receiver and forwarder. */
  readonly gasLimit: string
}

/** A request that a contract has opened for this network. */
export interface OpenedRequest {
  readonly requestId: Hex
  readonly args: readonly string[]
  readonly bytesArgs: readonly Hex[]
}

/** `IOracleCore.Transport.Cre` */
const CRE_TRANSPORT = 1

const PARAMS = parseAbiParameters('string[] args, bytes[] bytesArgs')

/** Runs a workflow at each request of an oracle contract. All of them open requests with the same event. */
export function onRequests<Config extends OracleConfig>(
  config: Config,
  oracle: Address,
  answer: (runtime: Runtime<Config>, log: EVMLog) => Hex | '',
): Workflow<Config> {
  const [event] = scoreOracleAbi.filter((item) => item.type === 'event' && item.name === 'OracleRequested')
  if (event?.type !== 'event') throw new Error('The oracle has no event OracleRequested')
  const trigger = logTriggerConfig({
    addresses: [oracle],
    topics: [[toEventHash(event)]],
    // Answers change what is on chain: no request that a reorganisation could take back.
    confidence: 'FINALIZED',
  })
  return [handler(evmClient(config).logTrigger(trigger), answer)]
}

/** @returns undefined when the request is for another transport */
export function readRequested(log: EVMLog): OpenedRequest | undefined {
  const { args: request } = decodeEventLog({
    abi: scoreOracleAbi,
    eventName: 'OracleRequested',
    topics: log.topics.map((topic) => bytesToHex(topic)) as [Hex, ...Hex[]],
    data: bytesToHex(log.data),
  })
  if (request.transport !== CRE_TRANSPORT) return undefined
  const [args, bytesArgs] = decodeAbiParameters(PARAMS, request.params)
  return { requestId: request.requestId, args, bytesArgs }
}

/**
 * Reports what the nodes have agreed on to the contract.
 * @returns the report's payload
 */
export function reportOutcome(runtime: Runtime<OracleConfig>, receiver: Address, requestId: Hex, outcome: string): Hex {
  const { config } = runtime
  runtime.log(`request ${requestId}: ${outcome.startsWith('0x') ? 'answered' : outcome}`)
  const payload = encodeReport(selectorOf(config), requestId, outcome)
  const report = runtime.report(prepareReportRequest(payload)).result()
  const gasConfig = { gasLimit: config.gasLimit }
  evmClient(config).writeReport(runtime, { receiver, report, gasConfig }).result()
  return payload
}

function evmClient(config: OracleConfig): EVMClient {
  return new EVMClient(selectorOf(config))
}

function selectorOf({ chainSelectorName }: OracleConfig): bigint {
  const network = getNetwork({ chainFamily: 'evm', chainSelectorName })
  if (!network) throw new Error(`The SDK knows no chain "${chainSelectorName}"`)
  return network.chainSelector.selector
}
