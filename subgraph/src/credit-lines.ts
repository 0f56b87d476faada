import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import {
  AuthorityUpdated,
  Billed,
  BillingTermsSet,
  Drawn,
  LimitChanged,
  LineClosed,
  LineCured,
  LineDefaulted,
  LineMarked,
  LineOpened,
  LineOverridden,
  LineWrittenOff,
  Repaid,
  ScoreOracleChanged,
} from '../generated/CreditLines/CreditLines'
import {
  recordAuthorityUpdated,
  recordBilled,
  recordBillingTermsSet,
  recordDrawn,
  recordLimitChanged,
  recordLineClosed,
  recordLineCured,
  recordLineDefaulted,
  recordLineMarked,
  recordLineOpened,
  recordLineOverridden,
  recordLineWrittenOff,
  recordRepaid,
  recordScoreOracleChanged,
} from '../generated/journal/CreditLines'
import {
  Bill,
  Draw,
  LimitDecision,
  Line,
  LineBook,
  LineMark,
  LinePolicyVersion,
  LineRepayment,
} from '../generated/schema'
import { setAuthority } from './contracts'
import { endOfDay, localDay } from './deployment'
import { recordFlow } from './flows'
import { versionId } from './ids'
import { accrue, BILLING_PERIOD, impairmentOf, interestOf, penalise } from './line-billing'
import { loadLine, loadLineBook, putBack, takeOut } from './line-rows'
import { obligorId } from './obligors'
import { isConsented, loadMerchantScore } from './scoring-rows'

const NO_BAND = 255

// ------------------------------------------------------------------ limit

export function handleLineOpened(event: LineOpened): void {
  const entry = recordLineOpened(event)
  const book = loadLineBook(event.address)
  const line = loadLine(event.address, event.params.merchant)
  takeOut(book, line)
  line.obligor = obligorId(event.params.obligor)
  line.state = 'Active'
  if (line.openedAt === null) line.openedAt = event.block.timestamp
  line.closedAt = null
  putBack(book, line, entry)
}

export function handleLimitChanged(event: LimitChanged): void {
  const entry = recordLimitChanged(event)
  const book = loadLineBook(event.address)
  const line = loadLine(event.address, event.params.merchant)
  saveDecision(event, book, line, entry)
  takeOut(book, line)
  if (event.params.newLimit.gt(event.params.oldLimit)) line.raisedDay = localDay(event.block.timestamp)
  line.limit = event.params.newLimit
  line.rateBps = event.params.rateBps
  line.band = event.params.band
  line.scoreAt = event.params.scoreAt
  line.policyVersion = event.params.policyVersion
  line.overrideUntil = 0
  line.decisions += 1
  book.decisions += 1
  putBack(book, line, entry)
}

/** Stores what a decision followed from, before it changes the line. A score is never zero: zero is a default's. */
function saveDecision(event: LimitChanged, book: LineBook, line: Line, entry: Bytes): void {
  const isPolicy = event.params.score !== 0
  const score = loadMerchantScore(book.scoreOracle, event.params.merchant)
  const decision = newDecision(event, line, entry)
  decision.kind = isPolicy ? 'Policy' : 'Default'
  decision.oldLimit = event.params.oldLimit
  decision.newLimit = event.params.newLimit
  decision.rateBps = event.params.rateBps
  decision.band = event.params.band
  decision.score = event.params.score
  decision.pdBps = event.params.pdBps
  decision.scoreAt = event.params.scoreAt
  decision.by = event.transaction.from
  if (isPolicy) {
    decision.turnover = score.turnover
    decision.answer = score.answer
    const policy = versionId(book.policy, event.params.policyVersion)
    decision.policyVersion = policy
    decision.mayRise = scoreMayRaise(book, event.params.merchant, policy, event.block.timestamp)
    decision.isFirst = line.decisions === 0 && line.overrides === 0
  }
  decision.save()
}

