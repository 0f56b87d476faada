import { expect, test } from 'vitest'
import { type Payable, paymentCalendar, sumPayables } from './payable'

const payable = (dueDay: number, face: string, state: Payable['state'] = 'Open') =>
  ({ dueDay, face, paid: state === 'Settled' ? face : '0', state }) as Payable

test('sums what is unpaid by when it falls due', () => {
  const payables = [
    payable(99, '1'),
    payable(100, '10'),
    payable(130, '100'),
    payable(131, '1000'),
    payable(100, '5', 'Settled'),
  ]
  expect(sumPayables(payables, 100)).toEqual({ open: 1111n, dueWithin30Days: 110n, pastDue: 1n })
})

test('the calendar has one entry per day, earliest first, without what is settled', () => {
  const payables = [payable(7, '20'), payable(5, '1'), payable(7, '300', 'Overdue'), payable(6, '9', 'Settled')]
  expect(paymentCalendar(payables)).toEqual([
    { dueDay: 5, amount: 1n, count: 1 },
    { dueDay: 7, amount: 320n, count: 2 },
  ])
})
