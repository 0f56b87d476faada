import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { journalSearch, journalWhere, wrongFilters } from './journal-filter'

const account = '0xAb5801a7D398351b8bE11C439e05C5B3259aeC9B'
const receivable = `0x${'Ab'.repeat(31)}00`

describe('journalSearch', () => {
  it('drops what it cannot read', () => {
    expect(v.parse(journalSearch, { before: -1, event: 7 })).toEqual({})
    expect(v.parse(journalSearch, { before: 12, event: 'Lent' })).toEqual({ before: 12, event: 'Lent' })
  })
})

describe('journalWhere', () => {
  it('is empty without filters', () => expect(journalWhere({})).toEqual({}))

  it('writes ids in lower case, as the index has them', () => {
    expect(journalWhere({ event: 'Lent', account, receivable })).toEqual({
      name: 'Lent',
      accounts_contains: [account.toLowerCase()],
      receivableId: receivable.toLowerCase(),
    })
  })

  it('takes whole days of the register, the last one included', () => {
    const oneDay = journalWhere({ from: '2026-11-22', to: '2026-11-22' })
    expect(oneDay).toEqual({ timestamp_gte: '1795276800', timestamp_lt: '1795363200' })
  })
})

describe('wrongFilters', () => {
  it('accepts what the index can answer', () => {
    expect(wrongFilters({ account, receivable, from: '2026-11-22' })).toEqual([])
  })

  it('names what it cannot', () => {
    expect(wrongFilters({ account: '0x1', receivable: '0x1', from: 'today', to: '2026-02-30' })).toEqual([
      'account',
      'receivable',
      'from',
      'to',
    ])
  })
})
