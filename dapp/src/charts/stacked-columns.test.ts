import { describe, expect, it } from 'vitest'
import { stacked } from './stacked-columns'
import { priceAt } from './tariff-steps'

describe('stacked', () => {
  it('puts each part on top of those before it', () => {
    expect(stacked([3n, 0n, 4n])).toEqual([
      { from: 0n, to: 3n },
      { from: 3n, to: 3n },
      { from: 3n, to: 7n },
    ])
  })
})

describe('priceAt', () => {
  it('gives the price of what comes next', () => {
    const steps = [
      { from: 0, price: 90n },
      { from: 100, price: 60n },
    ]
    expect([0, 99, 100, 500].map((at) => priceAt(steps, at))).toEqual([90n, 90n, 60n, 60n])
  })
})
