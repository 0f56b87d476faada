import { describe, expect, it } from 'vitest'
import { readAmount } from './amount-problem'

describe('readAmount', () => {
  it('reads what people type', () => expect(readAmount('1,000.50', 6, 10n ** 12n)).toEqual({ amount: 1_000_500_000n }))
  it('takes the whole of what there is', () => expect(readAmount('1', 0, 1n)).toEqual({ amount: 1n }))
  it.each([
    ['', 'empty'],
    [' ', 'empty'],
    ['abc', 'unreadable'],
    ['-1', 'unreadable'],
    ['0.0000001', 'unreadable'],
    ['0', 'zero'],
    ['2', 'too-much'],
  ])('refuses %j', (text, problem) => expect(readAmount(text, 6, 1_000_000n)).toEqual({ problem }))
})
