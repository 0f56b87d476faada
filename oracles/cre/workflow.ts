import { consensusIdenticalAggregation, type EVMLog, HTTPClient, type Runtime, type Workflow } from '@chainlink/cre-sdk'
import type { Address, Hex } from 'viem'
import { type OracleConfig, onRequests, readRequested, reportOutcome } from './oracle.ts'
import { type SourceKeys, scoreOnNode } from './score.ts'

/** What differs from deployment to deployment. */
export interface Config extends OracleConfig {
  readonly scoreOracle: Address
  /** Bits of the sources whose platform wants a key; it is the secret `source<bit>`. */
  readonly sourcesWithKey: readonly number[]
}

/** Scores a merchant for each request that the contract opens for this network, and reports to the contract. */
export function initWorkflow(config: Config): Workflow<Config> {
  return onRequests(config, config.scoreOracle, onRequested)
}

/** @returns the report's payload; empty when the request is for another transport */
export function onRequested(runtime: Runtime<Config>, log: EVMLog): Hex | '' {
  const request = readRequested(log)
  if (request === undefined) return ''
  const compute = new HTTPClient().sendRequest(runtime, scoreOnNode, consensusIdenticalAggregation<string>())
  const outcome = compute(request.args, request.bytesArgs, sourceKeys(runtime)).result()
  return reportOutcome(runtime, runtime.config.scoreOracle, request.requestId, outcome)
}

function sourceKeys(runtime: Runtime<Config>): SourceKeys {
  const ids = runtime.config.sourcesWithKey.map((bit) => `source${bit}`)
  return Object.fromEntries(ids.map((id) => [id, runtime.getSecret({ id }).result().value]))
}
