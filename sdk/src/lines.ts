import { dayOf, maturityOf, startOfDay } from './days.ts'
import { BPS } from './money.ts'
import { YEAR_SECONDS } from './pricing.ts'
import { divideUp, smaller } from './rounding.ts'

/** States of a line in the order of the contract's enumeration. Arrears are no state: see {@link LineDebt.daysPastDue}. */
export const LINE_STATES = ['None', 'Active', 'NonAccrual', 'Defaulted', 'WrittenOff', 'Closed'] as const
export type LineState = (typeof LINE_STATES)[number]

/** Days from one bill to the next. */
export const BILLING_PERIOD_DAYS = 30
/** Parts in which principal falls due, one with each bill. */
const INSTALMENTS = 12n
const WAD = 10n ** 18n
const SECONDS_PER_DAY = 86_400n

/** The part of `CreditLines.line` that says what is owed. Amounts are minor units, X18 is minor units × 1e18. */
export interface LineAccount {
  /** Index in {@link LINE_STATES}. */
  readonly state: number
  readonly principal: bigint
  /** Interest per second on it. */
  readonly rateX18: bigint
  /** Last second up to which {@link accruedX18} reaches. */
  readonly last: number
  /** Interest accrued and not paid, billed or not. */
  readonly accruedX18: bigint
  /** Principal that has fallen due and is unpaid. */
  readonly duePrincipal: bigint
  /** Interest that has fallen due and is unpaid. */
  readonly dueInterest: bigint
  /** Day since which something is due, 0 when nothing is. */
  readonly dueSince: number
  /** Day of the next bill, 0 without debt. */
  readonly billDay: number
  /** Penalty up to {@link penaltyDay}, unpaid. */
  readonly penalty: bigint
  readonly penaltyDay: number
}

/** How a book bills. */
export interface BillingTerms {
  /** Yearly rate on what is past due. */
  readonly penaltyBps: number
  /** Days after a bill in which it may be paid without penalty. */
  readonly graceDays: number
  /** Offset of the local day from UTC in seconds, east positive. */
  readonly utcOffset: number
}

/** One bill as it is written, and what is due and unpaid with it. */
export interface LineBill {
  readonly day: number
  readonly interest: bigint
  readonly principalPart: bigint
  readonly dueInterest: bigint
  readonly duePrincipal: bigint
  readonly penalty: bigint
  readonly dueSince: number
}

/** What a merchant owes at a moment, as `CreditLines.debtOf` says it. */
export interface LineDebt {
  readonly principal: bigint
  /** Accrued, rounded up. */
  readonly interest: bigint
  readonly penalty: bigint
  readonly total: bigint
  /** What of it has fallen due, penalty included. */
  readonly due: bigint
  readonly dueSince: number
  readonly daysPastDue: number
  /** Day of the next bill, 0 without debt. */
  readonly billDay: number
}

/**
 * Brings a line to a moment: the bills of all days that have come, penalties, interest, to the last bit as the contract's
 * `LineBilling.bringUp`. Claims on a line written off stand still.
 * @param time unix seconds, not before the line's last
 */
export function bringUp<Line extends LineAccount>(
  line: Line,
  terms: BillingTerms,
  time: bigint,
): { readonly line: Line; readonly bills: readonly LineBill[] } {
  if (LINE_STATES[line.state] === 'WrittenOff') return { line, bills: [] }
  const day = dayOf(time, terms.utcOffset)
  const bills: LineBill[] = []
  let current = line
  while (current.billDay !== 0 && day >= current.billDay) {
    const billed = writeBill(penalised(current, terms, current.billDay), terms.utcOffset)
    bills.push(billed.bill)
    current = billed.line
  }
  return { line: accrued(penalised(current, terms, day), time), bills }
}

function accrued<Line extends LineAccount>(line: Line, time: bigint): Line {
  const last = BigInt(line.last)
  if (time <= last) return line
  return { ...line, accruedX18: line.accruedX18 + line.rateX18 * (time - last), last: Number(time) }
}

/** Penalty up to a day on what is due: none within the grace, afterwards from the day of the bill. */
function penalised<Line extends LineAccount>(line: Line, { penaltyBps, graceDays }: BillingTerms, day: number): Line {
  const { dueSince, penaltyDay } = line
  if (dueSince === 0 || day <= dueSince + graceDays || day <= penaltyDay) return line
  const seconds = BigInt(day - penaltyDay) * SECONDS_PER_DAY
  const penalty = divideUp((line.dueInterest + line.duePrincipal) * BigInt(penaltyBps) * seconds, BPS * YEAR_SECONDS)
  return { ...line, penalty: line.penalty + penalty, penaltyDay: day }
}

