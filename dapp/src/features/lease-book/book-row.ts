import {
  CHINA_UTC_OFFSET,
  type LeaseDebt,
  type LeaseStateName,
  type LeasesQuery,
  leaseAccountOf,
  leaseAgreementOf,
  leaseDebtAt,
} from '@tallystick/sdk'
import type { Address, Hex } from 'viem'
import type { LeaseList } from './book-list'

/** A lease as the records have it. */
export type LeaseRow = LeasesQuery['leases'][number]

/** One lease of the book, with what is owed at this moment. Amounts in minor units. */
export interface BookRow {
  readonly leaseId: bigint
  readonly state: Exclude<LeaseStateName, 'None'>
  readonly lessee: Address
  readonly manufacturer: Address
  readonly obligor: number
  readonly deviceId: Hex
  readonly model: string
  readonly debt: LeaseDebt
  readonly financed: bigint
  readonly baseRent: bigint
  /** Base rent and use of all bills. */
  readonly rentBilled: bigint
  readonly impairedPct: number
  readonly impaired: bigint
  readonly periodsBilled: number
  readonly periods: number
}

/** @param now unix seconds */
export function bookRow(lease: LeaseRow, now: bigint): BookRow {
  const { book, offer, device } = lease
  const terms = { penaltyBps: book.penaltyBps, graceDays: book.graceDays, utcOffset: CHINA_UTC_OFFSET }
  return {
    leaseId: BigInt(lease.number),
    state: lease.state,
    lessee: lease.lessee,
    manufacturer: lease.manufacturer,
    obligor: Number(lease.obligor.number),
    deviceId: device.id,
    model: device.model,
    debt: leaseDebtAt(leaseAgreementOf(lease), leaseAccountOf(lease), terms, now),
    financed: BigInt(offer.financed),
    baseRent: BigInt(offer.baseRent),
    rentBilled: BigInt(lease.baseRentBilled) + BigInt(lease.usageRentBilled),
    impairedPct: lease.impairedPct,
    impaired: BigInt(lease.impaired),
    periodsBilled: lease.period,
    periods: offer.periods,
  }
}

const RUNNING = new Set(['Active', 'Noticed'])
const BAD = new Set(['Defaulted', 'Repossessed', 'WrittenOff'])

/** Whether a lease stands in one of the lists. */
export function isInList(row: BookRow, list: LeaseList): boolean {
  switch (list) {
    case 'decide':
      return row.state === 'Signed'
    case 'running':
      return RUNNING.has(row.state)
    case 'late':
      return isOnBalance(row) && row.debt.daysPastDue > 0
    case 'bad':
      return BAD.has(row.state) || (isOnBalance(row) && row.impairedPct > 0)
    default:
      return true
  }
}

/** The treasury carries its principal: delivered, and neither ended nor written off. */
export function isOnBalance({ state }: Pick<BookRow, 'state'>): boolean {
  return RUNNING.has(state) || state === 'Defaulted' || state === 'Repossessed'
}
