import { readFileSync } from 'node:fs'
import type { CallableContractFuture, Future, IgnitionModuleBuilder } from '@nomicfoundation/ignition-core'
import { bytesToHex } from 'viem'
import type { FunctionsConfig } from '../config.ts'

/** Number of `Transport.Cre` in IOracleCore.sol; `Functions` is what a new oracle begins with. */
const CRE_TRANSPORT = 1

/** How an oracle's questions get to the network. */
export interface TransportOpening {
  /** Absent where no router serves the chain. */
  readonly functions: FunctionsConfig | undefined
  /** The program that a router's nodes run. */
  readonly programFile: string
  readonly after: Future
}

/**
 * With a router its configuration and the program; without one CRE, whose workflow is set once it is deployed.
 * @param id distinguishes this oracle's steps from another's
 */
export function openTransport(
  m: IgnitionModuleBuilder,
  id: string,
  oracle: CallableContractFuture<string>,
  { functions, programFile, after }: TransportOpening,
): Future[] {
  if (functions === undefined) {
    return [m.call(oracle, 'setTransport', [CRE_TRANSPORT], { id: `setTransport_${id}`, after: [after] })]
  }
  const { donId, subscriptionId, secretsVersion, secretsSlot, callbackGasLimit } = functions
  const config = { donId, subscriptionId, secretsVersion, callbackGasLimit, secretsSlot }
  const program = bytesToHex(readFileSync(programFile))
  return [
    m.call(oracle, 'setFunctionsConfig', [config], { id: `setFunctionsConfig_${id}`, after: [after] }),
    m.call(oracle, 'setProgram', [program], { id: `setProgram_${id}`, after: [after] }),
  ]
}
