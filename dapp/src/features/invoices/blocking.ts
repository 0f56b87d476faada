import type { InvoiceWarning, InvoiceWarningCode } from '@tallystick/sdk'

/** Warnings under which the register would refuse the request; the others only deserve a look. */
const BLOCKING: ReadonlySet<InvoiceWarningCode> = new Set([
  'due_date_missing',
  'due_date_past',
  'foreign_currency',
  'term_too_long',
])

export function isBlocking({ code }: InvoiceWarning): boolean {
  return BLOCKING.has(code)
}
