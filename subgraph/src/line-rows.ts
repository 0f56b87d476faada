import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { Line, LineBook } from '../generated/schema'
import { bankPolicy, bankTreasury } from './deployment'

const NO_EVENT = Bytes.empty()
const NO_ADDRESS = Bytes.fromHexString('0x0000000000000000000000000000000000000000')
const NO_BAND = 255

/** The row of a bank's book of lines, made with zero totals where it is new. */
export function loadLineBook(address: Bytes): LineBook {
  const known = LineBook.load(address)
  if (known != null) return known
  const book = new LineBook(address)
  book.treasury = bankTreasury()
  book.policy = bankPolicy()
  book.scoreOracle = NO_ADDRESS
  book.penaltyBps = 0
  book.graceDays = 0
  book.lineCount = 0
  book.principal = BigInt.zero()
  book.limits = BigInt.zero()
  book.impaired = BigInt.zero()
  book.lost = BigInt.zero()
  book.drawn = BigInt.zero()
  book.repaid = BigInt.zero()
  book.interestPaid = BigInt.zero()
  book.penaltyPaid = BigInt.zero()
  book.billed = BigInt.zero()
  book.writtenOff = BigInt.zero()
  book.recovered = BigInt.zero()
  book.decisions = 0
  book.overrides = 0
  book.lastEvent = NO_EVENT
  return book
}

/** A merchant's line at a book, in state None where it is new. */
export function loadLine(book: Bytes, merchant: Bytes): Line {
  const known = Line.load(book.concat(merchant))
  if (known != null) return known
  const line = new Line(book.concat(merchant))
  line.book = book
  line.merchant = merchant
  line.state = 'None'
  line.principal = BigInt.zero()
  line.rateX18 = BigInt.zero()
  line.accruedAt = BigInt.zero()
  line.accruedX18 = BigInt.zero()
  line.limit = BigInt.zero()
  line.rateBps = 0
  line.band = NO_BAND
  line.scoreAt = BigInt.zero()
  line.raisedDay = 0
  line.policyVersion = 0
  line.overrideUntil = 0
  line.duePrincipal = BigInt.zero()
  line.dueInterest = BigInt.zero()
  line.dueSince = 0
  line.billDay = 0
  line.penalty = BigInt.zero()
  line.penaltyDay = 0
  line.impairedPct = 0
  line.impaired = BigInt.zero()
  line.bookedX18 = BigInt.zero()
  line.drawn = BigInt.zero()
  line.repaid = BigInt.zero()
  line.interestPaid = BigInt.zero()
  line.penaltyPaid = BigInt.zero()
  line.billed = BigInt.zero()
  line.writtenOff = BigInt.zero()
  line.recovered = BigInt.zero()
  line.decisions = 0
  line.overrides = 0
  line.lastEvent = NO_EVENT
  return line
}

/** Takes a line out of its book's sums before it changes; {putBack} adds it again. */
export function takeOut(book: LineBook, line: Line): void {
  if (line.state == 'WrittenOff') {
    book.lost = book.lost.minus(line.principal)
  } else if (isOnBooks(line)) {
    book.lineCount -= 1
    book.principal = book.principal.minus(line.principal)
    book.limits = book.limits.minus(line.limit)
    book.impaired = book.impaired.minus(line.impaired)
  }
}

/** Adds a changed line to its book's sums, and saves both. */
export function putBack(book: LineBook, line: Line, entry: Bytes): void {
  if (line.state == 'WrittenOff') {
    book.lost = book.lost.plus(line.principal)
  } else if (isOnBooks(line)) {
    book.lineCount += 1
    book.principal = book.principal.plus(line.principal)
    book.limits = book.limits.plus(line.limit)
    book.impaired = book.impaired.plus(line.impaired)
  }
  line.lastEvent = entry
  line.save()
  book.lastEvent = entry
  book.save()
}

function isOnBooks(line: Line): boolean {
  return line.state == 'Active' || line.state == 'NonAccrual' || line.state == 'Defaulted'
}
