import { type Address, encodeAbiParameters, getAbiItem, type Hex, keccak256 } from 'viem'
import { dayOf } from './days.ts'
import { leaseOffersAbi } from './generated/abi.ts'
import { markAt } from './line-decisions.ts'
import { type BillingTerms, rateX18Of } from './lines.ts'
import { BPS } from './money.ts'
import { YEAR_SECONDS } from './pricing.ts'
import { divideUp, smaller } from './rounding.ts'
import { type Bracket, billUsage, unpackTariff } from './telemetry/tariff.ts'

/** States of a lease in the order of the contract's enumeration. Arrears are no state: see {@link LeaseDebt.daysPastDue}. */
export const LEASE_STATES = [
  'None',
  'Signed',
  'Approved',
  'Active',
  'Noticed',
  'Defaulted',
  'Repossessed',
  'WrittenOff',
  'Ended',
  'Cancelled',
] as const
export type LeaseStateName = (typeof LEASE_STATES)[number]

/** States of an offer in the order of the contract's enumeration. */
export const LEASE_OFFER_STATES = ['None', 'Open', 'Taken', 'Withdrawn'] as const

/** How far a machine's meter can be trusted, in the order of the contract's enumeration. */
export const DEVICE_TIERS = ['SelfReported', 'SoftwareKey', 'SecureElement', 'Attested'] as const

/** Days in which an offer, a signature or an approval waits for the next step. */
export const LEASE_STEP_DAYS = 30
/** Days past due from which the bank may give notice. */
export const NOTICE_FROM_DAYS = 30

const WAD = 10n ** 18n
const SECONDS_PER_DAY = 86_400n

/** What the gateway watches for. */
export interface AlarmLimits {
  readonly unusedHours: number
  readonly fuelRatePct: number
  readonly idlePct: number
}

/** Everything that manufacturer, lessee and bank agree on: `ILeases.Terms`. Amounts are minor units. */
export interface LeaseTerms {
  readonly deviceId: Hex
  readonly lessee: Address
  readonly price: bigint
  readonly buyOut: bigint
  readonly deposit: bigint
  /** Per period; pays interest first, then what was financed. */
  readonly baseRent: bigint
  /** Least rent of a period, base rent included. */
  readonly minimumRent: bigint
  readonly rateBps: number
  /** Part of what is financed that the manufacturer leaves at the treasury against losses. */
  readonly coverBps: number
  readonly earlyFeeBps: number
  readonly periodDays: number
  readonly periods: number
  readonly tariff: readonly Bracket[]
  readonly alarms: AlarmLimits
}

/**
 * What the lessee signs for: the hash in `LeaseProposed`.
 * @param region corners as `latE7, lonE7, …`, see `cornersOf`
 */
export function leaseTermsHash(leaseId: bigint, terms: LeaseTerms, region: readonly number[]): Hex {
  const { inputs } = getAbiItem({ abi: leaseOffersAbi, name: 'propose' })
  const tariff = terms.tariff.map(({ fromHours, pricePerHour }) => ({ fromHours, pricePerHour: Number(pricePerHour) }))
  return keccak256(encodeAbiParameters([{ type: 'uint256' }, ...inputs], [leaseId, { ...terms, tariff }, region]))
}

/** The part of `Leases.lease` that bills and payments follow from. */
export interface LeaseAgreement {
  /** Index in {@link LEASE_STATES}. */
  readonly state: number
  readonly rateBps: number
  readonly earlyFeeBps: number
  readonly periods: number
  readonly finalBilled: boolean
  readonly buyOut: bigint
  readonly deposit: bigint
  readonly baseRent: bigint
  readonly minimumRent: bigint
  /** Packed, see `unpackTariff`. */
  readonly tariff: bigint
}

/** What is owed and held: `Leases.account`. Amounts are minor units, X18 is minor units × 1e18. */
export interface LeaseAccount {
  readonly principal: bigint
  readonly duePrincipal: bigint
  readonly penalty: bigint
  readonly impairedPct: number
  /** What accrues is not on the treasury's ledger. */
  readonly nonAccrual: boolean
  readonly accruedX18: bigint
  readonly dueUsage: bigint
  /** Last second up to which {@link accruedX18} reaches. */
  readonly last: number
  readonly unbookedX18: bigint
  readonly impaired: bigint
  /** Day of the oldest unpaid bill, 0 when none. */
  readonly dueSince: number
  readonly penaltyDay: number
  readonly dueInterest: bigint
  /** Deposit and prepaid rent. */
  readonly held: bigint
  readonly cover: bigint
}

