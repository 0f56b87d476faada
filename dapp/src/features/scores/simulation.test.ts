import { MERCHANT_V1, MISSING } from '@tallystick/sdk'
import { describe, expect, it } from 'vitest'
import { featureText, isFixed, sliderOf, withFeature } from './simulation'

const ratio = { range: [0, 10_000], scale: 10_000 } as const
const row = MERCHANT_V1.map(() => 0)
const [pastDefaults, sinceDefault] = ['past_defaults', 'months_since_default'].map((name) =>
  MERCHANT_V1.findIndex((feature) => feature.name === name),
) as [number, number]

describe('sliderOf', () => {
  it('goes beyond the cuts on both sides, within the range of the feature', () => {
    expect(sliderOf(ratio, [100, 500, 1_100], 300)).toEqual({ min: 0, max: 1_250, step: 10 })
  })

  it('includes a value of its own beyond the cuts', () => {
    expect(sliderOf(ratio, [100, 500], 9_000)).toMatchObject({ max: 9_000 })
  })

  it('begins at the cuts where the value is not known', () => {
    expect(sliderOf(ratio, [1_000, 2_000], MISSING)).toEqual({ min: 850, max: 2_150, step: 10 })
  })

  it('is not there for a feature without cuts', () => {
    expect(sliderOf(ratio, [], 300)).toBeUndefined()
  })
})

describe('withFeature', () => {
  it('changes one value and leaves the row as it was', () => {
    expect(withFeature(row, 2, 450)[2]).toBe(450)
    expect(row[2]).toBe(0)
  })

  it('takes the months away with the last default, and brings them back with the first', () => {
    const clean = withFeature(row, pastDefaults, 0)
    expect(clean[sinceDefault]).toBe(MISSING)
    expect(isFixed(clean, sinceDefault)).toBe(true)
    expect(withFeature(clean, pastDefaults, 1)[sinceDefault]).toBe(12)
  })

  it('keeps known months when another default is added', () => {
    const late = withFeature(withFeature(row, pastDefaults, 1), sinceDefault, 3)
    expect(withFeature(late, pastDefaults, 2)[sinceDefault]).toBe(3)
  })
})

describe('featureText', () => {
  it('writes ratios as percentages and money with its cents', () => {
    expect(featureText({ scale: 10_000 }, -312, 'en')).toBe('-3.12%')
    expect(featureText({ scale: 100 }, 12_345_678, 'en')).toBe('123,456.78')
    expect(featureText({ scale: 10_000 }, MISSING, 'en')).toBe('not known')
  })
})
