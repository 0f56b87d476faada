import { MERCHANT_V1 } from '@tallystick/sdk'
import { describe, expect, it } from 'vitest'
import { contradiction, type DailyFacts } from './facts.ts'
import { featuresOf } from './features.ts'
import { nextDays, SAMPLE_KEYS, sampleHistory } from './sample-merchants.ts'
import { merchant } from './testing/facts.ts'

const now = Date.parse('2026-11-22T12:00:00Z') / 1_000
const month = 30 * 86_400

function named(history: readonly DailyFacts[]): Record<string, number> {
  const { features } = featuresOf(history)
  return Object.fromEntries(MERCHANT_V1.map(({ name }, f) => [name, features[f] as number]))
}

describe('sample merchants', () => {
  it('have facts that can be true, up to yesterday', () => {
    for (const key of SAMPLE_KEYS) {
      const history = sampleHistory(key, merchant, now)
      expect(history.map(contradiction).filter(Boolean)).toEqual([])
      expect(history.at(-1)?.day).toBe(20_778)
    }
  })

  it('are the same in every run', () => {
    expect(sampleHistory('growing', merchant, now)).toEqual(sampleHistory('growing', merchant, now))
  })

  it('tell their stories', () => {
    const of = (key: 'growing' | 'falling' | 'collapsed' | 'defaulted') => named(sampleHistory(key, merchant, now))
    expect(of('growing').monthly_growth).toBeGreaterThan(100)
    expect(of('growing').avg_rating).toBeGreaterThan(450)
    expect(of('falling').monthly_growth).toBeLessThan(-500)
    expect(of('collapsed').avg_rating).toBeLessThan(400)
    expect(of('collapsed').refund_rate).toBeGreaterThan(400)
    expect(of('defaulted')).toMatchObject({ past_defaults: 1, months_since_default: 9 })
    expect(() => featuresOf(sampleHistory('young', merchant, now))).toThrow('180 days')
  })

  it('go on as they are told', () => {
    const history = sampleHistory('growing', merchant, now)
    const before = named(history)
    const turned = (turn: 'grow' | 'fall' | 'collapse') => named([...history, ...nextDays(history, turn, now + month)])
    expect(turned('grow').transaction_amount).toBeGreaterThan(before.transaction_amount as number)
    expect(turned('fall').transaction_amount).toBeLessThan(before.transaction_amount as number)
    expect(turned('fall').monthly_growth).toBeLessThan(0)
    expect(turned('collapse').avg_rating).toBeLessThan((before.avg_rating as number) - 50)
    expect(turned('collapse').refund_rate).toBeGreaterThan(2 * (before.refund_rate as number))
  })

  it('do not go on before a day has passed', () => {
    const history = sampleHistory('growing', merchant, now)
    expect(() => nextDays(history, 'grow', now)).toThrow('move the clock forward first')
    expect(() => nextDays([], 'grow', now)).toThrow('no history')
  })
})
