import type { Future, IgnitionModuleBuilder } from '@nomicfoundation/ignition-core'
import { alarmSourcePath } from '../../paths.ts'
import type { BankConfig, GatewayConfig } from '../config.ts'
import type { BankSet } from './bank-set.ts'
import { openTransport } from './transport.ts'

/** First parameters of a bank's leases and of the oracle of their machines' alarms. */
export function openLeasing(
  m: IgnitionModuleBuilder,
  { id, leasing }: BankConfig,
  gateway: GatewayConfig,
  own: BankSet['results'],
  after: Future,
): Future[] {
  const { functions } = leasing.alarms
  const step = (name: string) => ({ id: `${name}_${id}`, after: [after] })
  return [
    m.call(own.meter, 'setLeases', [own.leases], step('setLeases_meter')),
    m.call(own.leaseOffers, 'setLeases', [own.leases], step('setLeases_offers')),
    ...gateway.accounts.map((account, index) =>
      m.call(own.meter, 'setGateway', [account, true], step(`setGateway_${index}`)),
    ),
    m.call(own.deviceOracle, 'setEndpoint', [gateway.url, gateway.key], step('setEndpoint')),
    ...openTransport(m, `${id}_alarms`, own.deviceOracle, { functions, programFile: alarmSourcePath, after }),
    ...leasing.lessees.map(({ obligor, limit }) =>
      m.call(own.treasury, 'raiseObligorLimit', [obligor, limit], step(`lesseeLimit_${obligor}`)),
    ),
  ]
}
