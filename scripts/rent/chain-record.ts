import {
  type AuditedKey,
  type BankDeployment,
  type BillFacts,
  BillFactsError,
  type BillRecord,
  billFacts,
  type ChainLog,
  type Deployment,
  devicesAbi,
  devicesDomain,
  keyType,
  leasesAbi,
} from '@tallystick/sdk'
import type { Hex } from 'viem'
import { ChainReader } from '../audit/chain-reader.ts'
import { RentCheckError } from './problem.ts'

/** Which bill of which bank. */
export interface BillName {
  readonly bank: BankDeployment
  readonly leaseId: bigint
  readonly period: number
}

/** A bill's record without the keys, with the block in which the closing reading was brought. */
export interface ChainRecord extends Omit<BillRecord, 'keys'> {
  readonly reportedAt: bigint
}

/**
 * Collects what the chain says of a bill: events up to it, and the lease's account just before it.
 * @throws RentCheckError when there is no such bill
 */
export async function readChainRecord(rpcUrl: string, deployment: Deployment, name: BillName): Promise<ChainRecord> {
  const { bank, leaseId } = name
  const { client } = await ChainReader.at(rpcUrl, BigInt(deployment.startBlock))
  const chain = await ChainReader.at(rpcUrl, await client.getBlockNumber())
  const logs = await chain.logs([bank.leaseOffers, bank.leases, bank.meter], BigInt(deployment.startBlock))
  const { billedAt, ...facts } = factsOf(logs, name)
  const domain = devicesDomain(deployment.chainId, deployment.network.devices)
  return { ...facts, domain, account: await accountBefore(chain, bank, leaseId, billedAt) }
}

function factsOf(logs: readonly ChainLog[], { leaseId, period }: BillName): BillFacts {
  try {
    return billFacts(logs, leaseId, period)
  } catch (error) {
    throw error instanceof BillFactsError ? new RentCheckError(error.message) : error
  }
}

/**
 * The device's keys as the register had them in a block.
 * @param versions key versions that readings name
 */
export async function readKeys(
  rpcUrl: string,
  deployment: Deployment,
  deviceId: Hex,
  versions: Iterable<number>,
  blockNumber: bigint,
): Promise<Record<number, AuditedKey>> {
  const chain = await ChainReader.at(rpcUrl, blockNumber)
  const entries = [...new Set(versions)].map(async (version) => {
    const [key, validUntil] = await chain.read(deployment.network.devices, devicesAbi, 'keyOf', [deviceId, version])
    const type = key.keyType === keyType.p256 ? keyType.p256 : keyType.secp256k1
    return [version, { keyType: type, x: key.x, y: key.y, validUntil: BigInt(validUntil) }] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

async function accountBefore(
  chain: ChainReader,
  bank: BankDeployment,
  leaseId: bigint,
  billBlock: bigint,
): Promise<BillRecord['account']> {
  try {
    return await chain.client.readContract({
      address: bank.leases,
      abi: leasesAbi,
      functionName: 'account',
      args: [leaseId],
      blockNumber: billBlock - 1n,
    })
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error)
    throw new RentCheckError(`the node does not give the state of block ${billBlock - 1n}: ${reason}`)
  }
}
