/** ECDSA on P-256 with SHA-256 by a key of which x is known. Web Crypto wants both coordinates. */

import { type Bytes, hexBytes } from '../core/request.ts'

const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn

/** True when the key of one of the two points with this x has signed; false also when there is no such point. */
export async function isSignedByX(x: Bytes, signature: Bytes, data: Bytes): Promise<boolean> {
  const y = rootOfCurve(x.reduce((number, byte) => number * 256n + BigInt(byte), 0n))
  const checks = [y, P - y].map((ordinate) => isSignedBy(new Uint8Array([4, ...x, ...word(ordinate)]), signature, data))
  return (await Promise.all(checks)).includes(true)
}

/** @param point 4 ‖ x ‖ y */
async function isSignedBy(point: Bytes, signature: Bytes, data: Bytes): Promise<boolean> {
  const { subtle } = crypto
  const name = 'ECDSA'
  try {
    const key = await subtle.importKey('raw', point, { name, namedCurve: 'P-256' }, false, ['verify'])
    return await subtle.verify({ name, hash: 'SHA-256' }, key, signature, data)
  } catch {
    return false
  }
}

/** A square root of x³ − 3x + b. Where there is none it is another number, which makes no point of the curve. */
function rootOfCurve(x: bigint): bigint {
  const square = (x ** 3n - 3n * x + B) % P
  let root = 1n
  // P is 3 modulo 4: the root is the power of (P + 1) / 4.
  for (const bit of ((P + 1n) / 4n).toString(2)) root = (root * root * (bit === '1' ? square : 1n)) % P
  return root
}

function word(number: bigint): Bytes {
  return hexBytes(`0x${number.toString(16).padStart(64, '0')}`)
}
