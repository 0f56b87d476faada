import type { BillRecord } from './audit.ts'
import type { PeriodEvidence } from './audit-evidence.ts'

/** A bill with everything that it can be checked by, for an auditor without chain and gateway. */
export interface RentEvidence {
  readonly record: BillRecord
  /** Undefined for a period without a reading. */
  readonly evidence: PeriodEvidence | undefined
}

/** First field of the document: what it is, and its version. */
export const RENT_EVIDENCE_FORMAT = 'tallystick rent evidence 1'

/** The evidence as a JSON document. Integers beyond JSON's are texts that end in `n`. */
export function writeEvidence({ record, evidence }: RentEvidence): string {
  const number = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)
  return `${JSON.stringify({ format: RENT_EVIDENCE_FORMAT, record, evidence }, number, 2)}\n`
}
