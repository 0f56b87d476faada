import type { Future, IgnitionModuleBuilder } from '@nomicfoundation/ignition-core'
import { providerIdOf } from '@tallystick/sdk'
import { scoreSourcePath } from '../../paths.ts'
import type { BankConfig } from '../config.ts'
import type { BankSet } from './bank-set.ts'
import { openTransport } from './transport.ts'

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
    ...openTransport(m, `${id}_scores`, own.scoreOracle, {
      functions: credit.functions,
      programFile: scoreSourcePath,
      after,
    }),
    ...credit.merchants.map(({ obligor, limit }) =>
      m.call(own.treasury, 'raiseObligorLimit', [obligor, limit], {
        id: `merchantLimit_${id}_${obligor}`,
        after: [after],
      }),
    ),
  ]
}
