import { type FeatureStatement, isSignedFeatures, MISSING, rowOf } from '@tallystick/sdk/scoring'
import { type Bytes, fail, hexBytes } from './request.ts'

const WEEK_SECONDS = 604_800

/** A platform's statement with the signature that has still to be verified. */
export interface ClaimedStatement {
  readonly statement: FeatureStatement
  readonly signature: Bytes
}

/**
 * Ends the computation when a platform's status is no success: it refuses for a reason that the merchant can mend, or it
 * is out of order.
 */
export function failByStatus(status: number | undefined): never {
  if (status === 403) fail('NO_CONSENT')
  if (status === 410) fail('DATA_STALE')
  if (status === 422) fail('DATA_TOO_YOUNG')
  fail('DATA_UNAVAILABLE')
}

/** Reads a platform's answer about `merchant`; fails with DATA_FORMAT or DATA_SUBJECT. */
export function readStatement(json: unknown, merchant: string): ClaimedStatement {
  if (!isSignedFeatures(json)) fail('DATA_FORMAT')
  if (json.merchant !== merchant) fail('DATA_SUBJECT')
  const statement = {
    salt: hexBytes(json.salt),
    merchant: hexBytes(merchant),
    asOf: json.asOf,
    features: rowOf(json.features),
  }
  return { statement, signature: hexBytes(json.signature) }
}

/**
 * The statement that counts, the first one, once all others agree with it: as of the same week, and each feature that both
 * know within 2 % of the first or 1 in its fixed point. Fails with SOURCES_DISAGREE, or DATA_FORMAT without statements or
 * with rows of another length.
 */
export function agreedStatement(statements: readonly FeatureStatement[]): FeatureStatement {
  const [first, ...others] = statements
  if (!first || others.some(({ features }) => features.length !== first.features.length)) fail('DATA_FORMAT')
  const agrees = ({ asOf, features }: FeatureStatement) =>
    Math.abs(asOf - first.asOf) <= WEEK_SECONDS &&
    features.every((value, f) => isClose(first.features[f] ?? MISSING, value))
  if (!others.every(agrees)) fail('SOURCES_DISAGREE')
  return first
}

function isClose(first: number, other: number): boolean {
  const isKnown = first !== MISSING && other !== MISSING
  return !isKnown || Math.abs(first - other) <= Math.max(1, Math.abs(first) / 50)
}
