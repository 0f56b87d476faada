import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import { Lease, LeaseBook, LeaseOffer, LeaseStep, Treasury } from '../generated/schema'
import { bankDeviceOracle, bankImmobiliser, bankMeter, bankOffers, bankTreasury, localDay } from './deployment'
import { uint32Id } from './ids'
import { reconcileLeases } from './reconciliation'

const NO_EVENT = Bytes.empty()

/** Id of a lease at its book, or of its offer at the offers' contract. */
export function leaseId(contract: Bytes, number: BigInt): Bytes {
  return contract.concat(uint32Id(number))
}

/** The row of a bank's book of leases, made with zero totals where it is new. */
export function loadLeaseBook(address: Bytes): LeaseBook {
  const known = LeaseBook.load(address)
  if (known != null) return known
  const book = new LeaseBook(address)
  book.treasury = bankTreasury()
  book.offers = bankOffers()
  book.meter = bankMeter()
  book.immobiliser = bankImmobiliser()
  book.deviceOracle = bankDeviceOracle()
  book.penaltyBps = 0
  book.graceDays = 0
  book.noticeDays = 0
  book.leaseCount = 0
  book.principal = BigInt.zero()
  book.committed = BigInt.zero()
  book.held = BigInt.zero()
  book.cover = BigInt.zero()
  book.impaired = BigInt.zero()
  book.lost = BigInt.zero()
  book.financed = BigInt.zero()
  book.baseRentBilled = BigInt.zero()
  book.usageRentBilled = BigInt.zero()
  book.feesBilled = BigInt.zero()
  book.meteredBills = 0
  book.floorBills = 0
  book.silentBills = 0
  book.penaltyPaid = BigInt.zero()
  book.interestPaid = BigInt.zero()
  book.principalPaid = BigInt.zero()
  book.usagePaid = BigInt.zero()
  book.writtenOff = BigInt.zero()
  book.recovered = BigInt.zero()
  book.lastEvent = NO_EVENT
  return book
}

/** A lease as it is signed: nothing owed, nothing held. */
export function newLease(id: Bytes, offer: LeaseOffer): Lease {
  const lease = new Lease(id)
  lease.number = offer.number
  lease.offer = offer.id
  lease.state = 'Signed'
  lease.device = offer.device
  lease.manufacturer = offer.manufacturer
  lease.lessee = offer.lessee
  lease.day = 0
  lease.period = 0
  lease.ending = false
  lease.finalBilled = false
  lease.deviceFreed = false
  setNoDebt(lease)
  lease.impairedPct = 0
  lease.impaired = BigInt.zero()
  lease.held = BigInt.zero()
  lease.cover = BigInt.zero()
  lease.baseRentBilled = BigInt.zero()
  lease.usageRentBilled = BigInt.zero()
  lease.feesBilled = BigInt.zero()
  lease.penaltyPaid = BigInt.zero()
  lease.interestPaid = BigInt.zero()
  lease.principalPaid = BigInt.zero()
  lease.usagePaid = BigInt.zero()
  lease.writtenOff = BigInt.zero()
  lease.recovered = BigInt.zero()
  return lease
}

function setNoDebt(lease: Lease): void {
  lease.principal = BigInt.zero()
  lease.duePrincipal = BigInt.zero()
  lease.dueInterest = BigInt.zero()
  lease.dueUsage = BigInt.zero()
  lease.penalty = BigInt.zero()
  lease.penaltyDay = 0
  lease.dueSince = 0
  lease.accruedX18 = BigInt.zero()
  lease.accruedAt = BigInt.zero()
  lease.unbookedX18 = BigInt.zero()
  lease.nonAccrual = false
}

/** Takes a lease out of its book's sums before it changes; {putBack} adds it again. */
export function takeOut(book: LeaseBook, lease: Lease): void {
  book.held = book.held.minus(lease.held)
  book.cover = book.cover.minus(lease.cover)
  if (lease.state == 'WrittenOff') {
    book.lost = book.lost.minus(lease.principal)
  } else if (isOnBooks(lease)) {
    book.leaseCount -= 1
    book.principal = book.principal.minus(lease.principal)
    book.impaired = book.impaired.minus(lease.impaired)
  }
}

/** Adds a changed lease to its book's sums, saves both, and compares the sums with the treasury's. */
export function putBack(book: LeaseBook, lease: Lease, event: ethereum.Event, entry: Bytes): void {
  book.held = book.held.plus(lease.held)
  book.cover = book.cover.plus(lease.cover)
  if (lease.state == 'WrittenOff') {
    book.lost = book.lost.plus(lease.principal)
  } else if (isOnBooks(lease)) {
    book.leaseCount += 1
    book.principal = book.principal.plus(lease.principal)
    book.impaired = book.impaired.plus(lease.impaired)
  }
  lease.lastEvent = entry
  lease.save()
  book.lastEvent = entry
  book.save()
  const treasury = Treasury.load(book.treasury)
  if (treasury != null) reconcileLeases(treasury, localDay(event.block.timestamp))
}

function isOnBooks(lease: Lease): boolean {
  const state = lease.state
  return state == 'Active' || state == 'Noticed' || state == 'Defaulted' || state == 'Repossessed'
}

/** Notes a step in the life of a lease. */
export function saveStep(
  event: ethereum.Event,
  lease: Lease,
  step: string,
  by: Bytes,
  amount: BigInt | null,
  entry: Bytes,
): void {
  const row = new LeaseStep(entry)
  row.lease = lease.id
  row.step = step
  row.by = by
  row.amount = amount
  row.timestamp = event.block.timestamp
  row.transaction = event.transaction.hash
  row.save()
}

/** The treasury has taken the accrual of the lease that this transaction cured back on its ledger. */
export function resumeCuredLease(event: ethereum.Event, account: Bytes, entry: Bytes): void {
  const book = LeaseBook.load(account)
  if (book == null) return
  const cured = book.curedLease
  const transaction = book.curedTransaction
  if (cured === null || transaction === null || !transaction.equals(event.transaction.hash)) return
  const lease = Lease.load(cured)
  if (lease == null) return
  lease.nonAccrual = false
  lease.lastEvent = entry
  lease.save()
  book.curedLease = null
  book.curedTransaction = null
  book.save()
}
