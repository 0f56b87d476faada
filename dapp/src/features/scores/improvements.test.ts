import type { PolicyLimit } from '@tallystick/sdk'
import { describe, expect, it } from 'vitest'
import { improvements } from './improvements'

const bands = [
  { minScore: 720, multipleBps: 20_000, rateBps: 600, cap: 2_000n },
  { minScore: 680, multipleBps: 15_000, rateBps: 720, cap: 1_000n },
  { minScore: 640, multipleBps: 10_000, rateBps: 900, cap: 500n },
]
const none: PolicyLimit = { limit: 0n, rateBps: 0, band: undefined }

/** A merchant with a turnover of 400 a month. */
function outcomeAt(score: number): PolicyLimit {
  const index = bands.findIndex(({ minScore }) => score >= minScore)
  const band = bands[index]
  if (!band) return none
  const limit = (400n * BigInt(band.multipleBps)) / 10_000n
  return { limit: limit < band.cap ? limit : band.cap, rateBps: band.rateBps, band: index }
}

describe('improvements', () => {
  it('names the next band and the turnover', () => {
    expect(improvements({ score: 655, outcome: outcomeAt(655), bands, outcomeAt })).toEqual([
      { kind: 'next-band', points: 25, minScore: 680, outcome: { limit: 600n, rateBps: 720, band: 1 } },
      { kind: 'turnover', multipleBps: 10_000 },
    ])
  })

  it('names the lowest band to a merchant without a line, and nothing about turnover', () => {
    expect(improvements({ score: 600, outcome: none, bands, outcomeAt })).toEqual([
      { kind: 'next-band', points: 40, minScore: 640, outcome: { limit: 400n, rateBps: 900, band: 2 } },
    ])
  })

  it('says that the cap is reached', () => {
    const outcome = { limit: 2_000n, rateBps: 600, band: 0 }
    expect(improvements({ score: 730, outcome, bands, outcomeAt: () => outcome })).toEqual([
      { kind: 'cap-reached', cap: 2_000n },
    ])
  })

  it('passes over a better band that gives no more', () => {
    const flat = (): PolicyLimit => ({ limit: 400n, rateBps: 600, band: 0 })
    expect(improvements({ score: 655, outcome: outcomeAt(655), bands, outcomeAt: flat })).toEqual([
      { kind: 'turnover', multipleBps: 10_000 },
    ])
  })
})
