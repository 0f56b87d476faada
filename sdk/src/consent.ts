import { type Address, type Hex, hashTypedData, keccak256, stringToHex } from 'viem'
import type { TypedDataSigner } from './typed-data.ts'

/** Purpose for which merchants let platforms release data to a bank's score oracle. */
export const CREDIT_SCORING: Hex = keccak256(stringToHex('CREDIT_SCORING'))

/** Longest time for which a consent can be given, in seconds: two years. */
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

/** What a merchant allows: which provider may release which kinds of data to whom, for what and until when. */
export interface DataConsent {
  readonly merchant: Address
  /** Id of the provider, see `providerIdOf`. */
  readonly provider: Hex
  /** The oracle contract that the data are for. */
  readonly recipient: Address
  readonly purpose: Hex
  /** Kinds of data, one bit each: the index in `SCOPES`. */
  readonly scopes: number
  /** Second from which the consent is over. */
  readonly expiry: number
}

/** The register that a consent is meant for. */
export interface ConsentRegister {
  readonly chainId: number
  readonly consents: Address
}

/**
 * What the merchant signs, ready for `signTypedData`.
 * @param nonce `nonceOf` of the register for this merchant, provider, recipient and purpose
 */
export function consentTypedData(register: ConsentRegister, consent: DataConsent, nonce: bigint) {
  return {
    domain: {
      name: 'Tallystick Consents',
      version: '1',
      chainId: register.chainId,
      verifyingContract: register.consents,
    },
    types: CONSENT_TYPES,
    primaryType: 'DataConsent',
    message: { ...consent, nonce },
  } as const
}

/** The digest of a consent; equals `Consents.consentDigest`. */
export function consentDigest(register: ConsentRegister, consent: DataConsent, nonce: bigint): Hex {
  return hashTypedData(consentTypedData(register, consent, nonce))
}

/** Signs a consent with the merchant's key. */
export function signConsent(
  merchant: TypedDataSigner,
  register: ConsentRegister,
  consent: DataConsent,
  nonce: bigint,
): Promise<Hex> {
  return merchant.signTypedData(consentTypedData(register, consent, nonce))
}
