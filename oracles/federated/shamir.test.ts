import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { recoverSecret, type Share, splitSecret } from './shamir.ts'

/** All ways to take `count` of the shares. */
function choices(shares: readonly Share[], count: number): Share[][] {
  if (count === 0) return [[]]
  return shares.flatMap((share, k) => choices(shares.slice(k + 1), count - 1).map((rest) => [share, ...rest]))
}

describe('secret sharing', () => {
  it.each([
    [1, 1],
    [2, 3],
    [3, 5],
    [5, 5],
  ])('gives the secret back from any %i of %i shares, in any order', (threshold, count) => {
    const secret = new Uint8Array(randomBytes(32))
    const shares = splitSecret(secret, threshold, count)
    for (const choice of choices(shares, threshold)) {
      expect(recoverSecret(choice, 32)).toEqual(secret)
      expect(recoverSecret(choice.toReversed(), 32)).toEqual(secret)
    }
  })

  it('keeps leading zeros and the largest secret', () => {
    for (const secret of [new Uint8Array(32), new Uint8Array(32).fill(255), new Uint8Array(65).fill(255)]) {
      expect(recoverSecret(splitSecret(secret, 2, 3).slice(1), secret.length)).toEqual(secret)
    }
  })

  it('tells nothing with fewer shares: every secret has as many polynomials through them', () => {
    // One share of two: it is uniform, so two splits of one secret share no value.
    const secret = new Uint8Array(32).fill(7)
    const seen = Array.from({ length: 50 }, () => splitSecret(secret, 2, 3)[0]?.y)
    expect(new Set(seen).size).toBe(50)
    expect(seen.filter((y) => BigInt(`0x${y}`) < 1n << 256n)).toEqual([])
  })

  it('notices shares that do not belong together, or come twice', () => {
    const [a, b] = splitSecret(randomBytes(32), 2, 2) as [Share, Share]
    const [, foreign] = splitSecret(randomBytes(32), 2, 2) as [Share, Share]
    expect(() => recoverSecret([a, foreign], 32)).toThrow('do not belong together')
    expect(() => recoverSecret([a, a], 32)).toThrow('two shares are of the same place')
    expect(recoverSecret([a, b], 32)).toHaveLength(32)
  })

  it.each([
    [0, 3],
    [4, 3],
    [2, 256],
  ])('cannot need %i of %i shares', (threshold, count) => {
    expect(() => splitSecret(new Uint8Array(32), threshold, count)).toThrow(RangeError)
  })

  it('refuses a secret that the field cannot hold', () => {
    expect(() => splitSecret(new Uint8Array(66), 1, 1)).toThrow('a secret of 66 bytes is too long')
  })
})
