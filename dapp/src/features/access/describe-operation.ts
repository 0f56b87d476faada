import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import {
  accessManagerAbi,
  consentsAbi,
  creditLinesAbi,
  type Deployment,
  deviceOracleAbi,
  devicesAbi,
  factoringDeskAbi,
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
import { type Abi, type Address, decodeFunctionData, type Hex } from 'viem'

/** An announced call in the contract's own words. */
export interface DecodedOperation {
  readonly functionName: string
  readonly args: readonly unknown[]
}

/** The ABI of a contract of the network; undefined for strangers. */
export function abiOf(deployment: Deployment, target: Address): Abi | undefined {
  const { network, banks } = deployment
  const known: readonly (readonly [Address, Abi])[] = [
    [network.members, membersAbi],
    [network.receivables, receivablesAbi],
    [network.consents, consentsAbi],
    [network.devices, devicesAbi],
    [network.manager, accessManagerAbi],
    ...banks.flatMap((bank): (readonly [Address, Abi])[] => [
      [bank.manager, accessManagerAbi],
      [bank.treasury, treasuryAbi],
      [bank.desk, factoringDeskAbi],
      [bank.models, modelRegistryAbi],
      [bank.scoreOracle, scoreOracleAbi],
      [bank.policy, linePolicyAbi],
      [bank.lines, creditLinesAbi],
      [bank.meter, usageMeterAbi],
      [bank.leaseOffers, leaseOffersAbi],
      [bank.leases, leasesAbi],
      [bank.deviceOracle, deviceOracleAbi],
    ]),
  ]
  return known.find(([address]) => address.toLowerCase() === target.toLowerCase())?.[1]
}

/** Decodes an announced call; undefined when the target or the function is unknown. */
export function decodeOperation(deployment: Deployment, target: Address, data: Hex): DecodedOperation | undefined {
  const abi = abiOf(deployment, target)
  if (abi === undefined) return undefined
  try {
    const { functionName, args = [] } = decodeFunctionData({ abi, data })
    return { functionName, args }
  } catch {
    return undefined
  }
}

const TITLES: Readonly<Record<string, MessageDescriptor>> = {
  raiseObligorLimit: msg`Raise a limit`,
  raiseBookCap: msg`Raise the cap of a book`,
  forgive: msg`Forgive an unrecovered loss`,
  registerBook: msg`Register a book`,
  deregisterBook: msg`Deregister a book`,
  renewPause: msg`Renew a pause`,
  loosenTerms: msg`Loosen a debtor’s terms`,
  releaseMark: msg`Lower a mark`,
  regroup: msg`Move a member to another group`,
  allowAsset: msg`Allow a settlement asset`,
  setProfile: msg`Put a new profile in force`,
  grantRole: msg`Grant a role`,
  revokeRole: msg`Revoke a role`,
  setProvider: msg`Register a platform`,
  activate: msg`Activate a model`,
  setTransport: msg`Choose the oracle network`,
  setFunctionsConfig: msg`Configure Chainlink Functions`,
  setProgram: msg`Replace the oracle’s program`,
  setCreConfig: msg`Configure Chainlink CRE`,
  setSource: msg`Set a data source`,
  setLimits: msg`Set the oracle’s limits`,
  loosen: msg`Loosen the line policy`,
  loosenLine: msg`Raise one merchant’s line`,
  setScoreOracle: msg`Change the score oracle`,
  setLeases: msg`Name the book of leases`,
  setGateway: msg`Trust a gateway of machines`,
  setEndpoint: msg`Set where alarms come from`,
}

/** What an announced function does; unknown ones are named as the contract does. */
export function operationTitle(deployment: Deployment, target: Address, functionName: string): MessageDescriptor {
  if (functionName === 'loosen' && isLeaseOffers(deployment, target)) return msg`Loosen the rules for leases`
  return TITLES[functionName] ?? msg`Call ${functionName}`
}

function isLeaseOffers({ banks }: Deployment, target: Address): boolean {
  return banks.some(({ leaseOffers }) => leaseOffers.toLowerCase() === target.toLowerCase())
}
