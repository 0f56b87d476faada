import { type Hex, hexToBytes, recoverAddress } from 'viem'
import { type DeviceKey, keyType, secp256k1Key } from './reading.ts'

const SECP256K1_HALF = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n
const P256_HALF = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n

/**
 * True when the device's key has signed the digest, judged as strictly as `Devices.verify`: the length of the algorithm,
 * and the low one of the two possible `s`. Uses the platform's Web Crypto for P-256.
 * @param digest of `readingDigest`, `ackDigest` or `keyDigest`
 */
export function verifySignature(key: DeviceKey, digest: Hex, signature: Hex): Promise<boolean> {
  return key.keyType === keyType.p256 ? verifyP256(key, digest, signature) : verifySecp256k1(key, digest, signature)
}

async function verifySecp256k1(key: DeviceKey, digest: Hex, signature: Hex): Promise<boolean> {
  if (!/^0x[0-9a-f]{128}1[bc]$/i.test(signature) || halfOf(signature) > SECP256K1_HALF) return false
  const signer = await recoverAddress({ hash: digest, signature }).catch(() => undefined)
  return signer !== undefined && secp256k1Key(signer).x === key.x.toLowerCase()
}

async function verifyP256(key: DeviceKey, digest: Hex, signature: Hex): Promise<boolean> {
  if (signature.length !== 2 + 2 * 64 || halfOf(signature) > P256_HALF) return false
  const point = bytesOf(`0x04${key.x.slice(2)}${key.y.slice(2)}`)
  const curve = { name: 'ECDSA', namedCurve: 'P-256' }
  const imported = await crypto.subtle.importKey('raw', point, curve, false, ['verify']).catch(() => undefined)
  if (imported === undefined) return false
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, imported, bytesOf(signature), bytesOf(digest))
}

/** The `s` of a signature that begins with r‖s. */
function halfOf(signature: Hex): bigint {
  return BigInt(`0x${signature.slice(66, 130)}`)
}

/** Web Crypto takes bytes in memory of their own only. */
function bytesOf(hex: Hex): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hexToBytes(hex))
}
