import { SimpleMerkleTree } from '@openzeppelin/merkle-tree'
import { type Hex, keccak256 } from 'viem'

/** Leaf of a reading in its period's tree. */
export function leafOf(digest: Hex): Hex {
  return keccak256(digest)
}

/**
 * Merkle root over all readings of a period, as the gateway brings it on chain.
 * @param digests of all readings in the order of `seq`, at least one
 */
export function periodRoot(digests: readonly Hex[]): Hex {
  return treeOf(digests).root as Hex
}

/**
 * Proof that one reading belongs to a period's root.
 * @param index place of the reading in `digests`
 */
export function periodProof(digests: readonly Hex[], index: number): readonly Hex[] {
  return treeOf(digests).getProof(index) as Hex[]
}

/** A reading's place in a period's tree. */
export interface Evidence {
  readonly root: Hex
  /** EIP-712 digest of the reading, see `readingDigest`. */
  readonly digest: Hex
  readonly proof: readonly Hex[]
}

/** True when the reading is one of those under the root; equals OpenZeppelin's `MerkleProof.verify`. */
export function verifyEvidence({ root, digest, proof }: Evidence): boolean {
  return SimpleMerkleTree.verify(root, leafOf(digest), [...proof])
}

function treeOf(digests: readonly Hex[]): SimpleMerkleTree {
  if (digests.length === 0) throw new RangeError('A period without readings has no Merkle root')
  return SimpleMerkleTree.of(digests.map(leafOf), { sortLeaves: false })
}
