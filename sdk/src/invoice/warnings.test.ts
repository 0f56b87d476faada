import { describe, expect, it } from 'vitest'
import { INVOICE, type TestInvoice, ubl } from '../testing/invoices.ts'
import { parseInvoice } from './parse.ts'
import { financingWarnings } from './warnings.ts'

const TERMS = { today: '2026-11-22', assetCurrency: 'CNY', maxTermDays: 184 }

function warningsOf(change: TestInvoice, terms = TERMS): readonly string[] {
  return financingWarnings(parseInvoice(ubl({ ...INVOICE, ...change })), terms).map(
    ({ code, field }) => `${code} ${field}`,
  )
}

describe('financingWarnings', () => {
  it.each<[string, TestInvoice, readonly string[]]>([
    ['an invoice in order', {}, []],
    ['a missing due date', { dueDate: '' }, ['due_date_missing dueDate']],
    ['a due date of yesterday', { dueDate: '2026-11-21' }, ['due_date_past dueDate']],
    ['a due date of today', { dueDate: '2026-11-22' }, []],
    ['the last day of the term', { dueDate: '2027-05-25' }, []],
    ['a day beyond the term', { dueDate: '2027-05-26' }, ['term_too_long dueDate']],
    ['another currency', { currency: 'USD' }, ['foreign_currency currency']],
    ['totals that do not add up', { payable: '350000.01' }, ['totals_inconsistent totals.payable']],
    [
      'everything at once',
      { dueDate: '2020-01-01', currency: 'USD', payable: '1' },
      ['due_date_past dueDate', 'foreign_currency currency', 'totals_inconsistent totals.payable'],
    ],
  ])('judges %s', (_what, change, expected) => {
    expect(warningsOf(change)).toEqual(expected)
  })

  it('says each warning in both languages', () => {
    const [first] = financingWarnings(parseInvoice(ubl({ ...INVOICE, dueDate: '' })), TERMS)
    expect(first?.message).toEqual({
      en: 'The invoice states no due date (BT-9). Agree one with the debtor before it can be financed.',
      zh: '发票没有到期日（BT-9）。须与债务人约定到期日后才能融资。',
    })
  })
})
