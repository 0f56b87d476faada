import { sha256, stringToBytes } from 'viem'
import { describe, expect, it } from 'vitest'
import { specOfCard } from './model-spec'

const hash = (digit: string) => `0x${digit.repeat(64)}`
const card = {
  modelHash: hash('1'),
  schemaHash: hash('2'),
  dataHash: hash('3'),
  scopes: 31,
  baseline: [133, 175, 357, 796, 1_634, 2_726, 2_685, 1_197, 289, 8],
}
const bytesOf = (json: object) => stringToBytes(JSON.stringify(json))

describe('specOfCard', () => {
  it('takes hashes, kinds of data and baseline, and hashes the file itself', () => {
    const bytes = bytesOf(card)
    expect(specOfCard(bytes)).toEqual({ ...card, cardHash: sha256(bytes) })
  })

  it.each([
    { modelHash: '0x12' },
    { scopes: 0 },
    { baseline: card.baseline.slice(1) },
    { baseline: card.baseline.with(0, 200) },
    { baseline: card.baseline.with(0, -1) },
  ])('refuses %o', (change) => expect(specOfCard(bytesOf({ ...card, ...change }))).toBeUndefined())

  it('refuses what is no JSON', () => expect(specOfCard(stringToBytes('card'))).toBeUndefined())
})
