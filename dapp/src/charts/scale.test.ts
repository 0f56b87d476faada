import { describe, expect, it } from 'vitest'
import { withCumulative } from './maturity-ladder'
import { amountScale, bandScale, lengthScale } from './scale'

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

describe('bandScale', () => {
  it('centres equal columns in equal steps', () => {
    const { start, centre, bandwidth, step } = bandScale(4, [100, 300], 0.2)
    expect({ step, bandwidth, first: start(0), last: centre(3) }).toEqual({
      step: 50,
      bandwidth: 40,
      first: 105,
      last: 275,
    })
  })
})

describe('lengthScale', () => {
  it('gives the largest amount the whole width', () => {
    const pixels = lengthScale([30n, 7n], 300)
    expect([pixels(30n), pixels(3n)]).toEqual([300, 30])
  })
})

describe('withCumulative', () => {
  it('ends at the sum of all steps', () => {
    const steps = [5n, 0n, 7n].map((amount, index) => ({ key: `${index}`, label: '', amount, late: false }))
    expect(withCumulative(steps).map(({ cumulative }) => cumulative)).toEqual([5n, 5n, 12n])
  })
})
