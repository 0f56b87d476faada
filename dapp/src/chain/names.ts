import type { Bilingual, Deployment } from '@tallystick/sdk'
import type { Address } from 'viem'

const names = new Map<string, Bilingual>()

/** Makes names of accounts known to the page. */
export function addNames(entries: readonly (readonly [Address, Bilingual])[]): void {
  for (const [address, name] of entries) names.set(address.toLowerCase(), name)
}

/** The name of an account that the page knows. */
export function nameOf(address: string): Bilingual | undefined {
  return names.get(address.toLowerCase())
}

/** Names the network's own contracts, so that no screen shows them as strangers. */
export function addContractNames({ network, banks, asset }: Deployment): void {
  addNames([
    [network.receivables, { en: 'Register of receivables', zh: '应收账款登记簿' }],
    [network.members, { en: 'Register of members', zh: '成员登记簿' }],
    [network.consents, { en: 'Register of consents', zh: '授权登记簿' }],
    [network.devices, { en: 'Register of machines', zh: '设备登记簿' }],
    [network.manager, { en: 'Network access manager', zh: '网络权限管理' }],
    [asset.address, { en: asset.name, zh: asset.name }],
    ...banks.flatMap((bank) => [
      [bank.treasury, { en: `${bank.name} treasury`, zh: `${bank.nameZh}资金池` }] as const,
      [bank.desk, { en: `${bank.name} factoring desk`, zh: `${bank.nameZh}保理台` }] as const,
      [bank.models, { en: `${bank.name} register of models`, zh: `${bank.nameZh}模型登记簿` }] as const,
      [bank.scoreOracle, { en: `${bank.name} score oracle`, zh: `${bank.nameZh}评分预言机` }] as const,
      [bank.policy, { en: `${bank.name} line policy`, zh: `${bank.nameZh}授信政策` }] as const,
      [bank.lines, { en: `${bank.name} credit lines`, zh: `${bank.nameZh}授信额度账簿` }] as const,
      [bank.leaseOffers, { en: `${bank.name} lease offers`, zh: `${bank.nameZh}租赁要约` }] as const,
      [bank.leases, { en: `${bank.name} leases`, zh: `${bank.nameZh}租赁账簿` }] as const,
      [bank.meter, { en: `${bank.name} usage meter`, zh: `${bank.nameZh}计量表` }] as const,
      [bank.immobiliser, { en: `${bank.name} immobiliser`, zh: `${bank.nameZh}锁机` }] as const,
      [bank.deviceOracle, { en: `${bank.name} device oracle`, zh: `${bank.nameZh}设备预言机` }] as const,
      [bank.manager, { en: `${bank.name} access manager`, zh: `${bank.nameZh}权限管理` }] as const,
    ]),
  ])
}