/** Whether a limit may follow the merchant's score upwards: it is consented, the newest, and recent. */
function scoreMayRaise(book: LineBook, merchant: Bytes, policyVersion: Bytes, now: BigInt): boolean {
  const score = loadMerchantScore(book.scoreOracle, merchant)
  const policy = LinePolicyVersion.load(policyVersion)
  if (policy == null || score.open !== null) return false
  return score.asOf.plus(policy.scoreMaxAge).ge(now) && isConsented(score, now)
}

export function handleLineOverridden(event: LineOverridden): void {
  const entry = recordLineOverridden(event)
  const book = loadLineBook(event.address)
  const line = loadLine(event.address, event.params.merchant)
  const decision = newDecision(event, line, entry)
  decision.kind = 'Override'
  decision.oldLimit = event.params.oldLimit
  decision.newLimit = event.params.newLimit
  decision.rateBps = event.params.rateBps
  decision.by = event.params.by
  decision.justification = event.params.reason
  decision.untilDay = event.params.untilDay
  decision.save()
  takeOut(book, line)
  line.limit = event.params.newLimit
  line.rateBps = event.params.rateBps
  line.overrideUntil = event.params.untilDay
  line.band = NO_BAND
  line.overrides += 1
  book.overrides += 1
  putBack(book, line, entry)
}

/** A decision on a line with what the line was before; what the policy adds is empty. */
function newDecision(event: ethereum.Event, line: Line, entry: Bytes): LimitDecision {
  const decision = new LimitDecision(entry)
  decision.line = line.id
  decision.book = line.book
  decision.merchant = line.merchant
  decision.band = NO_BAND
  decision.score = 0
  decision.pdBps = 0
  decision.turnover = BigInt.zero()
  decision.scoreAt = line.scoreAt
  decision.mayRise = false
  decision.isFirst = false
  decision.raisedDay = line.raisedDay
  decision.day = localDay(event.block.timestamp)
  decision.timestamp = event.block.timestamp
  decision.transaction = event.transaction.hash
  return decision
}

// ------------------------------------------------------------------ money

export function handleDrawn(event: Drawn): void {
  const entry = recordDrawn(event)
  const book = loadLineBook(event.address)
  const line = loadLine(event.address, event.params.merchant)
  takeOut(book, line)
  bringUp(event, book, line)
  line.principal = event.params.principal
  line.rateX18 = event.params.rateX18
  line.accruedX18 = event.params.accruedX18
  line.billDay = event.params.billDay
  line.drawn = line.drawn.plus(event.params.amount)
  book.drawn = book.drawn.plus(event.params.amount)
  putBack(book, line, entry)
  const draw = new Draw(entry)
  draw.line = line.id
  draw.merchant = line.merchant
  draw.amount = event.params.amount
  draw.rateBps = event.params.rateBps
  draw.principal = event.params.principal
  draw.timestamp = event.block.timestamp
  draw.transaction = event.transaction.hash
  draw.save()
  recordFlow(event.address, 'Drawn', event.params.amount)
}

export function handleBilled(event: Billed): void {
  const entry = recordBilled(event)
  const book = loadLineBook(event.address)
  const line = loadLine(event.address, event.params.merchant)
  const day = event.params.day
  takeOut(book, line)
  penalise(line, book, day)
  accrue(line, endOfDay(day - 1))
  if (line.dueSince === 0) line.penaltyDay = day
  line.dueSince = event.params.dueSince
  line.dueInterest = event.params.dueInterest
  line.duePrincipal = event.params.duePrincipal
  line.penalty = event.params.penalty
  line.billDay = day + BILLING_PERIOD
  // All bills that have come are written together, so this one is the last when the next lies ahead.
  if (line.billDay > localDay(event.block.timestamp)) bringUp(event, book, line)
  const amount = event.params.interest.plus(event.params.principalPart)
  line.billed = line.billed.plus(amount)
  book.billed = book.billed.plus(amount)
  putBack(book, line, entry)
  saveBill(event, line, entry)
  recordFlow(event.address, 'Billed', amount)
}

