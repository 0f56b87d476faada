import type { ReceivableTerms, RequestFieldsFragment } from '@tallystick/sdk'

/** A request or an offer as the records list it. */
export type RequestRow = RequestFieldsFragment

/** The terms of a recorded request, as the register's functions take them. */
export function termsOfRow(row: RequestRow): ReceivableTerms {
  const { supplier, debtor, asset, dueDay, penaltyBps, profile, fingerprint, contentHash, documentHash } = row
  const face = BigInt(row.face)
  return { supplier, debtor, asset, face, dueDay, penaltyBps, profile, fingerprint, contentHash, documentHash }
}
