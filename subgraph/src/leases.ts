import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import {
  recordAuthorityUpdated,
  recordDefaultTermsSet,
  recordEndRequested,
  recordHeldChanged,
  recordLeaseApproved,
  recordLeaseCancelled,
  recordLeaseCured,
  recordLeaseDefaulted,
  recordLeaseDelivered,
  recordLeaseEnded,
  recordLeaseMarked,
  recordLeaseNoticed,
  recordLeaseRepossessed,
  recordLeaseSigned,
  recordLeaseWrittenOff,
  recordMachineSold,
  recordPenaltyCharged,
  recordRentBilled,
  recordRentPaid,
} from '../generated/journal/Leases'
import {
  AuthorityUpdated,
  DefaultTermsSet,
  EndRequested,
  HeldChanged,
  LeaseApproved,
  LeaseCancelled,
  LeaseCured,
  LeaseDefaulted,
  LeaseDelivered,
  LeaseEnded,
  LeaseMarked,
  LeaseNoticed,
  LeaseRepossessed,
  LeaseSigned,
  LeaseWrittenOff,
  MachineSold,
  PenaltyCharged,
  RentBilled,
  RentPaid,
} from '../generated/Leases/Leases'
import {
  Device,
  HeldChange,
  Lease,
  LeaseBook,
  LeaseMark,
  LeaseOffer,
  MeterPeriod,
  RentBill,
  RentPayment,
} from '../generated/schema'
import { setAuthority } from './contracts'
import { bankOffers, localDay } from './deployment'
import { recordFlow } from './flows'
import { leaseId, loadLeaseBook, newLease, putBack, saveStep, takeOut } from './lease-rows'
import { periodId } from './meter-rows'
import { obligorId } from './obligors'
import { accelerate, accrue, bringUp, penalise, rateX18Of, settle } from './rent-billing'

// ------------------------------------------------------------------ agreement

export function handleLeaseSigned(event: LeaseSigned): void {
  const entry = recordLeaseSigned(event)
  const offer = LeaseOffer.load(leaseId(bankOffers(), event.params.leaseId))
  if (offer == null) return
  offer.state = 'Taken'
  offer.closedAt = event.block.timestamp
  offer.closedBy = event.params.lessee
  offer.lastEvent = entry
  offer.save()
  const book = loadLeaseBook(event.address)
  const lease = newLease(leaseId(event.address, event.params.leaseId), offer)
  lease.book = book.id
  lease.obligor = obligorId(event.params.obligor)
  lease.day = localDay(event.block.timestamp)
  lease.signedAt = event.block.timestamp
  putBack(book, lease, event, entry)
  saveStep(event, lease, 'LeaseSigned', event.params.lessee, event.params.deposit, entry)
}

export function handleLeaseApproved(event: LeaseApproved): void {
  const entry = recordLeaseApproved(event)
  const lease = leaseOf(event, event.params.leaseId)
  if (lease == null) return
  const book = loadLeaseBook(event.address)
  takeOut(book, lease)
  lease.state = 'Approved'
  lease.day = localDay(event.block.timestamp)
  lease.rulesVersion = event.params.rulesVersion
  lease.approvedAt = event.block.timestamp
  book.committed = book.committed.plus(event.params.financed)
  putBack(book, lease, event, entry)
  saveStep(event, lease, 'LeaseApproved', event.params.by, event.params.financed, entry)
}

/** Given up before delivery: what was held goes back, and so does what was set aside. */
export function handleLeaseCancelled(event: LeaseCancelled): void {
  const entry = recordLeaseCancelled(event)
  const lease = leaseOf(event, event.params.leaseId)
  if (lease == null) return
  const book = loadLeaseBook(event.address)
  takeOut(book, lease)
  if (lease.state == 'Approved') book.committed = book.committed.minus(financedOf(lease))
  lease.state = 'Cancelled'
  lease.held = BigInt.zero()
  lease.closedAt = event.block.timestamp
  putBack(book, lease, event, entry)
  saveStep(event, lease, 'LeaseCancelled', event.params.by, null, entry)
}

