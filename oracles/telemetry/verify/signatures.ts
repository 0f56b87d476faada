/** Checks signatures exactly as `Devices` does on chain: what passes here is accepted there. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import secp256k1 from 'secp256k1'
import { keccak256 } from 'viem'
import { type CheckRecord, RECORD_BYTES, recordAt } from './records.ts'

const SECP256K1_HALF_ORDER = Buffer.from('7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0', 'hex')
const P256_HALF_ORDER = Buffer.from('7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8', 'hex')

/** 1 for each record whose signature its key has made, else 0. */
export function verifyBlock(block: Uint8Array): Uint8Array<ArrayBuffer> {
  const results = new Uint8Array(block.length / RECORD_BYTES)
  for (let index = 0; index < results.length; index++) results[index] = isValid(recordAt(block, index)) ? 1 : 0
  return results
}

function isValid(record: CheckRecord): boolean {
  try {
    return record.isP256 ? isP256Valid(record) : isSecp256k1Valid(record)
  } catch {
    // Both libraries throw on points that are not on their curve and numbers out of range.
    return false
  }
}

/** Recovers instead of verifying: the chain does so too, and it is the only check that covers `v`. */
function isSecp256k1Valid({ digest, rs, v, key }: CheckRecord): boolean {
  if ((v !== 27 && v !== 28) || isHigh(rs, SECP256K1_HALF_ORDER)) return false
  const publicKey = secp256k1.ecdsaRecover(rs, v - 27, digest, false)
  return Buffer.compare(keccak256(publicKey.subarray(1), 'bytes').subarray(12), key) === 0
}

function isP256Valid({ digest, rs, key }: CheckRecord): boolean {
  if (isHigh(rs, P256_HALF_ORDER)) return false
  return verify('sha256', digest, { key: p256Key(key), dsaEncoding: 'ieee-p1363' }, rs)
}

/** Of the two signatures that every signature makes possible only the one with the lower `s` is accepted. */
function isHigh(rs: Uint8Array, halfOrder: Uint8Array): boolean {
  return Buffer.compare(rs.subarray(32), halfOrder) > 0
}

const MAX_KEYS = 10_000
const p256Keys = new Map<string, KeyObject>()

/** Reading a point costs as much as checking a signature, so the keys are kept. */
function p256Key(point: Uint8Array): KeyObject {
  const bytes = Buffer.from(point)
  const name = bytes.toString('latin1')
  const known = p256Keys.get(name)
  if (known) return known
  const [x, y] = [bytes.toString('base64url', 0, 32), bytes.toString('base64url', 32)]
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  if (p256Keys.size >= MAX_KEYS) p256Keys.clear()
  p256Keys.set(name, key)
  return key
}
