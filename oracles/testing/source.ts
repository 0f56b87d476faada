import { ed25519 } from '@noble/curves/ed25519.js'
import {
  type FeatureRow,
  type FeatureStatement,
  nullableFeatures,
  type SignedFeatures,
  signedBytes,
} from '@tallystick/sdk/scoring'
import { bytesToHex, type Hex, hexToBytes, sha256, toHex } from 'viem'

/** A platform's signing key and what it states, without a server. The same seed signs the same bytes. */
export class TestSource {
  /** Raw Ed25519 key. */
  readonly publicKey: Hex
  readonly #seed: Uint8Array

  constructor(name: string) {
    this.#seed = sha256(toHex(name), 'bytes')
    this.publicKey = bytesToHex(ed25519.getPublicKey(this.#seed))
  }

  /** What the platform answers about a merchant. */
  answer(merchant: Hex, asOf: number, features: FeatureRow): SignedFeatures {
    const statement = statementFor(merchant, asOf, features)
    const signature = bytesToHex(ed25519.sign(signedBytes(statement), this.#seed))
    const salt = bytesToHex(statement.salt)
    return { merchant: merchant.toLowerCase(), asOf, features: nullableFeatures(features), salt, signature }
  }
}

/** The statement behind an answer; its salt follows from merchant and time. */
export function statementFor(merchant: Hex, asOf: number, features: FeatureRow): FeatureStatement {
  const salt = sha256(toHex(`${merchant.toLowerCase()} ${asOf}`), 'bytes')
  return { salt, merchant: hexToBytes(merchant), asOf, features }
}
