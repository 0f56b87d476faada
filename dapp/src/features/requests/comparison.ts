import { type Deployment, differingTerms, type ParsedInvoice, type ReceivableTerms, termsOf } from '@tallystick/sdk'
import type { Hex } from 'viem'

/** How a debtor's own copy of an invoice compares with the terms that a supplier asks it to confirm. */
export type Comparison =
  | { readonly kind: 'same'; readonly sameFile: boolean }
  | { readonly kind: 'different'; readonly terms: readonly (keyof ReceivableTerms)[] }
  /** The copy has no due date or is in another currency, so it gives no terms to compare. */
  | { readonly kind: 'incomparable' }

/** The file hash is not compared as a term: the same invoice may arrive in another format or with other white space. */
const NOT_COMPARED: ReadonlySet<keyof ReceivableTerms> = new Set(['documentHash'])

/**
 * Computes the terms again from the debtor's copy, with what only the request says (accounts, penalty, profile), and
 * compares them.
 */
export function compareWithCopy(
  requested: ReceivableTerms,
  copy: { readonly invoice: ParsedInvoice; readonly documentHash: Hex },
  asset: Deployment['asset'],
): Comparison {
  const { supplier, debtor, penaltyBps, profile } = requested
  const { documentHash } = copy
  let own: ReceivableTerms
  try {
    own = termsOf(copy.invoice, { supplier, debtor, asset, penaltyBps, profile, documentHash })
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'incomparable' }
    throw error
  }
  const different = differingTerms(requested, own)
  const terms = different.filter((name) => !NOT_COMPARED.has(name))
  if (terms.length > 0) return { kind: 'different', terms }
  return { kind: 'same', sameFile: different.length === 0 }
}
