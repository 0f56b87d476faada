import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { Reconciliation, Treasury } from '../generated/schema'

/** Compares each total that the contract reports with the sum that the index keeps, and stores both sides. */
export function reconcile(treasury: Treasury, day: i32): void {
  compare(treasury, 'Cash', day, treasury.cash, cashFromFlows(treasury))
  compare(treasury, 'Principal', day, treasury.principal, treasury.booksOut)
  compare(treasury, 'Exposure', day, treasury.principal, treasury.obligorsExposure)
  compare(treasury, 'Impairment', day, treasury.impaired, treasury.booksImpaired)
  compare(treasury, 'Owed', day, treasury.credited.minus(treasury.claimed), treasury.owedAccounts)
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
