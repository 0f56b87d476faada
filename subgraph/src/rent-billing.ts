import { BigInt } from '@graphprotocol/graph-ts'
import { Lease, LeaseBook, LeaseOffer } from '../generated/schema'

const ONE = BigInt.fromI32(1)
const HUNDRED = BigInt.fromI32(100)
const WAD = BigInt.fromString('1000000000000000000')
const SECONDS_PER_DAY = BigInt.fromI32(86400)
/** 10 000 bps × 365 days of seconds. */
const BPS_YEAR = BigInt.fromString('315360000000')

/** Brings a lease to an instant: penalty, interest; one that was ended owes everything. Written off, it stands still. */
export function bringUp(book: LeaseBook, lease: Lease, day: i32, time: BigInt): void {
  if (!isOwing(lease)) return
  penalise(lease, book, day)
  accrue(lease, time)
  if (lease.finalBilled || lease.state == 'Defaulted' || lease.state == 'Repossessed') accelerate(lease)
}

/** All falls due: principal, and the interest accrued to now. */
export function accelerate(lease: Lease): void {
  lease.duePrincipal = lease.principal
  lease.dueInterest = divideUp(lease.accruedX18, WAD)
}

function isOwing(lease: Lease): boolean {
  const state = lease.state
  return state == 'Active' || state == 'Noticed' || state == 'Defaulted' || state == 'Repossessed'
}

/** Interest up to an instant. */
export function accrue(lease: Lease, time: BigInt): void {
  if (time.le(lease.accruedAt)) return
  const earned = rateX18Of(lease).times(time.minus(lease.accruedAt))
  lease.accruedX18 = lease.accruedX18.plus(earned)
  if (lease.nonAccrual) lease.unbookedX18 = lease.unbookedX18.plus(earned)
  lease.accruedAt = time
}

/** Interest per second on the principal, rounded down. */
export function rateX18Of(lease: Lease): BigInt {
  const offer = LeaseOffer.load(lease.offer)
  if (offer == null) return BigInt.zero()
  return lease.principal.times(BigInt.fromI32(offer.rateBps)).times(WAD).div(BPS_YEAR)
}

/** Penalty up to a day on what is due. Begins after the grace, and then counts from the day of the oldest unpaid bill. */
export function penalise(lease: Lease, terms: LeaseBook, day: i32): void {
  if (lease.dueSince === 0 || day <= lease.dueSince + terms.graceDays || day <= lease.penaltyDay) return
  const due = lease.dueInterest.plus(lease.duePrincipal).plus(lease.dueUsage)
  const seconds = BigInt.fromI32(day - lease.penaltyDay).times(SECONDS_PER_DAY)
  lease.penalty = lease.penalty.plus(divideUp(due.times(BigInt.fromI32(terms.penaltyBps)).times(seconds), BPS_YEAR))
  lease.penaltyDay = day
}

/** Takes a payment off what is owed; interest on the treasury's ledger is paid first. */
export function settle(lease: Lease, principal: BigInt, accruedX18: BigInt): void {
  const settled = lease.accruedX18.minus(accruedX18)
  const onLedger = lease.accruedX18.minus(lease.unbookedX18)
  const booked = settled.lt(onLedger) ? settled : onLedger
  lease.unbookedX18 = lease.unbookedX18.minus(settled.minus(booked))
  lease.accruedX18 = accruedX18
  lease.principal = principal
  // A cured lease accrues beside its mark; while that outweighs the cash, the mark stays as it is.
  const share = impairmentOf(lease)
  if (share.lt(lease.impaired)) lease.impaired = share
  if (lease.impaired.isZero()) lease.impairedPct = 0
}

/** Share, rounded up, of the whole units on the treasury's books. */
function impairmentOf(lease: Lease): BigInt {
  const value = lease.principal.plus(lease.accruedX18.minus(lease.unbookedX18).div(WAD))
  return divideUp(value.times(BigInt.fromI32(lease.impairedPct)), HUNDRED)
}

function divideUp(numerator: BigInt, denominator: BigInt): BigInt {
  return numerator.plus(denominator).minus(ONE).div(denominator)
}
