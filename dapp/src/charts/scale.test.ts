import { describe, expect, it } from 'vitest'
import { withCumulative } from './maturity-ladder'
import { amountScale, bandScale, lengthScale, linearScale, timeScale } from './scale'

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

describe('timeScale', () => {
  it('divides a span into equal steps, both ends included', () => {
    const { at, ticks } = timeScale([1_000, 4_000], [50, 350], 4)
    expect(ticks).toEqual([1_000, 2_000, 3_000, 4_000])
    expect(ticks.map(at)).toEqual([50, 150, 250, 350])
  })

  it('puts a single instant into the middle', () => {
    const { at, ticks } = timeScale([7, 7], [0, 100], 4)
    expect([at(7), ticks]).toEqual([50, [7]])
  })
})

describe('linearScale', () => {
  it('keeps what lies outside at the ends', () => {
    const x = linearScale([300, 850], [0, 550])
    expect([300, 575, 850, 0, 900].map(x)).toEqual([0, 275, 550, 0, 550])
  })
})

describe('withCumulative', () => {
  it('ends at the sum of all steps', () => {
    const steps = [5n, 0n, 7n].map((amount, index) => ({ key: `${index}`, label: '', amount, late: false }))
    expect(withCumulative(steps).map(({ cumulative }) => cumulative)).toEqual([5n, 5n, 12n])
  })
})
