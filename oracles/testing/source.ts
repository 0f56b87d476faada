import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import {
  type FeatureRow,
  type FeatureStatement,
  nullableFeatures,
  type SignedFeatures,
  signedBytes,
} from '@tallystick/sdk/scoring'
import { bytesToHex, type Hex, hexToBytes, sha256, toHex } from 'viem'

/** PKCS #8 (RFC 8410) in front of a raw Ed25519 seed. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

/** A platform's signing key and what it states, without a server. The same seed signs the same bytes. */
export class TestSource {
  /** Raw Ed25519 key. */
  readonly publicKey: Hex
  readonly #key: ReturnType<typeof createPrivateKey>

  constructor(seed: string) {
    const der = Buffer.concat([PKCS8_PREFIX, hexToBytes(sha256(toHex(seed)))])
    this.#key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    this.publicKey = bytesToHex(createPublicKey(this.#key).export({ format: 'der', type: 'spki' }).subarray(-32))
  }

  /** What the platform answers about a merchant. */
  answer(merchant: Hex, asOf: number, features: FeatureRow): SignedFeatures {
    const statement = statementFor(merchant, asOf, features)
    const signature = bytesToHex(sign(null, signedBytes(statement), this.#key))
    const salt = bytesToHex(statement.salt)
    return { merchant: merchant.toLowerCase(), asOf, features: nullableFeatures(features), salt, signature }
  }
}

/** The statement behind an answer; its salt follows from merchant and time. */
export function statementFor(merchant: Hex, asOf: number, features: FeatureRow): FeatureStatement {
  const salt = hexToBytes(sha256(toHex(`${merchant.toLowerCase()} ${asOf}`)))
  return { salt, merchant: hexToBytes(merchant), asOf, features }
}