export function handleLeaseDelivered(event: LeaseDelivered): void {
  const entry = recordLeaseDelivered(event)
  const lease = leaseOf(event, event.params.leaseId)
  if (lease == null) return
  const book = loadLeaseBook(event.address)
  const financed = financedOf(lease)
  takeOut(book, lease)
  lease.state = 'Active'
  lease.principal = financed
  lease.cover = event.params.cover
  lease.accruedAt = event.block.timestamp
  lease.deliveredAt = event.block.timestamp
  book.committed = book.committed.minus(financed)
  book.financed = book.financed.plus(financed)
  putBack(book, lease, event, entry)
  saveStep(event, lease, 'LeaseDelivered', lease.lessee, event.params.paid, entry)
  setDeviceLease(lease, entry)
  recordFlow(event.address, 'LeaseFinanced', financed)
}

function setDeviceLease(lease: Lease, entry: Bytes): void {
  const device = Device.load(lease.device)
  if (device == null) return
  device.lease = lease.id
  device.lastEvent = entry
  device.save()
}

/** Null only for a lease of an offer that was never made, and the contract takes none such. */
function leaseOf(event: ethereum.Event, number: BigInt): Lease | null {
  return Lease.load(leaseId(event.address, number))
}

function financedOf(lease: Lease): BigInt {
  const offer = LeaseOffer.load(lease.offer)
  return offer == null ? BigInt.zero() : offer.financed
}

// ------------------------------------------------------------------ rent

/** The meter has told before, in the same transaction, until when the period went and whether it was the last. */
export function handleRentBilled(event: RentBilled): void {
  const entry = recordRentBilled(event)
  const lease = leaseOf(event, event.params.leaseId)
  if (lease == null) return
  const period = MeterPeriod.load(periodId(lease.id, event.params.period))
  if (period == null) return
  const end = period.end
  if (end === null) return
  const book = loadLeaseBook(event.address)
  const bill = event.params.bill
  takeOut(book, lease)
  accrue(lease, end)
  penalise(lease, book, localDay(event.block.timestamp))
  lease.dueInterest = lease.dueInterest.plus(bill.interest)
  lease.duePrincipal = lease.duePrincipal.plus(bill.principal)
  lease.dueUsage = lease.dueUsage.plus(bill.usage).plus(bill.fee)
  if (lease.dueSince === 0) lease.penaltyDay = event.params.dueSince
  lease.dueSince = event.params.dueSince
  lease.period = event.params.period
  accrue(lease, event.block.timestamp)
  if (period.isLast) setFinal(lease, event)
  addBill(book, lease, event)
  const atFloor = isAtFloor(lease, event)
  countBill(book, event, atFloor)
  putBack(book, lease, event, entry)
  saveBill(event, lease, period, atFloor, entry)
}

/** The last bill makes everything due, with the interest since the period's end. */
function setFinal(lease: Lease, event: RentBilled): void {
  lease.finalBilled = true
  lease.day = localDay(event.block.timestamp)
  accelerate(lease)
}

function addBill(book: LeaseBook, lease: Lease, event: RentBilled): void {
  const bill = event.params.bill
  const baseRent = bill.interest.plus(bill.principal)
  lease.baseRentBilled = lease.baseRentBilled.plus(baseRent)
  lease.usageRentBilled = lease.usageRentBilled.plus(bill.usage)
  lease.feesBilled = lease.feesBilled.plus(bill.fee)
  book.baseRentBilled = book.baseRentBilled.plus(baseRent)
  book.usageRentBilled = book.usageRentBilled.plus(bill.usage)
  book.feesBilled = book.feesBilled.plus(bill.fee)
  recordFlow(event.address, 'BaseRentBilled', baseRent)
  recordFlow(event.address, 'UsageRentBilled', bill.usage)
}

function countBill(book: LeaseBook, event: RentBilled, atFloor: boolean): void {
  if (!event.params.bill.metered) book.silentBills += 1
  else book.meteredBills += 1
  if (atFloor) book.floorBills += 1
}

/** Whether use cost the least that was committed to, over the periods that it belongs to. */
function isAtFloor(lease: Lease, event: RentBilled): boolean {
  const offer = LeaseOffer.load(lease.offer)
  const bill = event.params.bill
  if (offer == null || !bill.metered) return false
  const least = offer.minimumRent.minus(offer.baseRent)
  return least.gt(BigInt.zero()) && bill.usage.equals(least.times(BigInt.fromI32(bill.periodsMetered)))
}

