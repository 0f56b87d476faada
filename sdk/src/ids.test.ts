import fc from 'fast-check'
import { keccak256 } from 'viem'
import { describe, expect, it } from 'vitest'
import { baseIdOf, baseOf, idHex, tierOf, tokenIdOf } from './ids.ts'

describe('ids', () => {
  it('derive from identity and fingerprint, with an empty low byte', () => {
    const id = baseIdOf(`0x${'11'.repeat(32)}`, `0x${'22'.repeat(32)}`)
    const hash = keccak256(`0x${'11'.repeat(32)}${'22'.repeat(32)}`)
    expect(idHex(id)).toBe(`${hash.slice(0, -2)}00`)
    expect(tierOf(id)).toBe(0)
  })

  it('carry base and tier', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), fc.nat(255), (id, tier) => {
        const token = tokenIdOf(baseOf(id), tier)
        expect([baseOf(token), tierOf(token)]).toEqual([baseOf(id), tier])
        expect(BigInt(idHex(token))).toBe(token)
      }),
    )
  })

  it.each([-1, 256, 1.5, Number.NaN])('have no tier %d', (tier) => {
    expect(() => tokenIdOf(0n, tier)).toThrow(RangeError)
  })
})