function saveBill(event: Billed, line: Line, entry: Bytes): void {
  const bill = new Bill(entry)
  bill.line = line.id
  bill.merchant = line.merchant
  bill.day = event.params.day
  bill.interest = event.params.interest
  bill.principalPart = event.params.principalPart
  bill.dueInterest = event.params.dueInterest
  bill.duePrincipal = event.params.duePrincipal
  bill.penalty = event.params.penalty
  bill.dueSince = event.params.dueSince
  bill.timestamp = event.block.timestamp
  bill.transaction = event.transaction.hash
  bill.save()
}

export function handleRepaid(event: Repaid): void {
  const entry = recordRepaid(event)
  const book = loadLineBook(event.address)
  const line = loadLine(event.address, event.params.merchant)
  takeOut(book, line)
  bringUp(event, book, line)
  const settled = line.accruedX18.minus(event.params.accruedX18)
  line.bookedX18 = line.bookedX18.minus(settled.lt(line.bookedX18) ? settled : line.bookedX18)
  line.principal = event.params.principal
  line.rateX18 = event.params.rateX18
  line.accruedX18 = event.params.accruedX18
  line.dueInterest = event.params.dueInterest
  line.duePrincipal = event.params.duePrincipal
  line.penalty = event.params.penalty
  settle(line)
  const recovered = line.state == 'WrittenOff'
  addPayment(book, line, event, recovered)
  putBack(book, line, entry)
  saveRepayment(event, line, recovered, entry)
  if (!recovered) recordFlow(event.address, 'Repaid', event.params.principalPaid)
  recordFlow(event.address, 'LineIncome', event.params.interestPaid.plus(event.params.penaltyPaid))
}

/** What ends with a payment: dates of what is paid, and the mark in proportion to the value that is left. */
function settle(line: Line): void {
  if (line.dueInterest.isZero() && line.duePrincipal.isZero() && line.penalty.isZero()) {
    line.dueSince = 0
    line.penaltyDay = 0
  }
  if (line.principal.isZero() && line.accruedX18.isZero()) line.billDay = 0
  if (line.impaired.isZero()) return
  line.impaired = impairmentOf(line)
  if (line.impaired.isZero()) line.impairedPct = 0
}

function addPayment(book: LineBook, line: Line, event: Repaid, recovered: boolean): void {
  const principal = event.params.principalPaid
  line.interestPaid = line.interestPaid.plus(event.params.interestPaid)
  line.penaltyPaid = line.penaltyPaid.plus(event.params.penaltyPaid)
  book.interestPaid = book.interestPaid.plus(event.params.interestPaid)
  book.penaltyPaid = book.penaltyPaid.plus(event.params.penaltyPaid)
  if (recovered) {
    line.recovered = line.recovered.plus(principal)
    book.recovered = book.recovered.plus(principal)
  } else {
    line.repaid = line.repaid.plus(principal)
    book.repaid = book.repaid.plus(principal)
  }
}

function saveRepayment(event: Repaid, line: Line, recovered: boolean, entry: Bytes): void {
  const repayment = new LineRepayment(entry)
  repayment.line = line.id
  repayment.merchant = line.merchant
  repayment.payer = event.params.payer
  repayment.penaltyPaid = event.params.penaltyPaid
  repayment.interestPaid = event.params.interestPaid
  repayment.principalPaid = event.params.principalPaid
  repayment.principal = event.params.principal
  repayment.recovered = recovered
  repayment.timestamp = event.block.timestamp
  repayment.transaction = event.transaction.hash
  repayment.save()
}

// ------------------------------------------------------------------ bad debt

