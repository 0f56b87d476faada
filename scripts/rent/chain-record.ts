import {
  type AuditedKey,
  type BankDeployment,
  type BillRecord,
  type Deployment,
  devicesAbi,
  devicesDomain,
  keyType,
  type LeaseTerms,
  leaseOffersAbi,
  leasesAbi,
  type MeterCounters,
  usageMeterAbi,
} from '@tallystick/sdk'
import { type Abi, type Hex, type Log, parseEventLogs } from 'viem'
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
export async function readChainRecord(
  rpcUrl: string,
  deployment: Deployment,
  { bank, leaseId, period }: BillName,
): Promise<ChainRecord> {
  const { client } = await ChainReader.at(rpcUrl, BigInt(deployment.startBlock))
  const chain = await ChainReader.at(rpcUrl, await client.getBlockNumber())
  const logs = await chain.logs([bank.leaseOffers, bank.leases, bank.meter], BigInt(deployment.startBlock))
  const events = <const ContractAbi extends Abi>(abi: ContractAbi) =>
    parseEventLogs({ abi, logs, strict: true }).filter(
      (event) => (event.args as { readonly leaseId?: bigint } | undefined)?.leaseId === leaseId,
    )
  const bill = events(leasesAbi).find((event) => event.eventName === 'RentBilled' && event.args.period === period)
  if (bill?.eventName !== 'RentBilled') throw new RentCheckError(`lease ${leaseId} has no bill of period ${period}`)
  const proposed = events(leaseOffersAbi).find((event) => event.eventName === 'LeaseProposed')
  if (proposed?.eventName !== 'LeaseProposed') throw new RentCheckError(`lease ${leaseId} was never proposed`)
  const account = await accountBefore(chain, bank, leaseId, bill.blockNumber)
  const meter = meterBefore(events(usageMeterAbi), period)
  return {
    domain: devicesDomain(deployment.chainId, deployment.network.devices),
    leaseId,
    deviceId: proposed.args.deviceId,
    terms: termsOf(proposed.args.terms),
    region: proposed.args.region,
    termsHash: proposed.args.termsHash,
    bill: { ...bill.args.bill, period },
    account,
    ...meter,
    reportedAt: meter.reportedAt ?? bill.blockNumber,
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

interface ProposedTerms extends Omit<LeaseTerms, 'tariff'> {
  readonly tariff: readonly { readonly fromHours: number; readonly pricePerHour: number }[]
}

/** Money is bigint here; the ABI's decoder gives small integers as numbers. */
function termsOf({ tariff, ...terms }: ProposedTerms): LeaseTerms {
  const brackets = tariff.map(({ fromHours, pricePerHour }) => ({ fromHours, pricePerHour: BigInt(pricePerHour) }))
  return { ...terms, tariff: brackets }
}

type MeterEvent = Log<bigint, number, false, undefined, true, typeof usageMeterAbi>
type Counters = { readonly [Name in keyof MeterCounters]: bigint | number }

/** Follows the meter up to the end of a period. */
function meterBefore(events: readonly MeterEvent[], period: number) {
  let before: BillRecord['before'] | undefined
  let report:
    | { readonly facts: NonNullable<BillRecord['reported']>; readonly block: bigint; readonly event: string }
    | undefined
  let silent = 0
  for (const { eventName, args, blockNumber } of events) {
    if (eventName === 'MeterOpened') before = standing(args.opening, args.digest, 'MeterOpened')
    else if (eventName === 'MeterReset') {
      before = standing(args.opening, args.digest, 'MeterReset')
      report = undefined
    } else if (eventName === 'UsageReported') {
      const { digest, root, received } = args
      const facts = { closing: countersOf(args.closing), digest, root, received }
      report = { facts, block: blockNumber, event: `UsageReported of period ${args.period}` }
    } else if (eventName === 'PeriodSettled') {
      const { usage, opening } = args
      const counted = usage.known ? report : undefined
      if (args.period === period && before) {
        const settled = { ...usage, opening: countersOf(opening) }
        return { settled, silent, before, reported: counted?.facts, reportedAt: counted?.block }
      }
      if (counted) before = { ...counted.facts.closing, digest: counted.facts.digest, event: counted.event }
      silent = counted ? 0 : silent + 1
      report = undefined
    }
  }
  throw new RentCheckError(`the meter has not settled period ${period}`)
}

function standing(counters: Counters, digest: Hex, event: string): BillRecord['before'] {
  return { ...countersOf(counters), digest, event }
}

function countersOf({ seq, ts, opSec, idleSec, fuelMl }: Counters): MeterCounters {
  return {
    seq: BigInt(seq),
    ts: BigInt(ts),
    opSec: BigInt(opSec),
    idleSec: BigInt(idleSec),
    fuelMl: BigInt(fuelMl),
  }
}
