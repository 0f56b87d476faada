/** Vectors of 64-bit integers that hide in random masks; all sums are modulo 2^64. */
import { createCipheriv } from 'node:crypto'

/** Keeps the sum of all parties' values within 64 bits. */
const MAX_MAGNITUDE = 2 ** 62

/**
 * Real numbers as 64-bit fixed point, two's complement, rounded to nearest.
 * @param fractionBits binary digits after the point
 * @param parties how many such vectors will be added up
 * @throws RangeError when a value is no number or the sum could overflow
 */
export function toFixedPoint(values: ArrayLike<number>, fractionBits: number, parties: number): BigUint64Array {
  return BigUint64Array.from(Array.from(values), (value) => {
    const scaled = Math.round(value * 2 ** fractionBits)
    if (!(Math.abs(scaled) <= MAX_MAGNITUDE / parties)) throw new RangeError(`${value} does not fit into fixed point`)
    return BigInt.asUintN(64, BigInt(scaled))
  })
}

/** Back to real numbers. */
export function fromFixedPoint(values: BigUint64Array, fractionBits: number): Float64Array {
  return Float64Array.from(values, (value) => Number(BigInt.asIntN(64, value)) / 2 ** fractionBits)
}

/** The mask that a 32-byte seed stands for: the key stream of AES-256 in counter mode. A seed is used once. */
export function expandSeed(seed: Uint8Array, length: number): BigUint64Array {
  const stream = createCipheriv('aes-256-ctr', seed, Buffer.alloc(16)).update(Buffer.alloc(8 * length))
  return BigUint64Array.from({ length }, (_, i) => stream.readBigUInt64LE(8 * i))
}

/** Adds `mask` to `vector` in place, or takes it away. */
export function addMask(vector: BigUint64Array, mask: BigUint64Array, sign: 1 | -1): void {
  for (let i = 0; i < vector.length; i++) {
    // Storing into a BigUint64Array reduces modulo 2^64.
    vector[i] = sign === 1 ? entry(vector, i) + entry(mask, i) : entry(vector, i) - entry(mask, i)
  }
}

/** Sum of vectors of one length. */
export function sumVectors(vectors: readonly BigUint64Array[], length: number): BigUint64Array {
  const sum = new BigUint64Array(length)
  for (const vector of vectors) addMask(sum, vector, 1)
  return sum
}

/** Little-endian bytes in base64, as messages carry vectors. */
export function encodeVector(vector: BigUint64Array): string {
  const bytes = Buffer.alloc(8 * vector.length)
  vector.forEach((value, i) => {
    bytes.writeBigUInt64LE(value, 8 * i)
  })
  return bytes.toString('base64')
}

/** @returns undefined unless the text holds exactly `length` integers */
export function decodeVector(text: string, length: number): BigUint64Array | undefined {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length !== 8 * length) return undefined
  return BigUint64Array.from({ length }, (_, i) => bytes.readBigUInt64LE(8 * i))
}

function entry(vector: BigUint64Array, index: number): bigint {
  return vector[index] as bigint
}
