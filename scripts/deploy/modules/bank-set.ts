import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'
import { zeroAddress } from 'viem'
import type { BankConfig, LinePolicyConfig } from '../config.ts'
import type { AssetModule } from './asset.ts'
import type { NetworkSet } from './network-set.ts'

/** What a set shares with all banks of the network. */
export interface BankContext {
  readonly utcOffset: number
  /** Of the settlement asset. */
  readonly decimals: number
  readonly network: NetworkSet
  readonly asset: AssetModule
}

/** One bank's contracts: treasury, books and oracles, with an access manager that no other bank's people can use. */
export function bankSet(bank: BankConfig, { utcOffset, decimals, network, asset }: BankContext) {
  return buildModule(`BankSet_${bank.id}`, (m) => {
    const { members, receivables, consents, devices } = m.useModule(network)
    const { token } = m.useModule(asset)
    const { functions, limits, policy: policyConfig, lines: lineTerms } = bank.credit
    const manager = m.contract('AccessManager', [m.getAccount(0)])
    const shares = [bank.shareName, bank.shareSymbol]
    const treasury = m.contract('Treasury', [manager, token, members, utcOffset, ...shares])
    const desk = m.contract('FactoringDesk', [manager, treasury, token, receivables, members])
    const models = m.contract('ModelRegistry', [manager])
    const router = functions?.router ?? zeroAddress
    const scoreOracle = m.contract('ScoreOracle', [manager, router, members, consents, models, { ...limits }])
    const policy = m.contract('LinePolicy', [manager, decimals, ...policyArguments(policyConfig)])
    const { penaltyBps, graceDays } = lineTerms
    const lineBook = [manager, treasury, token, members, policy, scoreOracle, penaltyBps, graceDays]
    const lines = m.contract('CreditLines', lineBook)
    const { meter: period, rules, book, alarms } = bank.leasing
    const meter = m.contract('UsageMeter', [manager, devices, utcOffset, period.window, period.tolerance])
    const leaseOffers = m.contract('LeaseOffers', [manager, members, devices, utcOffset, { ...rules, version: 0 }])
    const leaseBook = [manager, treasury, token, members, meter, leaseOffers]
    const leases = m.contract('Leases', [...leaseBook, book.penaltyBps, book.graceDays, book.noticeDays], {
      libraries: { LeaseAccounts: m.library('LeaseAccounts') },
    })
    const immobiliser = m.contract('Immobiliser', [manager, leases, devices])
    const alarmRouter = alarms.functions?.router ?? zeroAddress
    const deviceOracle = m.contract('DeviceOracle', [manager, alarmRouter, devices, { ...alarms.limits }])
    const credit = { models, scoreOracle, policy, lines }
    return { manager, treasury, desk, ...credit, meter, leaseOffers, leases, immobiliser, deviceOracle }
  })
}

/** Rules and bands; the contract counts the version itself. */
function policyArguments({ bands, ...rules }: LinePolicyConfig) {
  return [{ ...rules, version: 0 }, bands.map((band) => ({ ...band }))] as const
}

/** What {@link bankSet} gives. */
export type BankSet = ReturnType<typeof bankSet>
