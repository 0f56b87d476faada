import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'
import type { ContractFuture, Future, IgnitionModuleBuilder } from '@nomicfoundation/ignition-core'
import {
  consentsAbi,
  creditLinesAbi,
  deviceOracleAbi,
  devicesAbi,
  factoringDeskAbi,
  identityOf,
  immobiliserAbi,
  leaseOffersAbi,
  leasesAbi,
  linePolicyAbi,
  type MemberRole,
  maskOf,
  membersAbi,
  modelRegistryAbi,
  providerIdOf,
  receivablesAbi,
  scoreOracleAbi,
  treasuryAbi,
  usageMeterAbi,
} from '@tallystick/sdk'
import type { BankConfig, NetworkConfig } from '../config.ts'
import { type BankRole, bankMatrix, bankRoles, type NetworkRole, networkMatrix, networkRoles } from '../roles.ts'
import { type AssetModule, assetModule } from './asset.ts'
import { type BankSet, bankSet } from './bank-set.ts'
import { openCredit } from './credit.ts'
import { openLeasing } from './leasing.ts'
import { type NetworkSet, networkSet } from './network-set.ts'
import { type Domain, handOver, openManager } from './roles.ts'

/** Of every settlement asset so far; {@link deployNetwork} checks it. */
export const ASSET_DECIMALS = 6

/** Registrations made at deployment never expire; the registry shortens them where it has a reason. */
const noExpiry = 2 ** 40 - 1

/**
 * A whole network: the shared contracts, one set per bank, their first parameters, and the hand-over of every role.
 * Ignition's journal makes it resumable: what is already on the chain is not sent again.
 */
export function tallystick(config: NetworkConfig) {
  const asset = assetModule(config.asset)
  const network = networkSet(config)
  const context = { utcOffset: config.utcOffset, decimals: ASSET_DECIMALS, network, asset }
  const banks = config.banks.map((bank) => ({ bank, module: bankSet(bank, context) }))
  return buildModule('Tallystick', (m) => {
    const shared = m.useModule(network)
    const { token } = m.useModule(asset)
    const sets = banks.map(({ bank, module }) => ({ bank, own: m.useModule(module) }))
    const domain = networkDomain(config, shared)
    const opened = openManager(m, domain)
    const written = [
      m.call(shared.receivables, 'allowAsset', [token], { after: [opened] }),
      ...registerMembers(m, config, shared, opened),
      ...registerPlatforms(m, config, shared, opened),
      ...sets.flatMap(({ bank, own }) => registerBooks(m, bank, shared, own, opened)),
    ]
    handOver(m, domain, written)
    for (const { bank, own } of sets) setUpBank(m, bank, config, own)
    return Object.assign({ token, ...shared }, ...sets.map(({ bank, own }) => prefixed(bank.id, own))) as Results
  })
}

/** Contracts of the whole network; those of a bank under `<bank id>_manager`, `_treasury` and so on. */
type Results = UseResult<NetworkSet> & UseResult<AssetModule> & Record<string, ContractFuture<string>>

function prefixed(id: string, own: UseResult<BankSet>): Record<string, ContractFuture<string>> {
  return Object.fromEntries(Object.entries(own).map(([name, contract]) => [`${id}_${name}`, contract]))
}

type UseResult<Module extends NetworkSet | BankSet | AssetModule> = Module['results']

function networkDomain(config: NetworkConfig, shared: UseResult<NetworkSet>): Domain<NetworkRole> {
  return {
    id: 'network',
    manager: shared.manager,
    roles: networkRoles,
    matrix: networkMatrix,
    targets: {
      Members: { contract: shared.members, abi: membersAbi },
      Receivables: { contract: shared.receivables, abi: receivablesAbi },
      Consents: { contract: shared.consents, abi: consentsAbi },
      Devices: { contract: shared.devices, abi: devicesAbi },
    },
    holders: config.holders,
    delay: config.delay,
    deployerRoles: ['KYC', 'NETWORK_ADMIN'],
  }
}

function registerMembers(
  m: IgnitionModuleBuilder,
  config: NetworkConfig,
  shared: UseResult<NetworkSet>,
  after: Future,
): Future[] {
  return config.members.map((member, index) =>
    m.call(shared.members, 'register', [member.account, memberRecord(member, member.roles)], {
      id: `register_${index}`,
      after: [after],
    }),
  )
}

function registerPlatforms(
  m: IgnitionModuleBuilder,
  config: NetworkConfig,
  shared: UseResult<NetworkSet>,
  after: Future,
): Future[] {
  return config.platforms.map(({ slug, key, scopes, name, url }) =>
    m.call(shared.consents, 'setProvider', [providerIdOf(slug), { key, scopes, active: true, name, url }], {
      id: `setProvider_${slug.replaceAll('-', '_')}`,
      after: [after],
    }),
  )
}

