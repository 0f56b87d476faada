export * from './days.ts'
export * from './invoice/canonical.ts'
export * from './invoice/currencies.ts'
export * from './invoice/fingerprint.ts'
export * from './invoice/parse.ts'
export {
  INVOICE_PROBLEM_CODES,
  InvoiceError,
  type InvoiceProblem,
  type InvoiceProblemCode,
} from './invoice/problems.ts'
export type { TotalName } from './invoice/syntax.ts'
export * from './invoice/warnings.ts'
export type { Bilingual } from './text.ts'