export function handleLineMarked(event: LineMarked): void {
  const entry = recordLineMarked(event)
  const book = loadLineBook(event.address)
  const line = loadLine(event.address, event.params.merchant)
  takeOut(book, line)
  if (event.params.newPct >= event.params.oldPct) mark(event, book, line)
  line.impairedPct = event.params.newPct
  line.impaired = event.params.impaired
  putBack(book, line, entry)
  const row = new LineMark(entry)
  row.line = line.id
  row.merchant = line.merchant
  row.oldPct = event.params.oldPct
  row.newPct = event.params.newPct
  row.impaired = event.params.impaired
  row.daysPastDue = event.params.daysPastDue
  row.by = event.params.by
  row.timestamp = event.block.timestamp
  row.transaction = event.transaction.hash
  row.save()
}

/** The first mark stops the accrual in NAV; what has accrued there stays. A release does not touch the debt. */
function mark(event: LineMarked, book: LineBook, line: Line): void {
  bringUp(event, book, line)
  if (line.state != 'Active') return
  line.state = 'NonAccrual'
  line.bookedX18 = line.accruedX18
}

export function handleLineDefaulted(event: LineDefaulted): void {
  const entry = recordLineDefaulted(event)
  const book = loadLineBook(event.address)
  const line = loadLine(event.address, event.params.merchant)
  takeOut(book, line)
  bringUp(event, book, line)
  line.state = 'Defaulted'
  line.duePrincipal = line.principal
  line.dueInterest = interestOf(line)
  line.defaultedAt = event.block.timestamp
  putBack(book, line, entry)
}

export function handleLineWrittenOff(event: LineWrittenOff): void {
  const entry = recordLineWrittenOff(event)
  const book = loadLineBook(event.address)
  const line = loadLine(event.address, event.params.merchant)
  takeOut(book, line)
  bringUp(event, book, line)
  line.state = 'WrittenOff'
  line.rateX18 = BigInt.zero()
  line.billDay = 0
  line.bookedX18 = BigInt.zero()
  line.impaired = BigInt.zero()
  line.impairedPct = 0
  line.writtenOff = line.writtenOff.plus(event.params.principal)
  line.writtenOffAt = event.block.timestamp
  book.writtenOff = book.writtenOff.plus(event.params.principal)
  putBack(book, line, entry)
}

export function handleLineCured(event: LineCured): void {
  const entry = recordLineCured(event)
  const book = loadLineBook(event.address)
  const line = loadLine(event.address, event.params.merchant)
  takeOut(book, line)
  line.state = 'Active'
  putBack(book, line, entry)
}

export function handleLineClosed(event: LineClosed): void {
  const entry = recordLineClosed(event)
  const book = loadLineBook(event.address)
  const line = loadLine(event.address, event.params.merchant)
  takeOut(book, line)
  bringUp(event, book, line)
  line.state = 'Closed'
  line.closedAt = event.block.timestamp
  putBack(book, line, entry)
}

/** Penalty and interest up to the event. Claims on a line written off stand still. */
function bringUp(event: ethereum.Event, book: LineBook, line: Line): void {
  if (line.state == 'WrittenOff') return
  penalise(line, book, localDay(event.block.timestamp))
  accrue(line, event.block.timestamp)
}

// ------------------------------------------------------------------ administration

export function handleBillingTermsSet(event: BillingTermsSet): void {
  const entry = recordBillingTermsSet(event)
  const book = loadLineBook(event.address)
  book.penaltyBps = event.params.penaltyBps
  book.graceDays = event.params.graceDays
  book.lastEvent = entry
  book.save()
}

export function handleScoreOracleChanged(event: ScoreOracleChanged): void {
  const entry = recordScoreOracleChanged(event)
  const book = loadLineBook(event.address)
  book.scoreOracle = event.params.newOracle
  book.lastEvent = entry
  book.save()
}

export function handleAuthorityUpdated(event: AuthorityUpdated): void {
  recordAuthorityUpdated(event)
  setAuthority(event.address, 'CreditLines', event.params.authority)
}
