/** Shamir's secret sharing over a prime field: any `threshold` shares give the secret back, fewer tell nothing. */
import { randomBytes } from 'node:crypto'

/** 2^521 − 1, a Mersenne prime: secrets of up to 65 bytes fit. */
const PRIME = (1n << 521n) - 1n
const FIELD_BYTES = 66

/** One point of the polynomial whose value at 0 is the secret. */
export interface Share {
  /** 1 to 255. */
  readonly x: number
  /** Field element, {@link FIELD_BYTES} bytes in hex. */
  readonly y: string
}

/**
 * Splits a secret of at most 65 bytes into `count` shares.
 * @throws RangeError unless 1 ≤ threshold ≤ count ≤ 255 and the secret fits
 */
export function splitSecret(secret: Uint8Array, threshold: number, count: number): Share[] {
  if (!(threshold >= 1 && threshold <= count && count <= 255)) {
    throw new RangeError(`cannot split into ${count} shares of which ${threshold} are needed`)
  }
  if (secret.length >= FIELD_BYTES) throw new RangeError(`a secret of ${secret.length} bytes is too long`)
  const coefficients = [toInteger(secret), ...Array.from({ length: threshold - 1 }, randomElement)]
  return Array.from({ length: count }, (_, k) => {
    const x = k + 1
    const y = coefficients.reduceRight((value, coefficient) => (value * BigInt(x) + coefficient) % PRIME, 0n)
    return { x, y: y.toString(16).padStart(2 * FIELD_BYTES, '0') }
  })
}

/**
 * The secret behind at least `threshold` shares (Lagrange interpolation at 0). Shares that do not belong together give
 * some other secret: whoever can must compare it with what was promised.
 * @param length bytes of the secret
 * @throws RangeError on two shares of one place, or when what comes out is longer than the secret
 */
export function recoverSecret(shares: readonly Share[], length: number): Uint8Array {
  const points = shares.map(({ x, y }) => ({ x: BigInt(x), y: BigInt(`0x${y}`) }))
  if (new Set(shares.map(({ x }) => x)).size < shares.length) throw new RangeError('two shares are of the same place')
  const secret = points.reduce((sum, { x, y }) => {
    const others = points.filter((point) => point.x !== x)
    const numerator = others.reduce((product, point) => (product * point.x) % PRIME, y)
    const denominator = others.reduce((product, point) => (product * modulo(point.x - x)) % PRIME, 1n)
    return (sum + numerator * inverse(denominator)) % PRIME
  }, 0n)
  const hex = secret.toString(16).padStart(2 * length, '0')
  if (hex.length > 2 * length) throw new RangeError('the shares do not belong together')
  return Uint8Array.from(Buffer.from(hex, 'hex'))
}

function toInteger(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}

/** Uniform: 521 random bits, drawn again in the one case that is not below the prime. */
function randomElement(): bigint {
  const element = toInteger(randomBytes(FIELD_BYTES)) & PRIME
  return element === PRIME ? randomElement() : element
}

function modulo(value: bigint): bigint {
  return ((value % PRIME) + PRIME) % PRIME
}

/** By Fermat: a^(p−2). */
function inverse(value: bigint): bigint {
  let result = 1n
  let base = value
  for (let exponent = PRIME - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % PRIME
    base = (base * base) % PRIME
  }
  return result
}
