import { type BillRecord, type PeriodEvidence, ReadingMessageError } from '@tallystick/sdk'
import { RentCheckError } from './problem.ts'

/** A bill with everything that it can be checked by, for an auditor without chain and gateway. */
export interface RentEvidence {
  readonly record: BillRecord
  /** Undefined for a period without a reading. */
  readonly evidence: PeriodEvidence | undefined
}

const FORMAT = 'tallystick rent evidence 1'

/** The evidence as a JSON document. Integers beyond JSON's are texts that end in `n`. */
export function writeEvidence({ record, evidence }: RentEvidence): string {
  const number = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)
  return `${JSON.stringify({ format: FORMAT, record, evidence }, number, 2)}\n`
}

/**
 * Reads {@link writeEvidence}'s document.
 * @throws RentCheckError when it is none
 */
export function readEvidence(text: string): RentEvidence {
  let file: unknown
  try {
    file = JSON.parse(text, (_, value: unknown) =>
      typeof value === 'string' && /^\d{1,78}n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
    )
  } catch {
    throw new RentCheckError('the evidence is not JSON')
  }
  const { format, record, evidence } = (file ?? {}) as Partial<RentEvidence & { readonly format: unknown }>
  if (format !== FORMAT || record === undefined) throw new RentCheckError(`the evidence is not of the form "${FORMAT}"`)
  return { record, evidence }
}

/** What a check of a document from elsewhere fails with when parts of it are missing or of another kind. */
export function asMalformed(error: unknown): RentCheckError {
  if (error instanceof RentCheckError) return error
  const isOurs = error instanceof ReadingMessageError || error instanceof TypeError || error instanceof RangeError
  if (isOurs || error instanceof SyntaxError) return new RentCheckError(`the evidence is malformed: ${error.message}`)
  throw error
}
