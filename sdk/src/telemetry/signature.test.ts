import { webcrypto } from 'node:crypto'
import { bytesToHex, type Hex, hexToBytes, numberToHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import { DOMAIN, READING } from '../testing/telemetry.ts'
import { type DeviceKey, keyType, readingDigest, secp256k1Key } from './reading.ts'
import { verifySignature } from './signature.ts'

const DIGEST = readingDigest(DOMAIN, READING)
const OTHER = readingDigest(DOMAIN, { ...READING, opSec: READING.opSec + 1n })
const SECP256K1_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** The other signature of the same message: its `s` is on the other side of half the order. */
function flipped(signature: Hex, order: bigint): Hex {
  const s = order - BigInt(`0x${signature.slice(66, 130)}`)
  const v = signature.slice(130) === '1b' ? '1c' : signature.slice(130) === '1c' ? '1b' : ''
  return `${signature.slice(0, 66) as Hex}${numberToHex(s, { size: 32 }).slice(2)}${v}`
}

describe('verifySignature with secp256k1', () => {
  const device = privateKeyToAccount(`0x${'42'.repeat(32)}`)
  const key = secp256k1Key(device.address)

  it('accepts what the key has signed, and nothing else', async () => {
    const signature = await device.sign({ hash: DIGEST })
    expect(await verifySignature(key, DIGEST, signature)).toBe(true)
    expect(await verifySignature(key, OTHER, signature)).toBe(false)
    expect(await verifySignature(key, DIGEST, flipped(signature, SECP256K1_ORDER))).toBe(false)
    expect(await verifySignature(key, DIGEST, signature.slice(0, 130) as Hex)).toBe(false)
    expect(await verifySignature(key, DIGEST, `0x${'00'.repeat(65)}`)).toBe(false)
    const bit = signature.endsWith('1b') ? '00' : '01'
    expect(await verifySignature(key, DIGEST, `${signature.slice(0, 130) as Hex}${bit}`)).toBe(false)
  })

  it('refuses another key', async () => {
    const stranger = privateKeyToAccount(`0x${'43'.repeat(32)}`)
    expect(await verifySignature(key, DIGEST, await stranger.sign({ hash: DIGEST }))).toBe(false)
  })
})

describe('verifySignature with P-256', () => {
  it('accepts ECDSA-SHA-256 over the digest with the low s, and nothing else', async () => {
    const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
    const point = bytesToHex(new Uint8Array(await webcrypto.subtle.exportKey('raw', pair.publicKey)))
    const key: DeviceKey = { keyType: keyType.p256, x: `0x${point.slice(4, 68)}`, y: `0x${point.slice(68)}` }
    const raw = await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, hexToBytes(DIGEST))
    const signed = bytesToHex(new Uint8Array(raw))
    const isLow = BigInt(`0x${signed.slice(66)}`) <= P256_ORDER / 2n
    const [low, high] = isLow ? [signed, flipped(signed, P256_ORDER)] : [flipped(signed, P256_ORDER), signed]
    expect(await verifySignature(key, DIGEST, low)).toBe(true)
    expect(await verifySignature(key, DIGEST, high)).toBe(false)
    expect(await verifySignature(key, OTHER, low)).toBe(false)
    expect(await verifySignature(key, DIGEST, `${low}1b`)).toBe(false)
    expect(await verifySignature({ ...key, y: key.x }, DIGEST, low)).toBe(false)
  })
})