/** The desk takes receivables and the leases take machines, so both must be known as books of their bank. */
function registerBooks(
  m: IgnitionModuleBuilder,
  bank: BankConfig,
  shared: UseResult<NetworkSet>,
  own: UseResult<BankSet>,
  after: Future,
): Future[] {
  const record = memberRecord(bank, ['BOOK'])
  return [
    m.call(shared.members, 'register', [own.desk, record], { id: `registerDesk_${bank.id}`, after: [after] }),
    m.call(shared.members, 'register', [own.leases, record], { id: `registerLeases_${bank.id}`, after: [after] }),
  ]
}

function memberRecord(
  member: { readonly legalId: string; readonly obligor: number; readonly country: number },
  roles: readonly MemberRole[],
) {
  return {
    roles: maskOf(roles),
    expiry: noExpiry,
    country: member.country,
    frozen: false,
    contractSignatureOnly: false,
    obligor: member.obligor,
    identity: identityOf(member.legalId),
  }
}

function setUpBank(
  m: IgnitionModuleBuilder,
  bank: BankConfig,
  { delay, telemetry }: NetworkConfig,
  own: UseResult<BankSet>,
): void {
  const domain: Domain<BankRole> = {
    id: bank.id,
    manager: own.manager,
    roles: bankRoles,
    matrix: bankMatrix,
    targets: {
      Treasury: { contract: own.treasury, abi: treasuryAbi },
      FactoringDesk: { contract: own.desk, abi: factoringDeskAbi },
      ModelRegistry: { contract: own.models, abi: modelRegistryAbi },
      ScoreOracle: { contract: own.scoreOracle, abi: scoreOracleAbi },
      LinePolicy: { contract: own.policy, abi: linePolicyAbi },
      CreditLines: { contract: own.lines, abi: creditLinesAbi },
      UsageMeter: { contract: own.meter, abi: usageMeterAbi },
      LeaseOffers: { contract: own.leaseOffers, abi: leaseOffersAbi },
      Leases: { contract: own.leases, abi: leasesAbi },
      Immobiliser: { contract: own.immobiliser, abi: immobiliserAbi },
      DeviceOracle: { contract: own.deviceOracle, abi: deviceOracleAbi },
    },
    holders: bank.holders,
    delay,
    deployerRoles: ['RISK_LOOSEN', 'ORACLE_ADMIN'],
  }
  const opened = openManager(m, domain)
  handOver(m, domain, [
    ...openBook(m, { bank, own, book: 'desk', terms: bank.book, revolving: false }, opened),
    ...openDebtors(m, bank, own, opened),
    ...openBook(m, { bank, own, book: 'lines', terms: bank.credit.lines, revolving: true }, opened),
    ...openCredit(m, bank, own, opened),
    ...openBook(m, { bank, own, book: 'leases', terms: bank.leasing.book, revolving: true }, opened),
    ...openLeasing(m, bank, telemetry, own, opened),
  ])
}

interface BookOpening {
  readonly bank: BankConfig
  readonly own: UseResult<BankSet>
  readonly book: 'desk' | 'lines' | 'leases'
  readonly terms: { readonly cap: bigint; readonly maxRateBps: number; readonly maxTenorDays: number }
  /** True for debts without a day of maturity. */
  readonly revolving: boolean
}

/** Lets a book lend the treasury's money. */
function openBook(m: IgnitionModuleBuilder, { bank, own, book, terms, revolving }: BookOpening, after: Future) {
  const step = `${bank.id}_${book}`
  const registration = [own[book], terms.maxRateBps, terms.maxTenorDays, revolving]
  const registered = m.call(own.treasury, 'registerBook', registration, { id: `registerBook_${step}`, after: [after] })
  const raised = m.call(own.treasury, 'raiseBookCap', [own[book], terms.cap], {
    id: `raiseBookCap_${step}`,
    after: [registered],
  })
  return [registered, raised]
}

function openDebtors(m: IgnitionModuleBuilder, bank: BankConfig, own: UseResult<BankSet>, after: Future): Future[] {
  return bank.debtors.flatMap((debtor, index) => {
    const { discountBps, feeBps, advanceBps, maxTenorDays, minUnits } = debtor
    const terms = { discountBps, feeBps, advanceBps, maxTenorDays, minUnits, version: 0, enabled: true }
    const step = `${bank.id}_${index}`
    return [
      m.call(own.treasury, 'raiseObligorLimit', [debtor.obligor, debtor.limit], {
        id: `limit_${step}`,
        after: [after],
      }),
      m.call(own.desk, 'loosenTerms', [debtor.account, terms], { id: `terms_${step}`, after: [after] }),
    ]
  })
}
