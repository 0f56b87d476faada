import type { ReceivableFieldsFragment } from '@tallystick/sdk'

/** A receivable seen from the debtor's side. */
export type Payable = ReceivableFieldsFragment

/** What a debtor owes, by when it falls due. Amounts are in minor units of the settlement asset. */
export interface PayableSums {
  readonly open: bigint
  readonly dueWithin30Days: bigint
  readonly pastDue: bigint
}

/** Sums what is unpaid. */
export function sumPayables(payables: readonly Payable[], today: number): PayableSums {
  const unpaid = payables.filter(isUnpaid)
  return {
    open: sumOf(unpaid),
    dueWithin30Days: sumOf(unpaid.filter(({ dueDay }) => dueDay >= today && dueDay <= today + 30)),
    pastDue: sumOf(unpaid.filter(({ dueDay }) => dueDay < today)),
  }
}

export function isUnpaid({ state }: Payable): boolean {
  return state !== 'Settled'
}

/** What is unpaid of one payable. */
export function unpaidOf({ face, paid }: Payable): bigint {
  return BigInt(face) - BigInt(paid)
}

/** One day of the payment calendar. */
export interface PaymentDay {
  readonly dueDay: number
  readonly amount: bigint
  readonly count: number
}

/** What falls due on which day, earliest first. */
export function paymentCalendar(payables: readonly Payable[]): readonly PaymentDay[] {
  const days = new Map<number, PaymentDay>()
  for (const payable of payables.filter(isUnpaid)) {
    const { dueDay } = payable
    const known = days.get(dueDay) ?? { dueDay, amount: 0n, count: 0 }
    days.set(dueDay, { dueDay, amount: known.amount + unpaidOf(payable), count: known.count + 1 })
  }
  return [...days.values()].sort((left, right) => left.dueDay - right.dueDay)
}

function sumOf(payables: readonly Payable[]): bigint {
  return payables.reduce((sum, payable) => sum + unpaidOf(payable), 0n)
}
