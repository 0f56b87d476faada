import { parseDay } from '../days.ts'
import type { Bilingual } from '../text.ts'
import type { CanonicalInvoice } from './canonical.ts'

/** What financing needs to know beside the invoice. */
export interface FinancingTerms {
  /** Today in the profile's offset, `YYYY-MM-DD`. */
  readonly today: string
  /** ISO 4217 code of the settlement asset. */
  readonly assetCurrency: string
  /** Longest allowed term from today to the due day, in days. */
  readonly maxTermDays: number
}

const SENTENCES = {
  due_date_missing: {
    en: 'The invoice states no due date (BT-9). Agree one with the debtor before it can be financed.',
    zh: '发票没有到期日（BT-9）。须与债务人约定到期日后才能融资。',
  },
  due_date_past: {
    en: 'The due date has passed. A receivable must fall due today or later.',
    zh: '到期日已过。应收账款的到期日不能早于今天。',
  },
  foreign_currency: {
    en: 'The invoice is in another currency than the settlement asset.',
    zh: '发票币种与结算资产的币种不同。',
  },
  term_too_long: {
    en: 'The due date lies beyond the longest term that the rules allow.',
    zh: '到期日超过规则允许的最长期限。',
  },
  totals_inconsistent: {
    en: 'The amount due is not the total with tax, less prepayments, plus rounding. Check it against the paper.',
    zh: '应付金额不等于含税合计减预付加尾差。请与原件核对。',
  },
} as const satisfies Record<string, Bilingual>

/** Stable reason for which a readable invoice cannot be financed, or should be looked at first. */
export type InvoiceWarningCode = keyof typeof SENTENCES

export interface InvoiceWarning {
  readonly code: InvoiceWarningCode
  readonly field: string
  readonly message: Bilingual
}

/** Lists what stands against financing an invoice that is otherwise in order. */
export function financingWarnings(invoice: CanonicalInvoice, terms: FinancingTerms): readonly InvoiceWarning[] {
  const due = dueDateWarning(invoice.dueDate, terms)
  return [
    ...(due ? [warning(due, 'dueDate')] : []),
    ...(invoice.currency === terms.assetCurrency ? [] : [warning('foreign_currency', 'currency')]),
    ...(totalsAgree(invoice) ? [] : [warning('totals_inconsistent', 'totals.payable')]),
  ]
}

function dueDateWarning(
  dueDate: string | null,
  { today, maxTermDays }: FinancingTerms,
): InvoiceWarningCode | undefined {
  if (dueDate === null) return 'due_date_missing'
  const days = (parseDay(dueDate) ?? 0) - (parseDay(today) ?? 0)
  if (days < 0) return 'due_date_past'
  return days > maxTermDays ? 'term_too_long' : undefined
}

/** EN 16931 rule BR-CO-16; totals that the file leaves out are not judged. */
function totalsAgree({ totals }: CanonicalInvoice): boolean {
  const { taxInclusive, prepaid, rounding, payable } = totals
  return taxInclusive === null || payable === taxInclusive - (prepaid ?? 0n) + (rounding ?? 0n)
}

function warning(code: InvoiceWarningCode, field: string): InvoiceWarning {
  return { code, field, message: SENTENCES[code] }
}
