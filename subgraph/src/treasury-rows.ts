import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { Book, Bucket, ObligorLimit, OwedAccount, ShareHolder, Treasury } from '../generated/schema'
import { bankName } from './deployment'

const NO_EVENT = Bytes.empty()

/** The row of a treasury, made with zero totals where it is new. */
export function loadTreasury(address: Bytes): Treasury {
  const known = Treasury.load(address)
  if (known != null) return known
  const treasury = new Treasury(address)
  treasury.bank = bankName()
  treasury.cash = BigInt.zero()
  treasury.owed = BigInt.zero()
  treasury.principal = BigInt.zero()
  treasury.impaired = BigInt.zero()
  treasury.accruedX18 = BigInt.zero()
  treasury.rateX18 = BigInt.zero()
  treasury.matured = BigInt.zero()
  treasury.accruedAt = BigInt.zero()
  treasury.shares = BigInt.zero()
  treasury.deposited = BigInt.zero()
  treasury.exited = BigInt.zero()
  treasury.lent = BigInt.zero()
  treasury.collectedPrincipal = BigInt.zero()
  treasury.income = BigInt.zero()
  treasury.credited = BigInt.zero()
  treasury.claimed = BigInt.zero()
  treasury.writtenOff = BigInt.zero()
  treasury.recoveredPrincipal = BigInt.zero()
  treasury.booksOut = BigInt.zero()
  treasury.booksImpaired = BigInt.zero()
  treasury.obligorsExposure = BigInt.zero()
  treasury.owedAccounts = BigInt.zero()
  treasury.lastEvent = NO_EVENT
  return treasury
}

/** A book's account at a treasury. Deals may name a treasury before its first own event, so that row is made too. */
export function loadBook(treasury: Bytes, account: Bytes): Book {
  const id = treasury.concat(account)
  const known = Book.load(id)
  if (known != null) return known
  saveTreasury(treasury)
  const book = new Book(id)
  book.treasury = treasury
  book.account = account
  book.registered = false
  book.cap = BigInt.zero()
  book.out = BigInt.zero()
  book.impaired = BigInt.zero()
  book.lost = BigInt.zero()
  book.maxRateBps = 0
  book.maxTenorDays = 0
  book.revolving = false
  book.accruedX18 = BigInt.zero()
  book.rateX18 = BigInt.zero()
  book.accruedAt = BigInt.zero()
  book.lastEvent = NO_EVENT
  return book
}

/** Brings a book's accrual up to date; the caller saves it. */
export function accrueBook(book: Book, now: BigInt): void {
  book.accruedX18 = book.accruedX18.plus(book.rateX18.times(now.minus(book.accruedAt)))
  book.accruedAt = now
}

/** What stops at a treasury at the end of a day. */
export function loadBucket(treasury: Bytes, stopDay: i32): Bucket {
  const id = treasury.concat(Bytes.fromI32(stopDay))
  const known = Bucket.load(id)
  if (known != null) return known
  const bucket = new Bucket(id)
  bucket.treasury = treasury
  bucket.stopDay = stopDay
  bucket.rateX18 = BigInt.zero()
  bucket.carry = BigInt.zero()
  return bucket
}

/** A group's limit at a treasury. */
export function loadLimit(treasury: Bytes, obligor: Bytes): ObligorLimit {
  const id = treasury.concat(obligor)
  const known = ObligorLimit.load(id)
  if (known != null) return known
  saveTreasury(treasury)
  const limit = new ObligorLimit(id)
  limit.treasury = treasury
  limit.obligor = obligor
  limit.limit = BigInt.zero()
  limit.exposure = BigInt.zero()
  limit.lost = BigInt.zero()
  limit.lastEvent = NO_EVENT
  return limit
}

/** What a treasury holds for an account. */
export function loadOwed(treasury: Bytes, account: Bytes): OwedAccount {
  const id = treasury.concat(account)
  const known = OwedAccount.load(id)
  if (known != null) return known
  const owed = new OwedAccount(id)
  owed.treasury = treasury
  owed.account = account
  owed.owed = BigInt.zero()
  owed.claimed = BigInt.zero()
  owed.lastEvent = NO_EVENT
  return owed
}

/** An account's shares in a treasury. */
export function loadShares(treasury: Bytes, account: Bytes): ShareHolder {
  const id = treasury.concat(account)
  const known = ShareHolder.load(id)
  if (known != null) return known
  const holder = new ShareHolder(id)
  holder.treasury = treasury
  holder.account = account
  holder.shares = BigInt.zero()
  holder.lastEvent = NO_EVENT
  return holder
}

/** Limits and books are set up before the first deposit: their treasury must be there to be found from them. */
function saveTreasury(address: Bytes): void {
  loadTreasury(address).save()
}