/** Interest of the days before the bill's, less what is billed already; a twelfth of the principal. */
function writeBill<Line extends LineAccount>(before: Line, utcOffset: number): { line: Line; bill: LineBill } {
  const day = before.billDay
  const line = accrued(before, maturityOf(day - 1, utcOffset))
  const interest = interestOf(line) - line.dueInterest
  const part = divideUp(line.principal, INSTALMENTS)
  const notDue = line.principal - line.duePrincipal
  const principalPart = smaller(part, notDue)
  const isFirstDue = line.dueSince === 0
  const billed: Line = {
    ...line,
    dueInterest: line.dueInterest + interest,
    duePrincipal: line.duePrincipal + principalPart,
    dueSince: isFirstDue ? day : line.dueSince,
    penaltyDay: isFirstDue ? day : line.penaltyDay,
    billDay: day + BILLING_PERIOD_DAYS,
  }
  const { dueInterest, duePrincipal, penalty, dueSince } = billed
  return { line: billed, bill: { day, interest, principalPart, dueInterest, duePrincipal, penalty, dueSince } }
}

/** Interest accrued and not paid, in whole minor units, rounded up. */
function interestOf({ accruedX18 }: LineAccount): bigint {
  return divideUp(accruedX18, WAD)
}

/**
 * What is owed at a moment, bills that nobody has written yet included.
 * @param time unix seconds
 */
export function debtAt(line: LineAccount, terms: BillingTerms, time: bigint): LineDebt {
  const { principal, penalty, dueInterest, duePrincipal, dueSince, billDay, ...now } = bringUp(line, terms, time).line
  const interest = divideUp(now.accruedX18, WAD)
  const day = dayOf(time, terms.utcOffset)
  return {
    principal,
    interest,
    penalty,
    total: principal + interest + penalty,
    due: dueInterest + duePrincipal + penalty,
    dueSince,
    daysPastDue: dueSince !== 0 && day > dueSince ? day - dueSince : 0,
    billDay,
  }
}

/** The bill that comes next if nothing is drawn or paid before; undefined without debt. */
export function nextBill(line: LineAccount, terms: BillingTerms, time: bigint): LineBill | undefined {
  const now = bringUp(line, terms, time).line
  if (now.billDay === 0) return undefined
  return bringUp(now, terms, startOfDay(now.billDay, terms.utcOffset)).bills[0]
}

/** Parts of a payment. */
export interface PaymentParts {
  /** What is taken: at most what is owed. */
  readonly paid: bigint
  readonly penalty: bigint
  readonly interest: bigint
  readonly principal: bigint
}

/** Splits a payment as the contract does: penalty, interest, principal; after write-off the principal first. */
export function splitPayment(debt: LineDebt, amount: bigint, state: LineState): PaymentParts {
  const paid = smaller(amount, debt.total)
  if (state === 'WrittenOff') {
    const [principal, penalty, interest] = shares(paid, [debt.principal, debt.penalty, debt.interest])
    return { paid, penalty, interest, principal }
  }
  const [penalty, interest, principal] = shares(paid, [debt.penalty, debt.interest, debt.principal])
  return { paid, penalty, interest, principal }
}

/** Serves three claims one after the other. */
function shares(paid: bigint, [first, second, third]: readonly [bigint, bigint, bigint]): [bigint, bigint, bigint] {
  const a = smaller(paid, first)
  const b = smaller(paid - a, second)
  const c = smaller(paid - a - b, third)
  return [a, b, c]
}

/**
 * The line after a payment, once it has been brought up to now. What stays drawn keeps its share of the price, rounded
 * down.
 * @param parts from {@link splitPayment} of the debt now
 */
export function afterPayment<Line extends LineAccount>(line: Line, parts: Omit<PaymentParts, 'paid'>): Line {
  const principal = line.principal - parts.principal
  const accruedX18 = line.accruedX18 - smaller(parts.interest * WAD, line.accruedX18)
  const dueInterest = line.dueInterest - smaller(parts.interest, line.dueInterest)
  const duePrincipal = line.duePrincipal - smaller(parts.principal, line.duePrincipal)
  const penalty = line.penalty - parts.penalty
  const isSettled = dueInterest === 0n && duePrincipal === 0n && penalty === 0n
  return {
    ...line,
    ...{ principal, accruedX18, dueInterest, duePrincipal, penalty },
    rateX18: principal === 0n ? 0n : (line.rateX18 * principal) / line.principal,
    dueSince: isSettled ? 0 : line.dueSince,
    penaltyDay: isSettled ? 0 : line.penaltyDay,
    billDay: principal === 0n && accruedX18 === 0n ? 0 : line.billDay,
  }
}

