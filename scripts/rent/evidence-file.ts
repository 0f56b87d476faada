import { RENT_EVIDENCE_FORMAT, ReadingMessageError, type RentEvidence } from '@tallystick/sdk'
import { RentCheckError } from './problem.ts'

/**
 * Reads `writeEvidence`'s document.
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
  if (format !== RENT_EVIDENCE_FORMAT || record === undefined)
    throw new RentCheckError(`the evidence is not of the form "${RENT_EVIDENCE_FORMAT}"`)
  return { record, evidence }
}

/** What a check of a document from elsewhere fails with when parts of it are missing or of another kind. */
export function asMalformed(error: unknown): RentCheckError {
  if (error instanceof RentCheckError) return error
  const isOurs = error instanceof ReadingMessageError || error instanceof TypeError || error instanceof RangeError
  if (isOurs || error instanceof SyntaxError) return new RentCheckError(`the evidence is malformed: ${error.message}`)
  throw error
}
