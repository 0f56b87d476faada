import {
  accessManagerAbi,
  consentsAbi,
  creditLinesAbi,
  type Deployment,
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
import { type Abi, type Address, decodeEventLog, type Hex, type Log } from 'viem'

/** A contract of a deployment with the ABI that decodes its logs. */
export interface IndexedContract {
  readonly label: string
  readonly address: Address
  readonly abi: Abi
}

/** Every contract that the index follows. */
export function indexedContracts({ network, banks }: Deployment): IndexedContract[] {
  return [
    { label: 'Network access', address: network.manager, abi: accessManagerAbi },
    { label: 'Members', address: network.members, abi: membersAbi },
    { label: 'Receivables', address: network.receivables, abi: receivablesAbi },
    { label: 'Consents', address: network.consents, abi: consentsAbi },
    { label: 'Devices', address: network.devices, abi: devicesAbi },
    ...banks.flatMap((bank): IndexedContract[] => [
      { label: `${bank.name} access`, address: bank.manager, abi: accessManagerAbi },
      { label: `${bank.name} treasury`, address: bank.treasury, abi: treasuryAbi },
      { label: `${bank.name} desk`, address: bank.desk, abi: factoringDeskAbi },
      { label: `${bank.name} models`, address: bank.models, abi: modelRegistryAbi },
      { label: `${bank.name} oracle`, address: bank.scoreOracle, abi: scoreOracleAbi },
      { label: `${bank.name} line policy`, address: bank.policy, abi: linePolicyAbi },
      { label: `${bank.name} lines`, address: bank.lines, abi: creditLinesAbi },
      { label: `${bank.name} usage meter`, address: bank.meter, abi: usageMeterAbi },
      { label: `${bank.name} lease offers`, address: bank.leaseOffers, abi: leaseOffersAbi },
      { label: `${bank.name} leases`, address: bank.leases, abi: leasesAbi },
      { label: `${bank.name} immobiliser`, address: bank.immobiliser, abi: immobiliserAbi },
      { label: `${bank.name} device oracle`, address: bank.deviceOracle, abi: deviceOracleAbi },
    ]),
  ]
}

/** A log of one of our contracts. */
export interface ContractLog {
  readonly contract: IndexedContract
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
  readonly blockNumber: bigint
  readonly logIndex: number
  readonly transactionHash: Hex
}

/** Decodes a log; one that our ABIs do not know keeps its topic as name, so that it shows as a difference. */
export function decodeLog(contracts: readonly IndexedContract[], log: Log<bigint, number, false>): ContractLog {
  const contract = contracts.find(({ address }) => address.toLowerCase() === log.address.toLowerCase())
  if (contract === undefined) throw new Error(`the node returned a log of ${log.address}, which was not asked for`)
  const { blockNumber, logIndex, transactionHash } = log
  return { contract, ...nameAndArguments(contract.abi, log), blockNumber, logIndex, transactionHash }
}

function nameAndArguments(abi: Abi, log: Log<bigint, number, false>): Pick<ContractLog, 'name' | 'args'> {
  try {
    const { eventName, args } = decodeEventLog({ abi, topics: log.topics, data: log.data })
    return { name: eventName ?? '', args: (args ?? {}) as Readonly<Record<string, unknown>> }
  } catch {
    return { name: `unknown ${log.topics[0]}`, args: {} }
  }
}
