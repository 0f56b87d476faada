import { consensusIdenticalAggregation, type EVMLog, HTTPClient, type Runtime, type Workflow } from '@chainlink/cre-sdk'
import type { Address, Hex } from 'viem'
import { type OracleConfig, onRequests, readRequested, reportOutcome } from '../oracle.ts'
import { pictureOnNode } from './node.ts'

/** What differs from deployment to deployment. */
export interface Config extends OracleConfig {
  readonly deviceOracle: Address
}

/** Brings a picture of alarms for each request that the contract opens for this network. */
export function initWorkflow(config: Config): Workflow<Config> {
  return onRequests(config, config.deviceOracle, onRequested)
}

/** @returns the report's payload; empty when the request is for another transport */
export function onRequested(runtime: Runtime<Config>, log: EVMLog): Hex | '' {
  const request = readRequested(log)
  if (request === undefined) return ''
  const compute = new HTTPClient().sendRequest(runtime, pictureOnNode, consensusIdenticalAggregation<string>())
  const outcome = compute(request.args, request.bytesArgs).result()
  return reportOutcome(runtime, runtime.config.deviceOracle, request.requestId, outcome)
}