/** A debt in parts, and what is held against it: `Leases.debtOf`. */
export interface LeaseDebt {
  readonly principal: bigint
  /** Accrued, rounded up. */
  readonly interest: bigint
  readonly usage: bigint
  readonly penalty: bigint
  /** What of it has fallen due. */
  readonly due: bigint
  readonly total: bigint
  readonly held: bigint
  readonly cover: bigint
  readonly dueSince: number
  readonly daysPastDue: number
}

/** Use that a settled period brings, as `UsageMeter.settle` returns it. */
export interface PeriodUse {
  /** False when no reading counted; then `opSec` is zero. */
  readonly known: boolean
  /** The meter has stopped. */
  readonly last: boolean
  readonly period: number
  /** Periods that the use belongs to: this one and the silent ones before it. */
  readonly periods: number
  /** Last second of the period. */
  readonly end: number
  readonly opSec: number
}

/** What a period's bill makes due. */
export interface RentBill {
  readonly metered: boolean
  readonly opSec: number
  readonly periodsMetered: number
  /** Base rent: interest first, then principal. */
  readonly interest: bigint
  readonly principal: bigint
  readonly usage: bigint
  /** What an early end costs. */
  readonly fee: bigint
}

/** A payment of rent in parts. */
export interface RentPayment {
  readonly penalty: bigint
  readonly interest: bigint
  readonly principal: bigint
  readonly usage: bigint
}

// ---------------------------------------------------------------- bills

/** The account after a bill, before it is paid from prepaid rent. */
export interface WrittenRentBill {
  readonly account: LeaseAccount
  readonly bill: RentBill
  /** All that is due with it; with the last bill also falls due what has accrued since the period's end. */
  readonly due: bigint
}

/**
 * Writes the bill of a settled period as the contract's `LeaseAccounts.bill`, to the last bit: interest up to the
 * period's end, base rent, price of use, and the fee of an early end. Also the preview of a bill to come.
 * @param time second of the bill, unix time
 */
export function writeRentBill(
  agreement: LeaseAgreement,
  account: LeaseAccount,
  terms: BillingTerms,
  use: PeriodUse,
  time: bigint,
): WrittenRentBill {
  const day = dayOf(time, terms.utcOffset)
  const before = penalised(accrued(account, agreement.rateBps, BigInt(use.end)), terms, day)
  const usage = usageOf(agreement, use)
  const fee = use.last && use.period < agreement.periods ? earlyEndFee(before.principal, agreement.earlyFeeBps) : 0n
  const all = use.last || use.period >= agreement.periods
  const { interest, principal } = baseRentParts(before, agreement.baseRent, all)
  const billed = withDue(before, { interest, principal, usage: usage + fee }, day)
  const bill = { metered: use.known, opSec: use.opSec, periodsMetered: use.periods, interest, principal, usage, fee }
  const now = accrued(billed, agreement.rateBps, time)
  return { account: use.last ? accelerated(now) : now, bill, due: dueOf(billed) }
}

/** What a lessee that ends the lease before its term pays on top: a share of the principal, rounded down. */
export function earlyEndFee(principal: bigint, earlyFeeBps: number): bigint {
  return (principal * BigInt(earlyFeeBps)) / BPS
}

/** Silent periods cost nothing for use until a reading comes, or until the last bill, which takes the commitment. */
function usageOf({ tariff, minimumRent, baseRent }: LeaseAgreement, use: PeriodUse): bigint {
  const floor = minimumRent - baseRent
  if (use.known) {
    return billUsage({ tariff: unpackTariff(tariff), opSec: BigInt(use.opSec), periods: use.periods, floor })
  }
  return use.last ? floor * BigInt(use.periods) : 0n
}

function baseRentParts(account: LeaseAccount, baseRent: bigint, all: boolean) {
  const interest = interestOf(account) - account.dueInterest
  const notDue = account.principal - account.duePrincipal
  const part = baseRent > interest ? baseRent - interest : 0n
  return { interest, principal: all ? notDue : smaller(part, notDue) }
}

