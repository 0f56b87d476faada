import { type Address, encodeAbiParameters, type Hex, keccak256 } from 'viem'
import { parseDay } from './days.ts'
import type { CanonicalInvoice } from './invoice/canonical.ts'
import type { InvoiceKeys } from './invoice/fingerprint.ts'
import { rescale } from './money.ts'

/** Everything that supplier and debtor agree on; the `Terms` of the register. */
export interface ReceivableTerms {
  readonly supplier: Address
  readonly debtor: Address
  /** Settlement asset. */
  readonly asset: Address
  /** Amount owed, minor units of `asset`. */
  readonly face: bigint
  /** Last day of payment, days since 1970-01-01 in the register's offset. */
  readonly dueDay: number
  /** Yearly penalty on the face once the grace period has passed, ACT/365. */
  readonly penaltyBps: number
  /** Version of the regulation profile. */
  readonly profile: number
  readonly fingerprint: Hex
  readonly contentHash: Hex
  /** SHA-256 of the invoice file. */
  readonly documentHash: Hex
}

/** What the terms need beyond the invoice. */
export interface TermsContext {
  readonly supplier: Address
  readonly debtor: Address
  readonly asset: { readonly address: Address; readonly currency: string; readonly decimals: number }
  readonly penaltyBps: number
  readonly profile: number
  readonly documentHash: Hex
}

/**
 * Turns an invoice into the terms that the debtor confirms: its payable amount in the asset's minor units.
 * @throws RangeError when the invoice has no due date or is in another currency; see `financingWarnings`
 */
export function termsOf(invoice: CanonicalInvoice & InvoiceKeys, context: TermsContext): ReceivableTerms {
  const dueDay = parseDay(invoice.dueDate ?? '')
  if (dueDay === undefined) throw new RangeError('the invoice has no due date')
  const { asset, ...parties } = context
  if (invoice.currency !== asset.currency) throw new RangeError(`the invoice is in ${invoice.currency}`)
  const face = rescale(invoice.totals.payable, invoice.currencyDecimals, asset.decimals)
  const { fingerprint, contentHash } = invoice
  return { ...parties, asset: asset.address, face, dueDay, fingerprint, contentHash }
}

/** Names and types of the terms, in the order in which the register encodes and signs them. */
export const TERMS_FIELDS = [
  { name: 'supplier', type: 'address' },
  { name: 'debtor', type: 'address' },
  { name: 'asset', type: 'address' },
  { name: 'face', type: 'uint128' },
  { name: 'dueDay', type: 'uint16' },
  { name: 'penaltyBps', type: 'uint16' },
  { name: 'profile', type: 'uint16' },
  { name: 'fingerprint', type: 'bytes32' },
  { name: 'contentHash', type: 'bytes32' },
  { name: 'documentHash', type: 'bytes32' },
] as const

/** Hash under which the register keeps a request or an offer: keccak256 of the encoded terms. */
export function termsHash(terms: ReceivableTerms): Hex {
  return keccak256(encodeAbiParameters([{ type: 'tuple', components: TERMS_FIELDS }], [terms]))
}

/**
 * Names the terms in which two proposals differ, for a debtor who compares a request with its own copy. Addresses are
 * compared without regard to letter case.
 */
export function differingTerms(left: ReceivableTerms, right: ReceivableTerms): readonly (keyof ReceivableTerms)[] {
  const text = (terms: ReceivableTerms, name: keyof ReceivableTerms) => String(terms[name]).toLowerCase()
  return TERMS_FIELDS.map(({ name }) => name).filter((name) => text(left, name) !== text(right, name))
}
