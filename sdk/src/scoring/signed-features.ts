import { MISSING } from './blob.ts'
import type { FeatureRow } from './evaluate.ts'

/** A platform's answer about one merchant, as JSON: the signed statement that scores are computed from. */
export interface SignedFeatures {
  /** The merchant's account in lower case. */
  readonly merchant: string
  /** Second up to which the data reach. */
  readonly asOf: number
  /** Fixed-point integers in the schema's order; null where not known or not released. */
  readonly features: readonly (number | null)[]
  /** 32 bytes in hex. */
  readonly salt: string
  /** Ed25519 over `signedBytes`, 64 bytes in hex. */
  readonly signature: string
}

/** The features as a row that models take. */
export function rowOf(features: SignedFeatures['features']): FeatureRow {
  return features.map((value) => value ?? MISSING)
}

/** A row in the notation of {@link SignedFeatures}. */
export function nullableFeatures(row: FeatureRow): (number | null)[] {
  return row.map((value) => (value === MISSING ? null : value))
}

/** True for JSON of the agreed form; says nothing about the signature. */
export function isSignedFeatures(json: unknown): json is SignedFeatures {
  if (typeof json !== 'object' || json === null) return false
  const { merchant, asOf, features, salt, signature } = json as Partial<Record<keyof SignedFeatures, unknown>>
  return (
    isHex(merchant, 20) &&
    typeof asOf === 'number' &&
    Number.isInteger(asOf) &&
    asOf >= 0 &&
    asOf < 2 ** 40 &&
    Array.isArray(features) &&
    features.every((value) => value === null || (Number.isSafeInteger(value) && value !== MISSING)) &&
    isHex(salt, 32) &&
    isHex(signature, 64)
  )
}

function isHex(value: unknown, bytes: number): boolean {
  return typeof value === 'string' && value.length === 2 + 2 * bytes && /^0x[0-9a-f]*$/.test(value)
}
