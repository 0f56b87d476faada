import { describe, expect, it } from 'vitest'
import { withCumulative } from './maturity-ladder'
import { amountScale, amountTicks } from './scale'

describe('amountScale', () => {
  it('starts at zero and ends at a round number above the largest amount', () => {
    expect(amountScale([356_000_000_000n, 12n], [200, 0]).domain()).toEqual([0, 400_000_000_000])
  })

  it('draws nothing but an axis when there is nothing', () => {
    expect(amountScale([], [200, 0])(0)).toBe(200)
  })

  it('gives ticks as whole amounts', () => {
    expect(amountTicks(amountScale([100n], [100, 0])).map(({ amount }) => amount)).toEqual([
      0n,
      20n,
      40n,
      60n,
      80n,
      100n,
    ])
  })
})

describe('withCumulative', () => {
  it('ends at the sum of all steps', () => {
    const steps = [5n, 0n, 7n].map((amount, index) => ({ key: `${index}`, label: '', amount, late: false }))
    expect(withCumulative(steps).map(({ cumulative }) => cumulative)).toEqual([5n, 5n, 12n])
  })
})
