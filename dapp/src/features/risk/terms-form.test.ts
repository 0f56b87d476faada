import { describe, expect, it } from 'vitest'
import type { DebtorTerms } from './terms-change'
import { draftOf, readDraft } from './terms-form'

const terms: DebtorTerms = {
  discountBps: 480,
  feeBps: 10,
  advanceBps: 9_500,
  maxTenorDays: 184,
  minUnits: 1_000_000_000n,
  version: 0,
  enabled: true,
}
const draft = draftOf(terms, 6)

describe('terms form', () => {
  it('reads back what it shows', () => {
    expect(draft).toEqual({
      enabled: true,
      discount: '4.80',
      fee: '0.10',
      advance: '95.00',
      tenor: '184',
      least: '1,000.00',
    })
    expect(readDraft(draft, 6)).toEqual({ terms, wrong: [] })
  })

  it.each([
    ['discount', '-1'],
    ['discount', '655.36'],
    ['fee', '100'],
    ['advance', '0'],
    ['advance', '100.01'],
    ['tenor', '0'],
    ['tenor', '1.5'],
    ['tenor', '65536'],
    ['least', '-5'],
    ['least', 'much'],
  ] as const)('refuses %s %j', (field, text) => {
    expect(readDraft({ ...draft, [field]: text }, 6).wrong).toEqual([field])
  })
})
