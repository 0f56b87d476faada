import { Address, BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import {
  recordAccrualResumed,
  recordAccrued,
  recordApproval,
  recordAuthorityUpdated,
  recordBookCapChanged,
  recordBookDeregistered,
  recordBookRegistered,
  recordClaimed,
  recordCollected,
  recordDeposit,
  recordDeposited,
  recordExited,
  recordForgiven,
  recordImpaired,
  recordImpairmentReleased,
  recordLent,
  recordObligorLimitChanged,
  recordRecovered,
  recordSkimmed,
  recordTransfer,
  recordVerbPaused,
  recordVerbUnpaused,
  recordWithdraw,
  recordWrittenOff,
} from '../generated/journal/Treasury'
import { Bucket, ShareHolder, Treasury as TreasuryRow } from '../generated/schema'
import {
  AccrualResumed,
  Accrued,
  Approval,
  AuthorityUpdated,
  BookCapChanged,
  BookDeregistered,
  BookRegistered,
  Claimed,
  Collected,
  Deposit,
  Deposited,
  Exited,
  Forgiven,
  Impaired,
  ImpairmentReleased,
  Lent,
  ObligorLimitChanged,
  Recovered,
  Skimmed,
  Transfer,
  VerbPaused,
  VerbUnpaused,
  Withdraw,
  WrittenOff,
} from '../generated/Treasury/Treasury'
import { endPause, setAuthority, setPause } from './contracts'
import { endOfDay, localDay } from './deployment'
import { recordFlow } from './flows'
import { resumeCuredLease } from './lease-rows'
import { obligorId } from './obligors'
import { reconcile } from './reconciliation'
import { accrueBook, loadBook, loadBucket, loadLimit, loadOwed, loadShares, loadTreasury } from './treasury-rows'

// ------------------------------------------------------------------ bank: in and out

export function handleDeposited(event: Deposited): void {
  const entry = recordDeposited(event)
  const treasury = loadTreasury(event.address)
  treasury.cash = event.params.cash
  treasury.deposited = treasury.deposited.plus(event.params.assets)
  save(treasury, event, entry)
  recordFlow(event.address, 'Deposited', event.params.assets)
}

export function handleExited(event: Exited): void {
  const entry = recordExited(event)
  const treasury = loadTreasury(event.address)
  treasury.cash = event.params.cash
  treasury.exited = treasury.exited.plus(event.params.assets)
  save(treasury, event, entry)
  recordFlow(event.address, 'Exited', event.params.assets)
}

export function handleTransfer(event: Transfer): void {
  const entry = recordTransfer(event)
  moveShares(event, event.params.from, event.params.value.neg(), entry)
  moveShares(event, event.params.to, event.params.value, entry)
}

/** Minting comes from the zero address and burning goes there; both change what is in existence. */
function moveShares(event: ethereum.Event, account: Address, change: BigInt, entry: Bytes): void {
  if (account.equals(Address.zero())) {
    const treasury = loadTreasury(event.address)
    treasury.shares = treasury.shares.minus(change)
    save(treasury, event, entry)
    return
  }
  const holder: ShareHolder = loadShares(event.address, account)
  holder.shares = holder.shares.plus(change)
  holder.lastEvent = entry
  holder.save()
}

export function handleClaimed(event: Claimed): void {
  const entry = recordClaimed(event)
  const amount = event.params.amount
  const account = loadOwed(event.address, event.params.creditor)
  account.owed = account.owed.minus(amount)
  account.claimed = account.claimed.plus(amount)
  account.lastEvent = entry
  account.save()
  const treasury = loadTreasury(event.address)
  treasury.cash = event.params.cash
  treasury.owed = event.params.owed
  treasury.claimed = treasury.claimed.plus(amount)
  treasury.owedAccounts = treasury.owedAccounts.minus(amount)
  save(treasury, event, entry)
  recordFlow(event.address, 'Claimed', amount)
}

export function handleSkimmed(event: Skimmed): void {
  recordSkimmed(event)
}

// ------------------------------------------------------------------ books: money

export function handleLent(event: Lent): void {
  const entry = recordLent(event)
  const amount = event.params.amount
  startPosition(event, entry)
  const limit = loadLimit(event.address, obligorId(event.params.obligor))
  const rise = event.params.exposure.minus(limit.exposure)
  limit.exposure = event.params.exposure
  limit.lastEvent = entry
  limit.save()
  const treasury = loadTreasury(event.address)
  treasury.cash = event.params.cash
  treasury.principal = event.params.principal
  treasury.lent = treasury.lent.plus(amount)
  treasury.booksOut = treasury.booksOut.plus(amount)
  treasury.obligorsExposure = treasury.obligorsExposure.plus(rise)
  save(treasury, event, entry)
}

/** Puts a loan's accrual on its book: all that it will earn until its stop day, or its rate where it has none. */
function startPosition(event: Lent, entry: Bytes): void {
  const stopDay = event.params.stopDay
  const rate = event.params.rateX18
  const book = loadBook(event.address, event.params.book)
  accrueBook(book, event.block.timestamp)
  if (stopDay === 0) {
    book.rateX18 = book.rateX18.plus(rate)
  } else {
    book.accruedX18 = book.accruedX18.plus(rate.times(endOfDay(stopDay).minus(event.block.timestamp)))
    const bucket: Bucket = loadBucket(event.address, stopDay)
    bucket.rateX18 = bucket.rateX18.plus(rate)
    bucket.carry = bucket.carry.plus(event.params.carry)
    bucket.save()
  }
  book.out = book.out.plus(event.params.amount)
  book.lastEvent = entry
  book.save()
}

export function handleCollected(event: Collected): void {
  const entry = recordCollected(event)
  const collection = event.params.collection
  const principal = collection.principal
  takeOff(event, event.params.book, collection.stopDay, collection.rateX18, collection.accruedX18, collection.carry)
  addOut(event.address, event.params.book, principal.neg(), collection.released.neg(), BigInt.zero(), entry)
  const limit = loadLimit(event.address, obligorId(event.params.obligor))
  const fall = limit.exposure.minus(event.params.exposure)
  limit.exposure = event.params.exposure
  limit.lastEvent = entry
  limit.save()
  const treasury = loadTreasury(event.address)
  treasury.cash = event.params.cash
  treasury.principal = event.params.principal
  treasury.impaired = treasury.impaired.minus(collection.released)
  treasury.collectedPrincipal = treasury.collectedPrincipal.plus(principal)
  treasury.income = treasury.income.plus(collection.income)
  treasury.booksOut = treasury.booksOut.minus(principal)
  treasury.booksImpaired = treasury.booksImpaired.minus(collection.released)
  treasury.obligorsExposure = treasury.obligorsExposure.minus(fall)
  credit(treasury, collection.creditor, collection.credit, entry)
  save(treasury, event, entry)
  recordFlow(event.address, 'Collected', principal)
  recordFlow(event.address, 'Income', collection.income)
}

export function handleRecovered(event: Recovered): void {
  const entry = recordRecovered(event)
  const principal = event.params.principal
  addOut(event.address, event.params.book, BigInt.zero(), BigInt.zero(), principal.neg(), entry)
  const limit = loadLimit(event.address, obligorId(event.params.obligor))
  // Forgiven losses are no longer on the group's account, so the rest may be less than what comes in.
  limit.lost = limit.lost.gt(principal) ? limit.lost.minus(principal) : BigInt.zero()
  limit.lastEvent = entry
  limit.save()
  const treasury = loadTreasury(event.address)
  treasury.cash = event.params.cash
  treasury.recoveredPrincipal = treasury.recoveredPrincipal.plus(principal)
  treasury.income = treasury.income.plus(event.params.income)
  credit(treasury, event.params.creditor, event.params.credit, entry)
  save(treasury, event, entry)
  recordFlow(event.address, 'Income', event.params.income)
}

/** Owes `amount` to an account; the caller saves the treasury. */
function credit(treasury: TreasuryRow, creditor: Bytes, amount: BigInt, entry: Bytes): void {
  if (amount.isZero()) return
  const account = loadOwed(treasury.id, creditor)
  account.owed = account.owed.plus(amount)
  account.lastEvent = entry
  account.save()
  treasury.owed = treasury.owed.plus(amount)
  treasury.credited = treasury.credited.plus(amount)
  treasury.owedAccounts = treasury.owedAccounts.plus(amount)
}

// ------------------------------------------------------------------ books: value

export function handleAccrued(event: Accrued): void {
  const entry = recordAccrued(event)
  const treasury = loadTreasury(event.address)
  treasury.accruedX18 = event.params.accruedX18
  treasury.rateX18 = event.params.rateX18
  treasury.matured = event.params.matured
  treasury.accruedAt = event.params.time
  treasury.lastEvent = entry
  treasury.save()
}

/** A cured line or lease earns again: its rate is back on its book. */
export function handleAccrualResumed(event: AccrualResumed): void {
  const entry = recordAccrualResumed(event)
  const book = loadBook(event.address, event.params.book)
  accrueBook(book, event.block.timestamp)
  book.rateX18 = book.rateX18.plus(event.params.rateX18)
  book.lastEvent = entry
  book.save()
  resumeCuredLease(event, event.params.book, entry)
}

export function handleImpaired(event: Impaired): void {
  const entry = recordImpaired(event)
  const amount = event.params.amount
  addOut(event.address, event.params.book, BigInt.zero(), amount, BigInt.zero(), entry)
  addCarry(event, event.params.stopDay, event.params.carry.neg())
  const treasury = loadTreasury(event.address)
  treasury.impaired = event.params.impaired
  treasury.booksImpaired = treasury.booksImpaired.plus(amount)
  save(treasury, event, entry)
}

export function handleImpairmentReleased(event: ImpairmentReleased): void {
  const entry = recordImpairmentReleased(event)
  const amount = event.params.amount
  addOut(event.address, event.params.book, BigInt.zero(), amount.neg(), BigInt.zero(), entry)
  addCarry(event, event.params.stopDay, event.params.carry)
  const treasury = loadTreasury(event.address)
  treasury.impaired = event.params.impaired
  treasury.booksImpaired = treasury.booksImpaired.minus(amount)
  save(treasury, event, entry)
}

export function handleWrittenOff(event: WrittenOff): void {
  const entry = recordWrittenOff(event)
  const position = event.params.writeOff
  const principal = position.principal
  takeOff(event, event.params.book, position.stopDay, position.rateX18, position.accruedX18, position.carry)
  addOut(event.address, event.params.book, principal.neg(), position.impaired.neg(), principal, entry)
  const limit = loadLimit(event.address, obligorId(event.params.obligor))
  limit.exposure = limit.exposure.minus(principal)
  limit.lost = limit.lost.plus(principal)
  limit.lastEvent = entry
  limit.save()
  const treasury = loadTreasury(event.address)
  treasury.principal = event.params.principal
  treasury.impaired = event.params.impaired
  treasury.writtenOff = treasury.writtenOff.plus(principal)
  treasury.booksOut = treasury.booksOut.minus(principal)
  treasury.booksImpaired = treasury.booksImpaired.minus(position.impaired)
  treasury.obligorsExposure = treasury.obligorsExposure.minus(principal)
  save(treasury, event, entry)
  recordFlow(event.address, 'WrittenOff', principal)
}

/** Takes a position's accrual, running rate and carry off the ledger and off its book's account. */
function takeOff(
  event: ethereum.Event,
  account: Bytes,
  stopDay: i32,
  rate: BigInt,
  accruedX18: BigInt,
  carry: BigInt,
): void {
  const now = event.block.timestamp
  const book = loadBook(event.address, account)
  accrueBook(book, now)
  book.accruedX18 = book.accruedX18.minus(accruedX18)
  const bucket: Bucket = loadBucket(event.address, stopDay)
  if (stopDay === 0) {
    book.rateX18 = book.rateX18.minus(rate)
  } else {
    book.accruedX18 = book.accruedX18.minus(rate.times(endOfDay(stopDay).minus(now)))
    bucket.rateX18 = bucket.rateX18.minus(rate)
    bucket.save()
    addCarry(event, stopDay, carry.neg())
  }
  book.save()
}

/** Changes what stops at a day; once the day has passed, it is part of the matured total, which `Accrued` reports. */
function addCarry(event: ethereum.Event, stopDay: i32, carry: BigInt): void {
  if (carry.isZero() || stopDay < localDay(event.block.timestamp)) return
  const bucket: Bucket = loadBucket(event.address, stopDay)
  bucket.carry = bucket.carry.plus(carry)
  bucket.save()
}

/** Changes what a book has out, impaired and lost. */
function addOut(treasury: Bytes, account: Bytes, out: BigInt, impaired: BigInt, lost: BigInt, entry: Bytes): void {
  const book = loadBook(treasury, account)
  book.out = book.out.plus(out)
  book.impaired = book.impaired.plus(impaired)
  book.lost = book.lost.plus(lost)
  book.lastEvent = entry
  book.save()
}

/** Saves the totals after a movement, and compares them with the sums kept beside them. */
function save(treasury: TreasuryRow, event: ethereum.Event, entry: Bytes): void {
  treasury.lastEvent = entry
  treasury.save()
  reconcile(treasury, localDay(event.block.timestamp))
}

// ------------------------------------------------------------------ rules and permissions

export function handleBookRegistered(event: BookRegistered): void {
  const entry = recordBookRegistered(event)
  const book = loadBook(event.address, event.params.book)
  book.registered = true
  book.maxRateBps = event.params.maxRateBps
  book.maxTenorDays = event.params.maxTenorDays
  book.revolving = event.params.revolving
  book.lastEvent = entry
  book.save()
}

export function handleBookDeregistered(event: BookDeregistered): void {
  const entry = recordBookDeregistered(event)
  const book = loadBook(event.address, event.params.book)
  book.registered = false
  book.cap = BigInt.zero()
  book.maxRateBps = 0
  book.maxTenorDays = 0
  book.revolving = false
  book.lastEvent = entry
  book.save()
}

export function handleBookCapChanged(event: BookCapChanged): void {
  const entry = recordBookCapChanged(event)
  const book = loadBook(event.address, event.params.book)
  book.cap = event.params.newCap
  book.lastEvent = entry
  book.save()
}

export function handleObligorLimitChanged(event: ObligorLimitChanged): void {
  const entry = recordObligorLimitChanged(event)
  const limit = loadLimit(event.address, obligorId(event.params.obligor))
  limit.limit = event.params.newLimit
  limit.lastEvent = entry
  limit.save()
}

export function handleForgiven(event: Forgiven): void {
  const entry = recordForgiven(event)
  const limit = loadLimit(event.address, obligorId(event.params.obligor))
  limit.lost = BigInt.zero()
  limit.lastEvent = entry
  limit.save()
}

export function handleVerbPaused(event: VerbPaused): void {
  setPause(event, event.params.verb, event.params.until, event.params.by, recordVerbPaused(event))
}

export function handleVerbUnpaused(event: VerbUnpaused): void {
  endPause(event, event.params.verb, event.params.by, recordVerbUnpaused(event))
}

export function handleAuthorityUpdated(event: AuthorityUpdated): void {
  recordAuthorityUpdated(event)
  setAuthority(event.address, 'Treasury', event.params.authority)
}

/** ERC-4626's own event; {handleDeposited} carries the same movement with the resulting cash. */
export function handleDeposit(event: Deposit): void {
  recordDeposit(event)
}

/** ERC-4626's own event; {handleExited} carries the same movement with the resulting cash. */
export function handleWithdraw(event: Withdraw): void {
  recordWithdraw(event)
}

export function handleApproval(event: Approval): void {
  recordApproval(event)
}
