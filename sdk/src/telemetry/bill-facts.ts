import { type Abi, type Hex, type Log, parseEventLogs } from 'viem'
import { leaseOffersAbi, leasesAbi, usageMeterAbi } from '../generated/abi.ts'
import type { LeaseTerms } from '../leases.ts'
import type { BillRecord, MeterCounters } from './audit.ts'

/** What events say of a bill: a {@link BillRecord} without what has to be read as state. */
export interface BillFacts extends Omit<BillRecord, 'domain' | 'account' | 'keys'> {
  /** Block of the bill: `Leases.account` is read in the one before. */
  readonly billedAt: bigint
  /** Block in which the closing reading was brought, of the bill when there was none: keys are read there. */
  readonly reportedAt: bigint
}

/** The events do not hold the bill that is asked for; the text says what is missing. */
export class BillFactsError extends Error {
  override readonly name = 'BillFactsError'
}

/**
 * Collects what the events of a bank's offers, leases and meters say of one bill.
 * @param logs of the three contracts, in the order of the chain; of other leases too
 * @throws BillFactsError when there is no such bill
 */
export function billFacts(logs: readonly ChainLog[], leaseId: bigint, period: number): BillFacts {
  const events = <const ContractAbi extends Abi>(abi: ContractAbi) =>
    parseEventLogs({ abi, logs: [...logs], strict: true }).filter(
      (event) => (event.args as { readonly leaseId?: bigint } | undefined)?.leaseId === leaseId,
    )
  const bill = events(leasesAbi).find((event) => event.eventName === 'RentBilled' && event.args.period === period)
  if (bill?.eventName !== 'RentBilled') throw new BillFactsError(`lease ${leaseId} has no bill of period ${period}`)
  const proposed = events(leaseOffersAbi).find((event) => event.eventName === 'LeaseProposed')
  if (proposed?.eventName !== 'LeaseProposed') throw new BillFactsError(`lease ${leaseId} was never proposed`)
  const { reportedAt, ...meter } = meterBefore(events(usageMeterAbi), period)
  return {
    leaseId,
    deviceId: proposed.args.deviceId,
    terms: termsOf(proposed.args.terms),
    region: proposed.args.region,
    termsHash: proposed.args.termsHash,
    bill: { ...bill.args.bill, period },
    ...meter,
    billedAt: bill.blockNumber,
    reportedAt: reportedAt ?? bill.blockNumber,
  }
}

/** A log in a block. */
export type ChainLog = Log<bigint, number, false>

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
  throw new BillFactsError(`the meter has not settled period ${period}`)
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
