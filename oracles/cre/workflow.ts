import {
  bytesToHex,
  consensusIdenticalAggregation,
  EVMClient,
  type EVMLog,
  getNetwork,
  HTTPClient,
  handler,
  logTriggerConfig,
  prepareReportRequest,
  type Runtime,
  type Workflow,
} from '@chainlink/cre-sdk'
import { scoreOracleAbi } from '@tallystick/sdk'
import { type Address, decodeAbiParameters, decodeEventLog, type Hex, parseAbiParameters, toEventHash } from 'viem'
import { encodeReport } from './report.ts'
import { type SourceKeys, scoreOnNode } from './score.ts'

/** What differs from deployment to deployment. */
export interface Config {
  /** Name of the chain in the SDK's list, such as `ethereum-testnet-sepolia`. */
  readonly chainSelectorName: string
  readonly scoreOracle: Address
  /** Gas for the delivery: receiver and forwarder. */
  readonly gasLimit: string
  /** Bits of the sources whose platform wants a key; it is the secret `source<bit>`. */
  readonly sourcesWithKey: readonly number[]
}

/** `IOracleCore.Transport.Cre` */
const CRE_TRANSPORT = 1

const PARAMS = parseAbiParameters('string[] args, bytes[] bytesArgs')

/** Scores a merchant for each request that the contract opens for this network, and reports to the contract. */
export function initWorkflow(config: Config): Workflow<Config> {
  const [event] = scoreOracleAbi.filter((item) => item.type === 'event' && item.name === 'OracleRequested')
  if (event?.type !== 'event') throw new Error('The oracle has no event OracleRequested')
  const trigger = logTriggerConfig({
    addresses: [config.scoreOracle],
    topics: [[toEventHash(event)]],
    // A score moves money: no request that a reorganisation could take back.
    confidence: 'FINALIZED',
  })
  return [handler(evmClient(config).logTrigger(trigger), onRequested)]
}

/** @returns the report's payload; empty when the request is for another transport */
export function onRequested(runtime: Runtime<Config>, log: EVMLog): Hex | '' {
  const { config } = runtime
  const { args: request } = decodeEventLog({
    abi: scoreOracleAbi,
    eventName: 'OracleRequested',
    topics: log.topics.map((topic) => bytesToHex(topic)) as [Hex, ...Hex[]],
    data: bytesToHex(log.data),
  })
  if (request.transport !== CRE_TRANSPORT) return ''
  const [args, bytesArgs] = decodeAbiParameters(PARAMS, request.params)
  const compute = new HTTPClient().sendRequest(runtime, scoreOnNode, consensusIdenticalAggregation<string>())
  const outcome = compute(args, bytesArgs, sourceKeys(runtime)).result()
  runtime.log(`request ${request.requestId}: ${outcome.startsWith('0x') ? 'answered' : outcome}`)
  const payload = encodeReport(selectorOf(config), request.requestId, outcome)
  const report = runtime.report(prepareReportRequest(payload)).result()
  const { scoreOracle: receiver, gasLimit } = config
  evmClient(config).writeReport(runtime, { receiver, report, gasConfig: { gasLimit } }).result()
  return payload
}

function sourceKeys(runtime: Runtime<Config>): SourceKeys {
  const ids = runtime.config.sourcesWithKey.map((bit) => `source${bit}`)
  return Object.fromEntries(ids.map((id) => [id, runtime.getSecret({ id }).result().value]))
}

function evmClient(config: Config): EVMClient {
  return new EVMClient(selectorOf(config))
}

function selectorOf({ chainSelectorName }: Config): bigint {
  const network = getNetwork({ chainFamily: 'evm', chainSelectorName })
  if (!network) throw new Error(`The SDK knows no chain "${chainSelectorName}"`)
  return network.chainSelector.selector
}
