import { type Address, type Hex, hashTypedData, keccak256, stringToHex } from 'viem'
import { type FeatureSpec, MERCHANT_V1, SCOPES } from './scoring/features.ts'
import type { Bilingual } from './text.ts'
import type { TypedDataSigner } from './typed-data.ts'

/** Purpose of a consent to credit scoring; equals `ScoreOracle.PURPOSE`. */
export const CREDIT_SCORING_PURPOSE: Hex = keccak256(stringToHex('CREDIT_SCORING'))

/** Longest duration of a consent in seconds: two years of 365 days. */
export const MAX_CONSENT_SECONDS = 730 * 86_400

const CONSENT_TYPES = {
  DataConsent: [
    { name: 'merchant', type: 'address' },
    { name: 'provider', type: 'bytes32' },
    { name: 'recipient', type: 'address' },
    { name: 'purpose', type: 'bytes32' },
    { name: 'scopes', type: 'uint32' },
    { name: 'expiry', type: 'uint40' },
    { name: 'nonce', type: 'uint256' },
  ],
} as const

/** The register of consents that a signature is meant for. */
export interface ConsentDomain {
  readonly chainId: number
  readonly consents: Address
}

/** What a merchant allows: one platform, one recipient, one purpose. Replaces its earlier consent for the same three. */
export interface DataConsent {
  readonly merchant: Address
  /** Provider id of the platform, see `providerIdOf`. */
  readonly provider: Hex
  /** The bank's oracle contract. */
  readonly recipient: Address
  /** Keccak-256 of the purpose's name. */
  readonly purpose: Hex
  /** Bit mask of the kinds of data that may be released, see `SCOPES`. */
  readonly scopes: number
  /** Second from which the consent is over, unix time. */
  readonly expiry: number
}

/**
 * What the merchant signs, ready for `signTypedData`.
 * @param nonce `Consents.nonceOf` for the same merchant, provider, recipient and purpose
 */
export function consentTypedData({ chainId, consents }: ConsentDomain, consent: DataConsent, nonce: bigint) {
  return {
    domain: { name: 'Tallystick Consents', version: '1', chainId, verifyingContract: consents },
    types: CONSENT_TYPES,
    primaryType: 'DataConsent',
    message: { ...consent, nonce },
  } as const
}

/** The digest of a consent; equals `Consents.consentDigest`. */
export function consentDigest(domain: ConsentDomain, consent: DataConsent, nonce: bigint): Hex {
  return hashTypedData(consentTypedData(domain, consent, nonce))
}

/** Signs a consent with the merchant's key. Anyone may submit it with `Consents.grantBySig`. */
export function signConsent(
  merchant: TypedDataSigner,
  domain: ConsentDomain,
  consent: DataConsent,
  nonce: bigint,
): Promise<Hex> {
  return merchant.signTypedData(consentTypedData(domain, consent, nonce))
}

/** A kind of data with the features that it releases. */
export interface ReleasedScope {
  readonly bit: number
  readonly label: Bilingual
  readonly features: readonly FeatureSpec[]
}

/**
 * What a mask of scopes releases, kind by kind in the order of their bits; bits without a meaning are left out.
 * @param schema features of the model, `merchant-v1` when absent
 */
export function releasedBy(scopes: number, schema: readonly FeatureSpec[] = MERCHANT_V1): readonly ReleasedScope[] {
  return SCOPES.map((label, bit) => ({ bit, label, features: schema.filter(({ scope }) => scope === bit) })).filter(
    ({ bit }) => (scopes >>> bit) & 1,
  )
}
