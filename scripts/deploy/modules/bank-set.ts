import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'
import type { BankConfig } from '../config.ts'
import type { AssetModule } from './asset.ts'
import type { NetworkSet } from './network-set.ts'

/** One bank's contracts: treasury and factoring desk, with an access manager that no other bank's people can use. */
export function bankSet(bank: BankConfig, utcOffset: number, networkModule: NetworkSet, assetModule: AssetModule) {
  return buildModule(`BankSet_${bank.id}`, (m) => {
    const { members, receivables } = m.useModule(networkModule)
    const { token } = m.useModule(assetModule)
    const manager = m.contract('AccessManager', [m.getAccount(0)])
    const shares = [bank.shareName, bank.shareSymbol]
    const treasury = m.contract('Treasury', [manager, token, members, utcOffset, ...shares])
    const desk = m.contract('FactoringDesk', [manager, treasury, token, receivables, members])
    return { manager, treasury, desk }
  })
}

/** What {@link bankSet} gives. */
export type BankSet = ReturnType<typeof bankSet>
