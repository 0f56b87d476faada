import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { Book, LeaseBook, LineBook, OwedAccount, Reconciliation, Treasury } from '../generated/schema'
import { bankLeases, bankLines } from './deployment'

/** Compares each total that the contract reports with the sum that the index keeps, and stores both sides. */
export function reconcile(treasury: Treasury, day: i32): void {
  compare(treasury, 'Cash', day, treasury.cash, cashFromFlows(treasury))
  compare(treasury, 'Principal', day, treasury.principal, treasury.booksOut)
  compare(treasury, 'Exposure', day, treasury.principal, treasury.obligorsExposure)
  compare(treasury, 'Impairment', day, treasury.impaired, treasury.booksImpaired)
  compare(treasury, 'Owed', day, treasury.credited.minus(treasury.claimed), treasury.owedAccounts)
  reconcileLines(treasury, day)
  reconcileLeases(treasury, day)
}

/**
 * What the treasury's account of the book of lines says, against the sums over lines. A line's own event comes before
 * the treasury's in the same transaction, so both sides are complete at the last event of each.
 */
function reconcileLines(treasury: Treasury, day: i32): void {
  const lines = LineBook.load(bankLines())
  const book = Book.load(treasury.id.concat(bankLines()))
  if (lines == null || book == null) return
  compare(treasury, 'LinesPrincipal', day, book.out, lines.principal)
  compare(treasury, 'LinesImpairment', day, book.impaired, lines.impaired)
  compare(treasury, 'LinesLosses', day, book.lost, lines.lost)
}

/**
 * The same for the book of leases, and what the treasury holds for it. At a delivery the lease's event comes after the
 * treasury's, so both call this.
 */
export function reconcileLeases(treasury: Treasury, day: i32): void {
  const leases = LeaseBook.load(bankLeases())
  const book = Book.load(treasury.id.concat(bankLeases()))
  if (leases == null || book == null) return
  compare(treasury, 'LeasesPrincipal', day, book.out, leases.principal.plus(leases.committed))
  compare(treasury, 'LeasesImpairment', day, book.impaired, leases.impaired)
  compare(treasury, 'LeasesLosses', day, book.lost, leases.lost)
  const owed = OwedAccount.load(treasury.id.concat(bankLeases()))
  const held = leases.held.plus(leases.cover).plus(leases.committed)
  compare(treasury, 'LeasesHeld', day, owed == null ? BigInt.zero() : owed.owed, held)
}

function cashFromFlows(treasury: Treasury): BigInt {
  const received = treasury.deposited
    .plus(treasury.collectedPrincipal)
    .plus(treasury.recoveredPrincipal)
    .plus(treasury.income)
    .plus(treasury.credited)
  const paid = treasury.exited.plus(treasury.lent).plus(treasury.claimed)
  return received.minus(paid)
}

function compare(treasury: Treasury, kind: string, day: i32, left: BigInt, right: BigInt): void {
  const row = new Reconciliation(treasury.id.concat(Bytes.fromUTF8(kind)).concat(Bytes.fromI32(day)))
  row.treasury = treasury.id
  row.kind = kind
  row.day = day
  row.left = left
  row.right = right
  row.ok = left.equals(right)
  row.lastEvent = treasury.lastEvent
  row.save()
}
