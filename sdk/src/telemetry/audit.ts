import type { Hex } from 'viem'
import { rateX18Of } from '../lines.ts'
import { BPS } from '../money.ts'
import { divideUp } from '../rounding.ts'
import type { DeviceKey, DevicesDomain } from './reading.ts'
import { billUsage, type Tariff } from './tariff.ts'

/** A device's cumulative counters, as `IUsageMeter.Counters` holds them. */
export interface MeterCounters {
  readonly seq: bigint
  /** Unix milliseconds. */
  readonly ts: bigint
  readonly opSec: bigint
  readonly idleSec: bigint
  readonly fuelMl: bigint
}

/** A version of a device's key, and the last Unix second that it could sign for; 0 when it was revoked. */
export interface AuditedKey extends DeviceKey {
  readonly validUntil: bigint
}

/** What the chain says of one bill: events and state, each with the name that it has there. Money in minor units. */
export interface BillRecord {
  readonly domain: DevicesDomain
  readonly leaseId: bigint
  readonly deviceId: Hex
  /** `LeaseProposed`. */
  readonly terms: {
    readonly baseRent: bigint
    readonly minimumRent: bigint
    readonly rateBps: number
    readonly earlyFeeBps: number
    readonly periods: number
    readonly tariff: Tariff
  }
  /** `RentBilled`. */
  readonly bill: {
    readonly period: number
    readonly metered: boolean
    readonly opSec: bigint
    readonly periodsMetered: number
    readonly interest: bigint
    readonly principal: bigint
    readonly usage: bigint
    readonly fee: bigint
  }
  /** `Leases.account` in the block before the bill. */
  readonly account: {
    readonly principal: bigint
    readonly duePrincipal: bigint
    readonly dueInterest: bigint
    readonly accruedX18: bigint
    /** Unix second up to which interest was accrued. */
    readonly last: bigint
  }
  /** `PeriodSettled`. */
  readonly settled: {
    /** Last second of the period. */
    readonly end: bigint
    readonly last: boolean
    readonly opening: MeterCounters
  }
  /** Where the meter stood before: the closing of the period before, or the meter's opening or reset. */
  readonly before: MeterCounters & {
    readonly digest: Hex
    /** Event that says so. */
    readonly event: string
  }
  /** `UsageReported`, the last one of the period; undefined when it was silent. */
  readonly reported:
    | {
        readonly closing: MeterCounters
        readonly digest: Hex
        /** Zero when somebody brought the reading without its evidence. */
        readonly root: Hex
        readonly received: number
      }
    | undefined
  /** `Devices.keyOf` by version. */
  readonly keys: Readonly<Record<number, AuditedKey>>
}

/** One figure beside the same one computed anew. */
export interface AuditedFigure {
  readonly figure: string
  readonly recorded: string
  /** Where {@link recorded} stands. */
  readonly source: string
  readonly recomputed: string
  /** What {@link recomputed} was computed from. */
  readonly basis: string
  readonly isEqual: boolean
}

/**
 * Computes a bill anew, from the terms and the two counters that it is made of.
 */
export function auditBill({ terms, bill, account, settled, before, reported }: BillRecord): AuditedFigure[] {
  const use = bill.metered && reported ? reported.closing.opSec - settled.opening.opSec : 0n
  const parts = partsOf({ terms, bill, account, settled }, use)
  const billed = 'RentBilled'
  const state = 'terms, account before the bill, period end'
  const total = (amounts: BillParts) => amounts.interest + amounts.principal + amounts.usage + amounts.fee
  return [
    compared('opening counters', counterText(settled.opening), 'PeriodSettled', counterText(before), before.event),
    compared('metered', bill.metered, billed, reported !== undefined && bill.metered, 'UsageReported'),
    compared('operating seconds', bill.opSec, billed, use, 'closing − opening counter'),
    compared('rent of use', bill.usage, billed, parts.usage, 'tariff, minimum rent, operating seconds'),
    compared('interest', bill.interest, billed, parts.interest, state),
    compared('principal', bill.principal, billed, parts.principal, state),
    compared('fee of an early end', bill.fee, billed, parts.fee, state),
    compared('rent', total(bill), `${billed}, sum`, total(parts), 'sum of the four'),
  ]
}

interface BillParts {
  readonly interest: bigint
  readonly principal: bigint
  readonly usage: bigint
  readonly fee: bigint
}

/** What a bill is computed from. */
type BillBasis = Pick<BillRecord, 'terms' | 'bill' | 'account' | 'settled'>

/** As `Leases.bill`. */
function partsOf({ terms, bill, account, settled }: BillBasis, opSec: bigint): BillParts {
  const elapsed = settled.end > account.last ? settled.end - account.last : 0n
  const accruedX18 = account.accruedX18 + rateX18Of(account.principal, terms.rateBps) * elapsed
  const interest = divideUp(accruedX18, 10n ** 18n) - account.dueInterest
  const notDue = account.principal - account.duePrincipal
  const repaid = terms.baseRent > interest ? terms.baseRent - interest : 0n
  const isLast = settled.last || bill.period >= terms.periods
  const isEarly = settled.last && bill.period < terms.periods
  return {
    interest,
    principal: isLast || repaid > notDue ? notDue : repaid,
    usage: usageOf({ terms, bill, settled }, opSec),
    fee: isEarly ? (account.principal * BigInt(terms.earlyFeeBps)) / BPS : 0n,
  }
}

/** A silent period bills its use with the next reading; after the last period there is none, so the minimum is billed. */
function usageOf({ terms, bill, settled }: Omit<BillBasis, 'account'>, opSec: bigint): bigint {
  const floor = terms.minimumRent - terms.baseRent
  const periods = bill.periodsMetered
  if (bill.metered) return billUsage({ tariff: terms.tariff, opSec, periods, floor })
  return settled.last ? floor * BigInt(periods) : 0n
}

/** One line for a set of counters. */
export function counterText({ seq, ts, opSec, idleSec, fuelMl }: MeterCounters): string {
  return `seq ${seq}, ts ${ts}, op ${opSec} s, idle ${idleSec} s, fuel ${fuelMl} ml`
}

/** A figure from what was recorded and what came out. */
export function compared(
  figure: string,
  recorded: string | number | bigint | boolean,
  source: string,
  recomputed: string | number | bigint | boolean,
  basis: string,
): AuditedFigure {
  const [left, right] = [String(recorded), String(recomputed)]
  return { figure, recorded: left, source, recomputed: right, basis, isEqual: left === right }
}
