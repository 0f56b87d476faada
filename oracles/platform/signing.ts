import { createHmac, createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign } from 'node:crypto'
import { type FeatureRow, nullableFeatures, type SignedFeatures, signedBytes, statementOf } from '@tallystick/sdk'
import { type Address, bytesToHex, concat, type Hex, hexToBytes, numberToHex } from 'viem'

/** PKCS #8 (RFC 8410) around a raw Ed25519 seed. */
const PKCS8_PREFIX = hexToBytes('0x302e020100300506032b657004220420')
const SALT_KEY_LABEL = 'tallystick.feature-salt.v1'

/** Signs features with the platform's key and salts them. */
export class FeatureSigner {
  /** Raw Ed25519 key, as registered with the provider on chain. */
  readonly publicKey: Hex
  readonly #key: KeyObject
  readonly #saltKey: Buffer

  /**
   * @param seed 32 bytes; the only secret to keep: the salts' key is derived from it
   * @throws RangeError when it is not 32 bytes of hex
   */
  constructor(seed: Hex) {
    if (!/^0x[0-9a-f]{64}$/i.test(seed)) throw new RangeError('the signing key must be 32 bytes in hex, 0x first')
    const raw = hexToBytes(seed)
    this.#key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, raw]), format: 'der', type: 'pkcs8' })
    this.#saltKey = Buffer.from(hkdfSync('sha256', raw, '', SALT_KEY_LABEL, 32))
    const spki = createPublicKey(this.#key).export({ format: 'der', type: 'spki' })
    this.publicKey = bytesToHex(spki.subarray(-32))
  }

  /** The same salt for the same merchant and moment, so that all oracle nodes commit to the same bytes. */
  saltOf(merchant: Address, asOf: number): Hex {
    const subject = hexToBytes(concat([merchant, numberToHex(asOf, { size: 5 })]))
    return `0x${createHmac('sha256', this.#saltKey).update(subject).digest('hex')}`
  }

  /** States the features: what the oracle network verifies and the merchant can prove. */
  sign(merchant: Address, asOf: number, features: FeatureRow): SignedFeatures {
    const salt = this.saltOf(merchant, asOf)
    const bytes = signedBytes(statementOf({ salt, merchant, asOf, features }))
    const signature = bytesToHex(sign(null, bytes, this.#key))
    return { merchant: merchant.toLowerCase(), asOf, salt, features: nullableFeatures(features), signature }
  }
}
