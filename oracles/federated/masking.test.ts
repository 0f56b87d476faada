import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { addMask, decodeVector, encodeVector, expandSeed, fromFixedPoint, sumVectors, toFixedPoint } from './masking.ts'

describe('fixed point', () => {
  it('carries signs and fractions through a sum', () => {
    const parts = [
      [1.5, -2.25, 0],
      [-4, 1, 2 ** -32],
    ].map((values) => toFixedPoint(values, 32, 2))
    expect([...fromFixedPoint(sumVectors(parts, 3), 32)]).toEqual([-2.5, -1.25, 2 ** -32])
  })

  it('refuses what could overflow in the sum, and what is no number', () => {
    expect(toFixedPoint([2 ** 61], 0, 2)).toEqual(BigUint64Array.of(1n << 61n))
    for (const value of [2 ** 61 + 1024, -(2 ** 62), Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => toFixedPoint([value], 0, 2)).toThrow('does not fit into fixed point')
    }
  })
})

describe('masks', () => {
  it('cancel when added and taken away, also beyond 2^64', () => {
    const vector = BigUint64Array.of(0n, 5n, 2n ** 64n - 1n)
    const mask = expandSeed(randomBytes(32), 3)
    const masked = vector.slice()
    addMask(masked, mask, 1)
    expect(masked).not.toEqual(vector)
    addMask(masked, mask, -1)
    expect(masked).toEqual(vector)
  })

  it('follow from their seed: the key stream of AES-256 in counter mode', () => {
    // AES-256 of a block of zeros under a key of zeros (FIPS 197 known answer): dc95c078a2408989ad48a21492842087.
    expect(expandSeed(new Uint8Array(32), 2)).toEqual(BigUint64Array.of(0x898940a278c095dcn, 0x8720849214a248adn))
  })
})

describe('vectors in messages', () => {
  it('come back, and only with the length that is expected', () => {
    const vector = BigUint64Array.of(1n, 2n ** 63n)
    expect(decodeVector(encodeVector(vector), 2)).toEqual(vector)
    expect(decodeVector(encodeVector(vector), 3)).toBeUndefined()
    expect(decodeVector('', 1)).toBeUndefined()
  })
})
