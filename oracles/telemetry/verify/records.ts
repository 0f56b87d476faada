/** Many signatures as one block of bytes, so that a thread gets them without copying objects. */
import { type DeviceKey, keyType } from '@tallystick/sdk'
import type { Hex } from 'viem'

/** A signature to check. Lengths and lower case have been checked by the schema. */
export interface SignatureCheck {
  readonly digest: Hex
  readonly signature: Hex
  readonly key: DeviceKey
}

const KEY_TYPE = 0
const DIGEST = 1
const SIGNATURE = 33
const KEY = 98
export const RECORD_BYTES = 162

/** Views into one record. */
export interface CheckRecord {
  readonly isP256: boolean
  readonly digest: Uint8Array
  /** r‖s */
  readonly rs: Uint8Array
  /** secp256k1 only. */
  readonly v: number
  /** secp256k1: the address. P-256: x‖y. */
  readonly key: Uint8Array
}

/** @throws RangeError on a signature that is too long for its place */
export function packChecks(checks: readonly SignatureCheck[]): Uint8Array<ArrayBuffer> {
  const block = Buffer.from(new ArrayBuffer(checks.length * RECORD_BYTES))
  checks.forEach(({ digest, signature, key }, index) => {
    const start = index * RECORD_BYTES
    if (signature.length > 2 + 2 * (KEY - SIGNATURE)) throw new RangeError('a signature has at most 65 bytes')
    block[start + KEY_TYPE] = key.keyType
    block.write(digest.slice(2), start + DIGEST, 'hex')
    block.write(signature.slice(2), start + SIGNATURE, 'hex')
    block.write(key.x.slice(2), start + KEY, 'hex')
    block.write(key.y.slice(2), start + KEY + 32, 'hex')
  })
  return block
}

export function recordAt(block: Uint8Array, index: number): CheckRecord {
  const record = block.subarray(index * RECORD_BYTES, (index + 1) * RECORD_BYTES)
  const isP256 = record[KEY_TYPE] === keyType.p256
  return {
    isP256,
    digest: record.subarray(DIGEST, SIGNATURE),
    rs: record.subarray(SIGNATURE, KEY - 1),
    v: record[KEY - 1] ?? 0,
    key: isP256 ? record.subarray(KEY) : record.subarray(KEY + 12, KEY + 32),
  }
}