function withDue(account: LeaseAccount, made: Omit<RentPayment, 'penalty'>, day: number): LeaseAccount {
  const billed = {
    ...account,
    dueInterest: account.dueInterest + made.interest,
    duePrincipal: account.duePrincipal + made.principal,
    dueUsage: account.dueUsage + made.usage,
  }
  if (billed.dueSince !== 0 || dueOf(billed) === 0n) return billed
  return { ...billed, dueSince: day, penaltyDay: day }
}

/** Rent held beyond the deposit: a bill is paid from it as far as it goes. */
export function prepaidRent({ held }: LeaseAccount, { deposit }: LeaseAgreement): bigint {
  return held > deposit ? held - deposit : 0n
}

// ---------------------------------------------------------------- time

/**
 * Brings an account to a moment, as `LeaseAccounts`: penalties, interest; a lease that was ended owes everything. Claims
 * on a lease written off stand still.
 * @param time unix seconds, not before the account's last
 */
export function bringUpLease(
  agreement: LeaseAgreement,
  account: LeaseAccount,
  terms: BillingTerms,
  time: bigint,
): LeaseAccount {
  if (!isOwing(agreement.state)) return account
  const now = accrued(penalised(account, terms, dayOf(time, terms.utcOffset)), agreement.rateBps, time)
  const isEnded = agreement.finalBilled || ENDED.has(LEASE_STATES[agreement.state])
  return isEnded ? accelerated(now) : now
}

const OWING: ReadonlySet<string | undefined> = new Set(['Active', 'Noticed', 'Defaulted', 'Repossessed'])
const ENDED: ReadonlySet<string | undefined> = new Set(['Defaulted', 'Repossessed'])

function isOwing(state: number): boolean {
  return OWING.has(LEASE_STATES[state])
}

/** All falls due: principal, and the interest accrued to now. */
export function accelerated(account: LeaseAccount): LeaseAccount {
  return { ...account, duePrincipal: account.principal, dueInterest: interestOf(account) }
}

function accrued(account: LeaseAccount, rateBps: number, time: bigint): LeaseAccount {
  const last = BigInt(account.last)
  if (time <= last) return account
  const earned = rateX18Of(account.principal, rateBps) * (time - last)
  return {
    ...account,
    accruedX18: account.accruedX18 + earned,
    unbookedX18: account.unbookedX18 + (account.nonAccrual ? earned : 0n),
    last: Number(time),
  }
}

/** Penalty up to a day on what is due: none within the grace, afterwards from the day of the oldest unpaid bill. */
function penalised(account: LeaseAccount, { penaltyBps, graceDays }: BillingTerms, day: number): LeaseAccount {
  const { dueSince, penaltyDay } = account
  if (dueSince === 0 || day <= dueSince + graceDays || day <= penaltyDay) return account
  const seconds = BigInt(day - penaltyDay) * SECONDS_PER_DAY
  const penalty = divideUp((dueOf(account) - account.penalty) * BigInt(penaltyBps) * seconds, BPS * YEAR_SECONDS)
  return { ...account, penalty: account.penalty + penalty, penaltyDay: day }
}

/** Interest accrued and unpaid, in whole minor units, rounded up. */
function interestOf({ accruedX18 }: LeaseAccount): bigint {
  return divideUp(accruedX18, WAD)
}

function dueOf({ dueInterest, duePrincipal, dueUsage, penalty }: LeaseAccount): bigint {
  return dueInterest + duePrincipal + dueUsage + penalty
}

/**
 * What is owed at a moment; a bill that nobody has written yet is not part of it.
 * @param time unix seconds
 */
export function leaseDebtAt(
  agreement: LeaseAgreement,
  account: LeaseAccount,
  terms: BillingTerms,
  time: bigint,
): LeaseDebt {
  const now = bringUpLease(agreement, account, terms, time)
  const { principal, dueUsage: usage, penalty, held, cover, dueSince } = now
  const interest = interestOf(now)
  const day = dayOf(time, terms.utcOffset)
  const daysPastDue = dueSince !== 0 && day > dueSince ? day - dueSince : 0
  const total = principal + interest + usage + penalty
  return { principal, interest, usage, penalty, due: dueOf(now), total, held, cover, dueSince, daysPastDue }
}

// ---------------------------------------------------------------- payments

