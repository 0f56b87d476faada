import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, type Hex, hexToBytes, keccak256, stringToBytes } from 'viem'
import { type CanonicalInvoice, canonicalContent, docKeyFor, normaliseIdentifier, sellerIdOf } from './canonical.ts'

/** The public domain separator of every local network: keccak256 of `tallystick.local.pepper.v1`. */
export const LOCAL_PEPPER: Hex = keccak256(stringToBytes('tallystick.local.pepper.v1'))

/** The three values by which the register knows an invoice. */
export interface InvoiceKeys {
  /** Smallest natural key: `EN16931|seller id|number|year of issue`. An edited copy keeps it. */
  readonly docKey: string
  /** HMAC-SHA256 of `docKey` under the network's pepper. */
  readonly fingerprint: Hex
  /** HMAC-SHA256 of everything else that the debtor confirms. An edited copy changes it. */
  readonly contentHash: Hex
}

/** @param pepper 32 bytes from the deployment file; it separates networks and keeps no secret */
export function invoiceKeys(invoice: CanonicalInvoice, pepper: Hex = LOCAL_PEPPER): InvoiceKeys {
  const docKey = docKeyOf(invoice, 0)
  return { docKey, fingerprint: peppered(docKey, pepper), contentHash: peppered(canonicalContent(invoice), pepper) }
}

/**
 * Keys of the same seller and number in the years before and after. A receivable under one of them is not the same
 * invoice, but worth a question: a changed issue date is the cheapest way to present an invoice twice.
 */
export function similarDocKeys(invoice: CanonicalInvoice): readonly string[] {
  return [-1, 1].map((years) => docKeyOf(invoice, years))
}

/** The fingerprint of a key, for looking up {@link similarDocKeys}. */
export function fingerprintOf(docKey: string, pepper: Hex = LOCAL_PEPPER): Hex {
  return peppered(docKey, pepper)
}

/** SHA-256 of the file as it is, byte for byte. */
export function documentHash(file: Uint8Array): Hex {
  return bytesToHex(sha256(file))
}

/** A legal entity as the member register knows it: keccak256 of its normalised identifier. */
export function identityOf(legalId: string): Hex {
  return keccak256(stringToBytes(normaliseIdentifier(legalId)))
}

/**
 * The seller's identity by the invoice (BT-31, else BT-30, else BT-29). A document whose identity is not the one
 * registered for the supplier must be refused: dropping BT-31 would otherwise give a second key to one invoice.
 */
export function sellerIdentity(invoice: CanonicalInvoice): Hex {
  return identityOf(sellerIdOf(invoice.seller) ?? '')
}

function docKeyOf(invoice: CanonicalInvoice, years: number): string {
  const year = Number(invoice.issueDate.slice(0, 4)) + years
  return docKeyFor(sellerIdOf(invoice.seller) ?? '', invoice.number, year)
}

function peppered(text: string, pepper: Hex): Hex {
  return bytesToHex(hmac(sha256, hexToBytes(pepper), stringToBytes(text)))
}
