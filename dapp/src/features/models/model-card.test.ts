import { sha256, stringToBytes } from 'viem'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fetchCard, readCard, shareBps } from './model-card'

const overall = { auc: 0.79, ks: 0.44, brier: 0.08, ece: 0.01, ci: { auc: [0.78, 0.8] } }
const text = JSON.stringify({
  name: 'merchant-v1',
  data: { rows: 20_000, defaults: 1_500 },
  crossValidation: { overall },
  calibration: { table: [{ rows: 2_000, predicted: 0.01, observed: 0.012 }] },
  features: [
    { name: 'refund_rate', importance: 3 },
    { name: 'monthly_growth', importance: 9 },
  ],
})

afterEach(() => vi.unstubAllGlobals())

describe('readCard', () => {
  it('takes metrics with their intervals and the weightiest feature first', () => {
    const card = readCard(text)
    expect(card.metrics[0]).toEqual({ name: 'auc', value: 0.79, interval: [0.78, 0.8] })
    expect(card.metrics[1]?.interval).toBeUndefined()
    expect(card.importance.map(({ name }) => name)).toEqual(['monthly_growth', 'refund_rate'])
  })

  it.each(['{}', '{"name":"x"}'])('refuses %s', (other) => expect(() => readCard(other)).toThrow(TypeError))
})

describe('fetchCard', () => {
  it('says whether the file is the registered one', async () => {
    vi.stubGlobal('fetch', async () => new Response(text))
    const { signal } = new AbortController()
    const hash = sha256(stringToBytes(text))
    expect((await fetchCard('/card.json', hash, signal)).isRegistered).toBe(true)
    expect((await fetchCard('/card.json', sha256('0x00'), signal)).isRegistered).toBe(false)
  })
})

describe('shareBps', () => {
  it('rounds to whole bps', () => expect(shareBps(0.01234)).toBe(123))
})
