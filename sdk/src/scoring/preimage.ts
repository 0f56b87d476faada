import type { FeatureRow } from './evaluate.ts'

/** What a platform states about a merchant: its features up to a moment, salted so that nobody can guess them back. */
export interface FeatureStatement {
  /** 32 bytes, made by the platform from its secret, the merchant and `asOf`. */
  readonly salt: Uint8Array
  /** Account, 20 bytes. */
  readonly merchant: Uint8Array
  /** Second up to which the data reach, below 2^40. */
  readonly asOf: number
  readonly features: FeatureRow
}

const SIGNED_PREFIX = 'tallystick.features.v1'

/** The bytes whose SHA-256 is the commitment: salt, merchant, asOf (u40), features (i64 each), big-endian. */
export function commitmentPreimage(statement: FeatureStatement): Uint8Array<ArrayBuffer> {
  return statementBytes([], statement)
}

/** The bytes that the platform signs with Ed25519: the commitment's preimage behind a fixed prefix. */
export function signedBytes(statement: FeatureStatement): Uint8Array<ArrayBuffer> {
  return statementBytes(
    [...SIGNED_PREFIX].map((character) => character.charCodeAt(0)),
    statement,
  )
}

function statementBytes(
  prefix: readonly number[],
  { salt, merchant, asOf, features }: FeatureStatement,
): Uint8Array<ArrayBuffer> {
  const start = prefix.length
  const bytes = new Uint8Array(start + 57 + 8 * features.length)
  bytes.set([...prefix, ...salt, ...merchant, Math.floor(asOf / 2 ** 32)])
  const view = new DataView(bytes.buffer)
  view.setUint32(start + 53, asOf % 2 ** 32)
  features.forEach((value, f) => {
    view.setBigInt64(start + 57 + 8 * f, BigInt(value))
  })
  return bytes
}
