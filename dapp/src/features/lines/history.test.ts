import { describe, expect, it } from 'vitest'
import { historyOf, limitSteps } from './history'

const event = (id: string, timestamp: string) => ({ id, timestamp, transaction: `0x${id}` as const })
const line = {
  draws: [{ ...event('d1', '200'), amount: '70', rateBps: 720, principal: '70' }],
  repayments: [
    {
      ...event('r1', '400'),
      penaltyPaid: '1',
      interestPaid: '2',
      principalPaid: '30',
      principal: '40',
      recovered: false,
    },
  ],
  bills: [{ ...event('b1', '300'), interest: '2', principalPart: '6' }],
  limitDecisions: [
    { ...event('l2', '350'), newLimit: '60' },
    { ...event('l1', '100'), newLimit: '100' },
  ],
  marks: [],
} as unknown as Parameters<typeof historyOf>[0]

describe('historyOf', () => {
  it('puts everything into one list, the newest first, with the sums that moved', () => {
    const shown = historyOf(line).map(({ key, kind, amount, principal }) => [key, kind, amount, principal])
    expect(shown).toEqual([
      ['r1', 'repayment', 33n, 40n],
      ['l2', 'limit', 60n, undefined],
      ['b1', 'bill', 8n, undefined],
      ['d1', 'draw', 70n, 70n],
      ['l1', 'limit', 100n, undefined],
    ])
  })
})

describe('limitSteps', () => {
  it('follows limit and principal from the oldest change on', () => {
    const steps = limitSteps(historyOf(line)).map(({ at, limit, drawn }) => [at, limit, drawn])
    expect(steps).toEqual([
      [100, 100n, 0n],
      [200, 100n, 70n],
      [350, 60n, 70n],
      [400, 60n, 40n],
    ])
  })
})
