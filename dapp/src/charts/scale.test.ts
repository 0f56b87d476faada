import { describe, expect, it } from 'vitest'
import { withCumulative } from './maturity-ladder'
import { amountScale } from './scale'

describe('amountScale', () => {
  it('starts at zero and ends at a round number not below the largest amount', () => {
    const { at, ticks } = amountScale([356_000_000_000n, 12n], [200, 0])
    expect(ticks).toEqual([0n, 100_000_000_000n, 200_000_000_000n, 300_000_000_000n, 400_000_000_000n])
    expect([at(0n), at(400_000_000_000n)]).toEqual([200, 0])
  })

  it.each([
    [100n, [0n, 50n, 100n]],
    [80n, [0n, 20n, 40n, 60n, 80n]],
    [3n, [0n, 1n, 2n, 3n]],
  ])('divides %s into whole round steps', (largest, ticks) => {
    expect(amountScale([largest], [0, 1]).ticks).toEqual(ticks)
  })

  it('draws nothing but an axis when there is nothing', () => {
    expect(amountScale([], [200, 0]).at(0n)).toBe(200)
  })
})

describe('withCumulative', () => {
  it('ends at the sum of all steps', () => {
    const steps = [5n, 0n, 7n].map((amount, index) => ({ key: `${index}`, label: '', amount, late: false }))
    expect(withCumulative(steps).map(({ cumulative }) => cumulative)).toEqual([5n, 5n, 12n])
  })
})