function saveBill(event: RentBilled, lease: Lease, period: MeterPeriod, atFloor: boolean, entry: Bytes): void {
  const terms = event.params.bill
  const bill = new RentBill(entry)
  bill.lease = lease.id
  bill.book = lease.book
  bill.meterPeriod = period.id
  bill.period = event.params.period
  bill.metered = terms.metered
  bill.opSec = terms.opSec
  bill.periodsMetered = terms.periodsMetered
  bill.interest = terms.interest
  bill.principal = terms.principal
  bill.usage = terms.usage
  bill.fee = terms.fee
  bill.atFloor = atFloor
  bill.due = event.params.due
  bill.dueSince = event.params.dueSince
  bill.day = localDay(event.block.timestamp)
  bill.timestamp = event.block.timestamp
  bill.transaction = event.transaction.hash
  bill.save()
  period.bill = bill.id
  period.lastEvent = entry
  period.save()
}

export function handleRentPaid(event: RentPaid): void {
  const entry = recordRentPaid(event)
  const lease = leaseOf(event, event.params.leaseId)
  if (lease == null) return
  const book = loadLeaseBook(event.address)
  const payment = event.params.payment
  const isRecovery = lease.state == 'WrittenOff'
  takeOut(book, lease)
  bringUp(book, lease, localDay(event.block.timestamp), event.block.timestamp)
  settle(lease, event.params.principal, event.params.accruedX18)
  lease.penalty = lease.penalty.minus(payment.penalty)
  lease.duePrincipal = lease.duePrincipal.minus(payment.principal)
  lease.dueUsage = lease.dueUsage.minus(payment.usage)
  lease.dueInterest = event.params.due.minus(lease.penalty).minus(lease.duePrincipal).minus(lease.dueUsage)
  if (event.params.due.isZero()) setNothingDue(lease)
  lease.held = event.params.held
  addPayment(book, lease, event, isRecovery)
  if (event.params.due.isZero() && event.params.state === ACTIVE) resume(book, lease, event)
  putBack(book, lease, event, entry)
  savePayment(event, lease, isRecovery, entry)
}

const ACTIVE = 3

/** A cured lease has left its accelerated state before the payment is told, so its parts are not read off the total. */
function setNothingDue(lease: Lease): void {
  lease.duePrincipal = BigInt.zero()
  lease.dueInterest = BigInt.zero()
  lease.dueUsage = BigInt.zero()
  lease.penalty = BigInt.zero()
  lease.dueSince = 0
  lease.penaltyDay = 0
}

/** A paid-up lease accrues on the ledger again, if the treasury takes it: that it tells in the same transaction. */
function resume(book: LeaseBook, lease: Lease, event: ethereum.Event): void {
  if (!lease.nonAccrual) return
  if (rateX18Of(lease).isZero()) {
    lease.nonAccrual = false
    return
  }
  book.curedLease = lease.id
  book.curedTransaction = event.transaction.hash
}

function addPayment(book: LeaseBook, lease: Lease, event: RentPaid, isRecovery: boolean): void {
  const payment = event.params.payment
  lease.penaltyPaid = lease.penaltyPaid.plus(payment.penalty)
  lease.interestPaid = lease.interestPaid.plus(payment.interest)
  lease.usagePaid = lease.usagePaid.plus(payment.usage)
  book.penaltyPaid = book.penaltyPaid.plus(payment.penalty)
  book.interestPaid = book.interestPaid.plus(payment.interest)
  book.usagePaid = book.usagePaid.plus(payment.usage)
  recordFlow(event.address, 'LeaseIncome', payment.penalty.plus(payment.interest).plus(payment.usage))
  if (isRecovery) {
    lease.recovered = lease.recovered.plus(payment.principal)
    book.recovered = book.recovered.plus(payment.principal)
    return
  }
  lease.principalPaid = lease.principalPaid.plus(payment.principal)
  book.principalPaid = book.principalPaid.plus(payment.principal)
  recordFlow(event.address, 'LeaseRepaid', payment.principal)
}

