import { createPrivateKey, sign } from 'node:crypto'
import { p256 } from '@noble/curves/nist.js'
import { type DeviceKey, keyType, type SignatureAlgorithm, secp256k1Key } from '@tallystick/sdk'
import secp256k1 from 'secp256k1'
import { bytesToHex, type Hex, hexToBytes, keccak256, numberToHex } from 'viem'
import { privateKeyToAddress } from 'viem/accounts'

export const KEY_TYPES = ['secp256k1', 'P-256'] as const
export type KeyTypeName = (typeof KEY_TYPES)[number]

/** The secret part of a device. */
export interface DeviceSigner {
  readonly key: DeviceKey
  readonly alg: SignatureAlgorithm
  /** Signs a digest of readings, acknowledgements or keys as the chain accepts it, with the low `s`. */
  sign(digest: Hex): Hex
}

/** @param privateKey 32 bytes, a valid scalar of the curve */
export function createSigner(type: KeyTypeName, privateKey: Hex): DeviceSigner {
  return type === 'P-256' ? p256Signer(privateKey) : secp256k1Signer(privateKey)
}

/** A device's private key for a demo or a test: whoever knows the seed knows it. */
export function derivedPrivateKey(seed: number): Hex {
  return keccak256(numberToHex(seed, { size: 32 }))
}

function secp256k1Signer(privateKey: Hex): DeviceSigner {
  const secret = hexToBytes(privateKey)
  return {
    key: secp256k1Key(privateKeyToAddress(privateKey)),
    alg: 'EIP712-secp256k1',
    sign(digest) {
      const { signature, recid } = secp256k1.ecdsaSign(hexToBytes(digest), secret)
      return `${bytesToHex(signature)}${(27 + recid).toString(16)}` as Hex
    },
  }
}

function p256Signer(privateKey: Hex): DeviceSigner {
  const secret = hexToBytes(privateKey)
  const point = p256.getPublicKey(secret, false)
  const [x, y] = [point.slice(1, 33), point.slice(33)]
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
  const jwk = { kty: 'EC', crv: 'P-256', d: text(secret), x: text(x), y: text(y) }
  const key = createPrivateKey({ key: jwk, format: 'jwk' })
  return {
    key: { keyType: keyType.p256, x: bytesToHex(x), y: bytesToHex(y) },
    alg: 'EIP712-P256',
    sign: (digest) => lowS(bytesToHex(sign('sha256', hexToBytes(digest), { key, dsaEncoding: 'ieee-p1363' }))),
  }
}

const P256_ORDER = p256.Point.Fn.ORDER

/** Both `s` and `order − s` are valid; the chain accepts the lower one. */
function lowS(signature: Hex): Hex {
  const s = BigInt(`0x${signature.slice(66)}`)
  if (s <= P256_ORDER / 2n) return signature
  return `${signature.slice(0, 66)}${numberToHex(P256_ORDER - s, { size: 32 }).slice(2)}` as Hex
}
