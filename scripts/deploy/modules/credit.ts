import { readFileSync } from 'node:fs'
import type { Future, IgnitionModuleBuilder } from '@nomicfoundation/ignition-core'
import { providerIdOf } from '@tallystick/sdk'
import { bytesToHex } from 'viem'
import { scoreSourcePath } from '../../paths.ts'
import type { BankConfig } from '../config.ts'
import type { BankSet } from './bank-set.ts'

/** Number of `Transport.Cre` in IOracleCore.sol; `Functions` is what a new oracle begins with. */
const CRE_TRANSPORT = 1

/** First parameters of a bank's oracle and of its lines for merchants. */
export function openCredit(
  m: IgnitionModuleBuilder,
  { id, credit }: BankConfig,
  own: BankSet['results'],
  after: Future,
): Future[] {
  return [
    ...credit.sources.map((slug, index) =>
      m.call(own.scoreOracle, 'setSource', [index, providerIdOf(slug)], {
        id: `setSource_${id}_${index}`,
        after: [after],
      }),
    ),
    ...openTransport(m, { id, credit }, own, after),
    ...credit.merchants.map(({ obligor, limit }) =>
      m.call(own.treasury, 'raiseObligorLimit', [obligor, limit], {
        id: `merchantLimit_${id}_${obligor}`,
        after: [after],
      }),
    ),
  ]
}

/** With a router its configuration and the program; without one CRE, whose workflow is set once it is deployed. */
function openTransport(
  m: IgnitionModuleBuilder,
  { id, credit }: Pick<BankConfig, 'id' | 'credit'>,
  { scoreOracle }: BankSet['results'],
  after: Future,
): Future[] {
  if (credit.functions === undefined) {
    return [m.call(scoreOracle, 'setTransport', [CRE_TRANSPORT], { id: `setTransport_${id}`, after: [after] })]
  }
  const { donId, subscriptionId, secretsVersion, secretsSlot, callbackGasLimit } = credit.functions
  const config = { donId, subscriptionId, secretsVersion, callbackGasLimit, secretsSlot }
  const program = bytesToHex(readFileSync(scoreSourcePath))
  return [
    m.call(scoreOracle, 'setFunctionsConfig', [config], { id: `setFunctionsConfig_${id}`, after: [after] }),
    m.call(scoreOracle, 'setProgram', [program], { id: `setProgram_${id}`, after: [after] }),
  ]
}
