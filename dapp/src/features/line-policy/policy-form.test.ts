import type { Policy } from '@tallystick/sdk'
import { describe, expect, it } from 'vitest'
import { draftOf, readDraft } from './policy-form'

const yuan = 1_000_000n
const policy: Policy = {
  rules: {
    scoreMaxAge: 35 * 86_400,
    stepBps: 2_500,
    stepDays: 7,
    lot: 1_000n * yuan,
    starterLimit: 10_000n * yuan,
  },
  bands: [
    { minScore: 720, multipleBps: 20_000, rateBps: 600, cap: 2_000_000n * yuan },
    { minScore: 640, multipleBps: 10_000, rateBps: 900, cap: 500_000n * yuan },
  ],
}
const draft = draftOf(policy, 6)
const withBand = (index: number, change: object) => ({
  ...draft,
  bands: draft.bands.map((band, at) => (at === index ? { ...band, ...change } : band)),
})

describe('readDraft', () => {
  it('reads back what draftOf writes', () => {
    expect(readDraft(draft, 6)).toEqual({ policy, wrong: [], disordered: false })
  })

  it.each([
    [{ maxAge: '0' }, 'maxAge'],
    [{ step: 'a' }, 'step'],
    [{ stepDays: '1.5' }, 'stepDays'],
    [{ lot: '0' }, 'lot'],
    [{ starter: '-1' }, 'starter'],
  ])('names the rule that cannot be read: %o', (change, field) => {
    expect(readDraft({ ...draft, rules: { ...draft.rules, ...change } }, 6).wrong).toEqual([field])
  })

  it.each([
    [{ minScore: '' }, '1.minScore'],
    [{ multiple: '700' }, '1.multiple'],
    [{ rate: '0' }, '1.rate'],
    [{ cap: '10,000,000,001' }, '1.cap'],
  ])('names the field of a band that cannot be read: %o', (change, field) => {
    expect(readDraft(withBand(1, change), 6).wrong).toEqual([field])
  })

  it.each([{ minScore: '720' }, { rate: '5.99' }, { multiple: '201' }, { cap: '2,000,000.01' }])(
    'refuses a worse band that is better: %o',
    (change) => {
      expect(readDraft(withBand(1, change), 6).disordered).toBe(true)
    },
  )
})
