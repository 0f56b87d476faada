import type { Deployment } from '@tallystick/sdk'
import type { NetworkConfig } from './config.ts'

/** What each bank has left to do before its score oracle is answered by CRE: a workflow's id exists only afterwards. */
export function creSteps(config: NetworkConfig, deployment: Deployment): string[] {
  return config.banks.flatMap(({ name, credit }, index) => {
    const oracle = deployment.banks[index]?.scoreOracle
    if (credit.cre === undefined || credit.functions !== undefined || oracle === undefined) return []
    const { forwarder, chainSelector } = credit.cre
    return [
      `${name}: deploy the workflow of oracles/cre for the oracle ${oracle}, then let ORACLE_ADMIN announce`,
      `  setCreConfig((${forwarder}, ${chainSelector}, <workflow id>, 0x${'0'.repeat(64)})) on ${oracle}`,
    ]
  })
}