/**
 * The next bills, if what is due is paid now, each bill is paid on its day, and nothing else is drawn or repaid.
 * @param count how many at most; fewer when the line is paid off before
 */
export function billsToCome(line: LineAccount, terms: BillingTerms, time: bigint, count: number): readonly LineBill[] {
  const bills: LineBill[] = []
  let now = paidUp(bringUp(line, terms, time).line)
  while (bills.length < count && now.billDay !== 0 && LINE_STATES[now.state] !== 'WrittenOff') {
    const written = writeBill(now, terms.utcOffset)
    bills.push(written.bill)
    now = paidUp(written.line)
  }
  return bills
}

/** The line after all that is due has been paid. */
function paidUp<Line extends LineAccount>(line: Line): Line {
  return afterPayment(line, { penalty: line.penalty, interest: line.dueInterest, principal: line.duePrincipal })
}

/** Interest per second of an amount drawn at a yearly price, in minor units × 1e18, rounded down. */
export function rateX18Of(amount: bigint, rateBps: number): bigint {
  return (amount * BigInt(rateBps) * WAD) / (BPS * YEAR_SECONDS)
}

/** The line after a draw, once it has been brought up to now. */
export function afterDraw<Line extends LineAccount>(line: Line, amount: bigint, rateBps: number, today: number): Line {
  return {
    ...line,
    principal: line.principal + amount,
    rateX18: line.rateX18 + rateX18Of(amount, rateBps),
    billDay: line.billDay === 0 ? today + BILLING_PERIOD_DAYS : line.billDay,
  }
}

/** One band of a bank's policy. */
export interface PolicyBand {
  /** Lowest score of the band. */
  readonly minScore: number
  /** Limit as a share of the monthly turnover. */
  readonly multipleBps: number
  /** Yearly price. */
  readonly rateBps: number
  /** Most principal, in minor units. */
  readonly cap: bigint
}

/** How limits move, and how old a score may be. */
export interface PolicyRules {
  /** Seconds by which a score's data may lie behind at a draw. */
  readonly scoreMaxAge: number
  /** Most rise of a limit at once. */
  readonly stepBps: number
  /** Fewest days between two rises. */
  readonly stepDays: number
  /** Limits are multiples of it, rounded down. */
  readonly lot: bigint
  /** A limit below it may rise to it at once. */
  readonly starterLimit: bigint
}

/** A bank's public rule from a score to limit and price, as `LinePolicy` has it. */
export interface Policy {
  readonly rules: PolicyRules
  /** The best first. */
  readonly bands: readonly PolicyBand[]
}

/** What a policy makes of a score, before steps. */
export interface PolicyLimit {
  /** Minor units; 0 without a band. */
  readonly limit: bigint
  readonly rateBps: number
  /** Index of the band; undefined below the lowest. */
  readonly band: number | undefined
}

/**
 * Limit, price and band for a score, exactly as `LinePolicy.limitOf`:
 * `limit = ⌊min(cap, turnover · multiple) / lot⌋ · lot`.
 * @param turnover per month in 1/100 of the currency
 * @param decimals of the settlement asset, two or more
 */
export function policyLimit(policy: Policy, score: number, turnover: bigint, decimals: number): PolicyLimit {
  const index = policy.bands.findIndex(({ minScore }) => score >= minScore)
  const band = policy.bands[index]
  if (!band) return { limit: 0n, rateBps: 0, band: undefined }
  const multiple = (turnover * 10n ** BigInt(decimals - 2) * BigInt(band.multipleBps)) / BPS
  const most = smaller(multiple, band.cap)
  return { limit: toLot(most, policy.rules.lot), rateBps: band.rateBps, band: index }
}

/**
 * The limit after one step towards a target, exactly as `LinePolicy.step`: a lower one at once, a higher one by at most
 * a step, and not before the wait since the last rise is over.
 * @param raisedDay day of the last rise
 */
export function limitStep(rules: PolicyRules, limit: bigint, target: bigint, raisedDay: number, day: number): bigint {
  if (target <= limit) return target
  if (day < raisedDay + rules.stepDays) return limit
  const byStep = limit + (limit * BigInt(rules.stepBps)) / BPS
  const raised = byStep < rules.starterLimit ? rules.starterLimit : byStep
  if (raised >= target) return target
  const next = toLot(raised, rules.lot)
  return next > limit ? next : limit
}

function toLot(amount: bigint, lot: bigint): bigint {
  return amount - (amount % lot)
}
