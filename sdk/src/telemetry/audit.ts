import type { Hex } from 'viem'
import {
  LEASE_STATES,
  type LeaseAccount,
  type LeaseAgreement,
  type LeaseTerms,
  leaseTermsHash,
  type PeriodUse,
  type RentBill,
  writeRentBill,
} from '../leases.ts'
import type { DeviceKey, DevicesDomain } from './reading.ts'
import { packTariff } from './tariff.ts'

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
  readonly terms: LeaseTerms
  /** Corners of the area of work, latE7, lonE7, … */
  readonly region: readonly number[]
  /** What the lessee has signed. */
  readonly termsHash: Hex
  /** `RentBilled`. */
  readonly bill: RentBill & { readonly period: number }
  /** `Leases.account` in the block before the bill. */
  readonly account: LeaseAccount
  /** `PeriodSettled`. */
  readonly settled: PeriodUse & { readonly opening: MeterCounters }
  /** `PeriodSettled` without a reading since the last one with. */
  readonly silent: number
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
export function auditBill(record: BillRecord): AuditedFigure[] {
  const { bill, settled, before, reported } = record
  const isMetered = settled.known && reported !== undefined
  const opSec = isMetered ? reported.closing.opSec - settled.opening.opSec : 0n
  const anew = billAnew(record, { known: isMetered, opSec: Number(opSec), periods: record.silent + 1 })
  const event = 'RentBilled'
  const basis = 'terms, account before the bill, period end'
  const termsHash = leaseTermsHash(record.leaseId, record.terms, record.region)
  return [
    compared('hash of the terms', record.termsHash, 'LeaseProposed', termsHash, 'terms, region'),
    compared('opening counters', counterText(settled.opening), 'PeriodSettled', counterText(before), before.event),
    compared('metered', bill.metered, event, anew.metered, 'PeriodSettled, UsageReported'),
    compared('operating seconds', bill.opSec, event, anew.opSec, 'closing − opening counter'),
    compared('periods of use', bill.periodsMetered, event, anew.periodsMetered, 'silent periods before'),
    compared('rent of use', bill.usage, event, anew.usage, 'tariff, minimum rent, operating seconds'),
    compared('interest', bill.interest, event, anew.interest, basis),
    compared('principal', bill.principal, event, anew.principal, basis),
    compared('fee of an early end', bill.fee, event, anew.fee, basis),
    compared('rent', rentOf(bill), `${event}, sum`, rentOf(anew), 'sum of the four'),
  ]
}

/** Penalties are no part of a bill, so their terms do not matter here. */
const NO_PENALTY = { penaltyBps: 0, graceDays: 0, utcOffset: 0 }

function billAnew(
  { terms, account, settled }: BillRecord,
  use: Pick<PeriodUse, 'known' | 'opSec' | 'periods'>,
): RentBill {
  const { rateBps, earlyFeeBps, periods, buyOut, deposit, baseRent, minimumRent, tariff } = terms
  const agreement: LeaseAgreement = {
    ...{ rateBps, earlyFeeBps, periods, buyOut, deposit, baseRent, minimumRent, tariff: packTariff(tariff) },
    ...{ state: LEASE_STATES.indexOf('Active'), finalBilled: false },
  }
  return writeRentBill(agreement, account, NO_PENALTY, { ...settled, ...use }, BigInt(settled.end)).bill
}

function rentOf({ interest, principal, usage, fee }: RentBill): bigint {
  return interest + principal + usage + fee
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