function savePayment(event: RentPaid, lease: Lease, isRecovery: boolean, entry: Bytes): void {
  const parts = event.params.payment
  const payment = new RentPayment(entry)
  payment.lease = lease.id
  payment.payer = event.params.payer
  payment.fromHeld = event.params.fromHeld
  payment.penalty = parts.penalty
  payment.interest = parts.interest
  payment.principal = parts.principal
  payment.usage = parts.usage
  payment.principalLeft = event.params.principal
  payment.due = event.params.due
  payment.held = event.params.held
  payment.recovered = isRecovery
  payment.timestamp = event.block.timestamp
  payment.transaction = event.transaction.hash
  payment.save()
}

export function handleHeldChanged(event: HeldChanged): void {
  const entry = recordHeldChanged(event)
  const lease = leaseOf(event, event.params.leaseId)
  if (lease == null) return
  const book = loadLeaseBook(event.address)
  takeOut(book, lease)
  bringUp(book, lease, localDay(event.block.timestamp), event.block.timestamp)
  lease.held = event.params.newHeld
  putBack(book, lease, event, entry)
  const change = new HeldChange(entry)
  change.lease = lease.id
  change.by = event.params.by
  change.oldHeld = event.params.oldHeld
  change.newHeld = event.params.newHeld
  change.timestamp = event.block.timestamp
  change.transaction = event.transaction.hash
  change.save()
}

export function handlePenaltyCharged(event: PenaltyCharged): void {
  const entry = recordPenaltyCharged(event)
  const lease = leaseOf(event, event.params.leaseId)
  if (lease == null) return
  lease.penalty = event.params.penalty
  lease.penaltyDay = event.params.day
  lease.lastEvent = entry
  lease.save()
}

// ------------------------------------------------------------------ end

export function handleEndRequested(event: EndRequested): void {
  const entry = recordEndRequested(event)
  const lease = leaseOf(event, event.params.leaseId)
  if (lease == null) return
  lease.ending = true
  lease.lastEvent = entry
  lease.save()
  saveStep(event, lease, 'EndRequested', event.params.by, null, entry)
}

export function handleLeaseEnded(event: LeaseEnded): void {
  const entry = recordLeaseEnded(event)
  const lease = leaseOf(event, event.params.leaseId)
  if (lease == null) return
  const book = loadLeaseBook(event.address)
  takeOut(book, lease)
  bringUp(book, lease, localDay(event.block.timestamp), event.block.timestamp)
  lease.state = 'Ended'
  lease.held = BigInt.zero()
  lease.cover = BigInt.zero()
  lease.deviceFreed = true
  lease.closedAt = event.block.timestamp
  lease.boughtOut = event.params.boughtOut
  lease.refund = event.params.refund
  putBack(book, lease, event, entry)
  saveStep(event, lease, 'LeaseEnded', event.transaction.from, event.params.refund, entry)
}

// ------------------------------------------------------------------ bad debt

export function handleLeaseMarked(event: LeaseMarked): void {
  const entry = recordLeaseMarked(event)
  const lease = leaseOf(event, event.params.leaseId)
  if (lease == null) return
  const book = loadLeaseBook(event.address)
  takeOut(book, lease)
  // A release does not touch the debt; a mark stops the accrual in NAV, and what has accrued there stays.
  if (event.params.newPct >= event.params.oldPct) {
    bringUp(book, lease, localDay(event.block.timestamp), event.block.timestamp)
    lease.nonAccrual = true
  }
  lease.impairedPct = event.params.newPct
  lease.impaired = event.params.impaired
  putBack(book, lease, event, entry)
  const mark = new LeaseMark(entry)
  mark.lease = lease.id
  mark.oldPct = event.params.oldPct
  mark.newPct = event.params.newPct
  mark.impaired = event.params.impaired
  mark.daysPastDue = event.params.daysPastDue
  mark.by = event.params.by
  mark.timestamp = event.block.timestamp
  mark.transaction = event.transaction.hash
  mark.save()
}