/**
 * Splits a payment as the contract does: penalty, interest, principal, use.
 * @param account brought up to now
 * @param paid at most what is due
 */
export function splitRent(account: LeaseAccount, paid: bigint): RentPayment {
  let rest = paid
  const take = (due: bigint) => {
    const part = smaller(rest, due)
    rest -= part
    return part
  }
  return {
    penalty: take(account.penalty),
    interest: take(account.dueInterest),
    principal: take(account.duePrincipal),
    usage: take(account.dueUsage),
  }
}

/**
 * The account after a payment. Interest on the treasury's ledger is paid first; cash lifts a mark in proportion.
 * @param parts from {@link splitRent} of the account brought up to now
 */
export function afterRent(account: LeaseAccount, parts: RentPayment): LeaseAccount {
  const settledX18 = smaller(parts.interest * WAD, account.accruedX18)
  const bookedX18 = smaller(bookedOf(account), settledX18)
  const paid = {
    ...account,
    accruedX18: account.accruedX18 - settledX18,
    unbookedX18: account.unbookedX18 - (settledX18 - bookedX18),
    penalty: account.penalty - parts.penalty,
    dueInterest: account.dueInterest - parts.interest,
    principal: account.principal - parts.principal,
    duePrincipal: account.duePrincipal - parts.principal,
    dueUsage: account.dueUsage - parts.usage,
  }
  const settled = dueOf(paid) === 0n ? { ...paid, dueSince: 0, penaltyDay: 0 } : paid
  return released(settled)
}

/** A cured lease accrues beside its mark; while that outweighs the cash, the mark stays as it is. */
function released(account: LeaseAccount): LeaseAccount {
  const impaired = smaller(impairmentOf(account, account.impairedPct), account.impaired)
  return { ...account, impaired, impairedPct: impaired === 0n ? 0 : account.impairedPct }
}

/** The account after a payment from what is held. */
export function afterHeldRent(account: LeaseAccount, parts: RentPayment): LeaseAccount {
  const paid = parts.penalty + parts.interest + parts.principal + parts.usage
  return { ...afterRent(account, parts), held: account.held - paid }
}

/** What ending a lease takes from the lessee's account now, and what comes back. */
export interface FinishCost {
  /** Still owed: paid from what is held first. */
  readonly due: bigint
  /** Price of keeping the machine, 0 when it is given back. */
  readonly price: bigint
  /** What the lessee has to bring. */
  readonly missing: bigint
  readonly refund: bigint
}

/** Cost of `Leases.finish` at a moment, once the last period has been billed. */
export function finishCost(
  agreement: LeaseAgreement,
  account: LeaseAccount,
  terms: BillingTerms,
  buyOut: boolean,
  time: bigint,
): FinishCost {
  const due = dueOf(bringUpLease(agreement, account, terms, time))
  const price = buyOut ? agreement.buyOut : 0n
  const cost = due + price
  const isCovered = account.held >= cost
  return { due, price, missing: isCovered ? 0n : cost - account.held, refund: isCovered ? account.held - cost : 0n }
}

// ---------------------------------------------------------------- bad debt

/** Value marked down at a percentage: a share, rounded up, of principal and of the interest on the treasury's ledger. */
export function impairmentOf(account: LeaseAccount, pct: number): bigint {
  return divideUp((account.principal + bookedOf(account) / WAD) * BigInt(pct), 100n)
}

/** The mark in percent that anyone may give a lease at these days past due, 0 when the present one is not exceeded. */
export function nextLeaseMark({ impairedPct, nonAccrual }: LeaseAccount, daysPastDue: number): number {
  const pct = markAt(daysPastDue)
  if (pct === 0) return 0
  if (!nonAccrual) return Math.max(pct, impairedPct)
  return pct > impairedPct ? pct : 0
}

/** The account after a mark, once it has been brought up: what accrues from now on is not on the treasury's ledger. */
export function afterMark(account: LeaseAccount, pct: number): LeaseAccount {
  return { ...account, nonAccrual: true, impairedPct: pct, impaired: impairmentOf(account, pct) }
}

/** Interest on the treasury's ledger, × 1e18. */
function bookedOf({ accruedX18, unbookedX18 }: LeaseAccount): bigint {
  return accruedX18 - unbookedX18
}
