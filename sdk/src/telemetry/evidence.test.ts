import { SimpleMerkleTree } from '@openzeppelin/merkle-tree'
import fc from 'fast-check'
import { concat, type Hex, keccak256, numberToHex } from 'viem'
import { describe, expect, it } from 'vitest'
import { leafOf, periodProof, periodRoot, verifyEvidence } from './evidence.ts'

const digest = (seq: number) => keccak256(numberToHex(seq, { size: 32 }))
const digests = (count: number) => Array.from({ length: count }, (_, index) => digest(index))

/** `MerkleProof.processProof` of OpenZeppelin's Solidity library, line by line. */
function processProof(leaf: Hex, proof: readonly Hex[]): Hex {
  return proof.reduce((left, right) => keccak256(left < right ? concat([left, right]) : concat([right, left])), leaf)
}

describe('evidence of a period', () => {
  it('proves each reading of any number of readings, as the Solidity library checks it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), (count, pick) => {
        const [all, index] = [digests(count), pick % count]
        const [root, proof] = [periodRoot(all), periodProof(all, index)]
        expect(processProof(leafOf(digest(index)), proof)).toBe(root)
        expect(verifyEvidence({ root, digest: digest(index), proof })).toBe(true)
        expect(verifyEvidence({ root, digest: digest(count), proof })).toBe(false)
      }),
    )
  })

  it("has root and proofs of OpenZeppelin's library, readings in their order", () => {
    for (const count of [1, 2, 3, 7, 8, 33]) {
      const all = digests(count)
      const tree = SimpleMerkleTree.of(all.map(leafOf), { sortLeaves: false })
      expect(periodRoot(all)).toBe(tree.root)
      for (const index of all.keys()) expect(periodProof(all, index)).toEqual(tree.getProof(index))
    }
  })

  it('binds the order of the readings', () => {
    const [a, b, c] = digests(3) as [Hex, Hex, Hex]
    expect(periodRoot([a, b, c])).not.toBe(periodRoot([c, b, a]))
  })

  it('has no root without a reading', () => {
    expect(() => periodRoot([])).toThrow(RangeError)
  })

  it('keeps its root', () => {
    expect(periodRoot(digests(5))).toBe('0xa752dd06b7c200b501adba287f5a3da3fdd0860ae839647e8b86233e1a8093a8')
  })
})
