import {
  accessManagerAbi,
  consentsAbi,
  creditLinesAbi,
  deviceOracleAbi,
  devicesAbi,
  factoringDeskAbi,
  immobiliserAbi,
  leaseOffersAbi,
  leasesAbi,
  linePolicyAbi,
  membersAbi,
  modelRegistryAbi,
  receivablesAbi,
  scoreOracleAbi,
  treasuryAbi,
  usageMeterAbi,
} from '@tallystick/sdk'
import type { Abi, AbiEvent } from 'viem'

/** Kind of an indexed contract: the name of its ABI, of its mapping file and of its row in `Contract`. */
export type ContractKind =
  | 'AccessManager'
  | 'Members'
  | 'Receivables'
  | 'Consents'
  | 'Treasury'
  | 'FactoringDesk'
  | 'ModelRegistry'
  | 'ScoreOracle'
  | 'LinePolicy'
  | 'CreditLines'
  | 'Devices'
  | 'UsageMeter'
  | 'LeaseOffers'
  | 'Leases'
  | 'Immobiliser'
  | 'DeviceOracle'

/** ABI of every indexed kind. The settlement asset is not ours and is not indexed. */
export const abis: Readonly<Record<ContractKind, Abi>> = {
  AccessManager: accessManagerAbi,
  Members: membersAbi,
  Receivables: receivablesAbi,
  Consents: consentsAbi,
  Treasury: treasuryAbi,
  FactoringDesk: factoringDeskAbi,
  ModelRegistry: modelRegistryAbi,
  ScoreOracle: scoreOracleAbi,
  LinePolicy: linePolicyAbi,
  CreditLines: creditLinesAbi,
  Devices: devicesAbi,
  UsageMeter: usageMeterAbi,
  LeaseOffers: leaseOffersAbi,
  Leases: leasesAbi,
  Immobiliser: immobiliserAbi,
  DeviceOracle: deviceOracleAbi,
}

export const contractKinds = Object.keys(abis) as readonly ContractKind[]

/** Path of the mapping of a kind, relative to the subgraph's folder. */
export const mappingFiles: Readonly<Record<ContractKind, string>> = {
  AccessManager: 'src/access-manager.ts',
  Members: 'src/members.ts',
  Receivables: 'src/receivables.ts',
  Consents: 'src/consents.ts',
  Treasury: 'src/treasury.ts',
  FactoringDesk: 'src/factoring-desk.ts',
  ModelRegistry: 'src/model-registry.ts',
  ScoreOracle: 'src/score-oracle.ts',
  LinePolicy: 'src/line-policy.ts',
  CreditLines: 'src/credit-lines.ts',
  Devices: 'src/devices.ts',
  UsageMeter: 'src/usage-meter.ts',
  LeaseOffers: 'src/lease-offers.ts',
  Leases: 'src/leases.ts',
  Immobiliser: 'src/immobiliser.ts',
  DeviceOracle: 'src/device-oracle.ts',
}

/** The events of a kind, in the order of the ABI. */
export function eventsOf(kind: ContractKind): AbiEvent[] {
  return abis[kind].filter((item) => item.type === 'event')
}

/** Name under which the handler of an event is exported for all kinds together. */
export function handlerOf(kind: ContractKind, event: AbiEvent): string {
  return `handle${kind}${event.name}`
}

/** Events that contracts of different kinds call alike though they carry different things, with what tells them apart. */
const prefixes: Partial<Record<ContractKind, readonly [prefix: string, events: readonly string[]]>> = {
  Receivables: ['Units', ['Transfer', 'Approval', 'OperatorSet']],
  Treasury: ['Shares', ['Transfer', 'Approval', 'Deposit', 'Withdraw']],
  LeaseOffers: ['Lease', ['OfferWithdrawn']],
  DeviceOracle: ['Alarm', ['LimitsChanged']],
}

/** Entity type of a journal entry. Events with one signature in several contracts share a type. */
export function entryType(kind: ContractKind, event: AbiEvent): string {
  const [prefix, names] = prefixes[kind] ?? ['', []]
  return `${names.includes(event.name) ? prefix : ''}${event.name}Event`
}
