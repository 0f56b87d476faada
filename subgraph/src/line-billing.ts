import { BigInt } from '@graphprotocol/graph-ts'
import { Line, LineBook } from '../generated/schema'

/** Days between two bills. */
export const BILLING_PERIOD = 30

const ONE = BigInt.fromI32(1)
const WAD = BigInt.fromString('1000000000000000000')
const SECONDS_PER_DAY = BigInt.fromI32(86400)
/** 10 000 bps × 365 days of seconds. */
const BPS_YEAR = BigInt.fromString('315360000000')

/** Interest up to an instant. */
export function accrue(line: Line, time: BigInt): void {
  if (time.le(line.accruedAt)) return
  line.accruedX18 = line.accruedX18.plus(line.rateX18.times(time.minus(line.accruedAt)))
  line.accruedAt = time
}

/** Penalty up to a day on what is due. Begins after the grace, and then counts from the day of the bill. */
export function penalise(line: Line, terms: LineBook, day: i32): void {
  if (line.dueSince === 0 || day <= line.dueSince + terms.graceDays || day <= line.penaltyDay) return
  const due = line.dueInterest.plus(line.duePrincipal)
  const seconds = BigInt.fromI32(day - line.penaltyDay).times(SECONDS_PER_DAY)
  line.penalty = line.penalty.plus(divideUp(due.times(BigInt.fromI32(terms.penaltyBps)).times(seconds), BPS_YEAR))
  line.penaltyDay = day
}

/** Interest accrued and not paid, in whole minor units, rounded up. */
export function interestOf(line: Line): BigInt {
  return divideUp(line.accruedX18, WAD)
}

/** Share, rounded up, of the whole units on the treasury's books. */
export function impairmentOf(line: Line): BigInt {
  const value = line.principal.plus(line.bookedX18.div(WAD))
  return divideUp(value.times(BigInt.fromI32(line.impairedPct)), BigInt.fromI32(100))
}

function divideUp(numerator: BigInt, denominator: BigInt): BigInt {
  return numerator.plus(denominator).minus(ONE).div(denominator)
}