export function handleLeaseNoticed(event: LeaseNoticed): void {
  const entry = recordLeaseNoticed(event)
  const lease = leaseOf(event, event.params.leaseId)
  if (lease == null) return
  lease.state = 'Noticed'
  lease.day = localDay(event.block.timestamp)
  lease.noticedAt = event.block.timestamp
  lease.defaultDay = event.params.defaultDay
  lease.lastEvent = entry
  lease.save()
  saveStep(event, lease, 'LeaseNoticed', event.params.by, null, entry)
}

/** All falls due; what is held and then the cover pay of it, which the next payment tells. */
export function handleLeaseDefaulted(event: LeaseDefaulted): void {
  const entry = recordLeaseDefaulted(event)
  const lease = leaseOf(event, event.params.leaseId)
  if (lease == null) return
  const book = loadLeaseBook(event.address)
  takeOut(book, lease)
  lease.state = 'Defaulted'
  bringUp(book, lease, localDay(event.block.timestamp), event.block.timestamp)
  lease.held = lease.held.plus(event.params.coverApplied)
  lease.cover = lease.cover.minus(event.params.coverApplied)
  lease.defaultedAt = event.block.timestamp
  putBack(book, lease, event, entry)
  const applied = event.params.heldApplied.plus(event.params.coverApplied)
  saveStep(event, lease, 'LeaseDefaulted', event.params.by, applied, entry)
}

export function handleLeaseCured(event: LeaseCured): void {
  const entry = recordLeaseCured(event)
  const lease = leaseOf(event, event.params.leaseId)
  if (lease == null) return
  lease.state = 'Active'
  lease.lastEvent = entry
  lease.save()
  saveStep(event, lease, 'LeaseCured', event.transaction.from, null, entry)
}

export function handleLeaseRepossessed(event: LeaseRepossessed): void {
  const entry = recordLeaseRepossessed(event)
  const lease = leaseOf(event, event.params.leaseId)
  if (lease == null) return
  lease.state = 'Repossessed'
  lease.repossessedAt = event.block.timestamp
  lease.repossessionEvidence = event.params.evidence
  lease.lastEvent = entry
  lease.save()
  saveStep(event, lease, 'LeaseRepossessed', event.params.by, null, entry)
}

export function handleMachineSold(event: MachineSold): void {
  const entry = recordMachineSold(event)
  const lease = leaseOf(event, event.params.leaseId)
  if (lease == null) return
  const book = loadLeaseBook(event.address)
  takeOut(book, lease)
  bringUp(book, lease, localDay(event.block.timestamp), event.block.timestamp)
  lease.deviceFreed = true
  lease.soldAt = event.block.timestamp
  lease.soldFor = event.params.proceeds
  putBack(book, lease, event, entry)
  saveStep(event, lease, 'MachineSold', event.params.by, event.params.proceeds, entry)
}

export function handleLeaseWrittenOff(event: LeaseWrittenOff): void {
  const entry = recordLeaseWrittenOff(event)
  const lease = leaseOf(event, event.params.leaseId)
  if (lease == null) return
  const book = loadLeaseBook(event.address)
  takeOut(book, lease)
  bringUp(book, lease, localDay(event.block.timestamp), event.block.timestamp)
  lease.state = 'WrittenOff'
  lease.unbookedX18 = lease.accruedX18
  lease.nonAccrual = true
  lease.impaired = BigInt.zero()
  lease.impairedPct = 0
  lease.writtenOff = lease.writtenOff.plus(event.params.principal)
  lease.writtenOffAt = event.block.timestamp
  book.writtenOff = book.writtenOff.plus(event.params.principal)
  putBack(book, lease, event, entry)
  saveStep(event, lease, 'LeaseWrittenOff', event.params.by, event.params.principal, entry)
}

// ------------------------------------------------------------------ administration

export function handleDefaultTermsSet(event: DefaultTermsSet): void {
  const entry = recordDefaultTermsSet(event)
  const book = loadLeaseBook(event.address)
  book.penaltyBps = event.params.penaltyBps
  book.graceDays = event.params.graceDays
  book.noticeDays = event.params.noticeDays
  book.lastEvent = entry
  book.save()
}

export function handleAuthorityUpdated(event: AuthorityUpdated): void {
  recordAuthorityUpdated(event)
  setAuthority(event.address, 'Leases', event.params.authority)
}
