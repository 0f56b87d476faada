import type { Deployment } from '@tallystick/sdk'
import type { Address } from 'viem'
import type { CreConfig, FunctionsConfig, NetworkConfig } from './config.ts'

/** What each bank has left to do before its oracles are answered by CRE: a workflow's id exists only afterwards. */
export function creSteps(config: NetworkConfig, deployment: Deployment): string[] {
  return config.banks.flatMap(({ name, credit, leasing }, index) => {
    const bank = deployment.banks[index]
    if (bank === undefined) return []
    return [
      ...stepsFor(`${name}: deploy the workflow of scores in oracles/cre`, bank.scoreOracle, credit),
      ...stepsFor(`${name}: deploy the workflow of alarms in oracles/cre`, bank.deviceOracle, leasing.alarms),
    ]
  })
}

interface Transports {
  readonly functions?: FunctionsConfig
  readonly cre?: CreConfig
}

function stepsFor(task: string, oracle: Address, { functions, cre }: Transports): string[] {
  if (cre === undefined || functions !== undefined) return []
  return [
    `${task} for the oracle ${oracle}, then let ORACLE_ADMIN announce`,
    `  setCreConfig((${cre.forwarder}, ${cre.chainSelector}, <workflow id>, 0x${'0'.repeat(64)})) on ${oracle}`,
  ]
}
