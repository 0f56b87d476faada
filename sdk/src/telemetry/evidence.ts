import { concat, type Hex, keccak256 } from 'viem'

/** Leaf of a reading in its period's tree. */
export function leafOf(digest: Hex): Hex {
  return keccak256(digest)
}

/**
 * Merkle root over all readings of a period, as the gateway brings it on chain.
 * @param digests of all readings in the order of `seq`, at least one
 */
export function periodRoot(digests: readonly Hex[]): Hex {
  return treeOf(digests)[0] as Hex
}

/**
 * Proof that one reading belongs to a period's root.
 * @param index place of the reading in `digests`
 */
export function periodProof(digests: readonly Hex[], index: number): readonly Hex[] {
  const tree = treeOf(digests)
  const proof: Hex[] = []
  for (let node = nodeOf(index, digests.length); node > 0; node = parentOf(node))
    proof.push(tree[siblingOf(node)] as Hex)
  return proof
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
  return proof.reduce(hashPair, leafOf(digest)) === root
}

/**
 * All nodes of a complete binary tree, the root first: the children of node i are 2i + 1 and 2i + 2, and the leaves come
 * last, in reverse. This is the layout of OpenZeppelin's `SimpleMerkleTree` with unsorted leaves, whose code would be
 * most of what a page loads for it; the tests compare the two.
 */
function treeOf(digests: readonly Hex[]): readonly Hex[] {
  const count = digests.length
  if (count === 0) throw new RangeError('A period without readings has no Merkle root')
  const tree: Hex[] = new Array(2 * count - 1)
  for (const [index, digest] of digests.entries()) tree[nodeOf(index, count)] = leafOf(digest)
  for (let node = count - 2; node >= 0; node--) {
    tree[node] = hashPair(tree[2 * node + 1] as Hex, tree[2 * node + 2] as Hex)
  }
  return tree
}

/** Node of a leaf, by its place among `count` leaves. */
function nodeOf(leaf: number, count: number): number {
  return 2 * count - 2 - leaf
}

function parentOf(node: number): number {
  return Math.floor((node - 1) / 2)
}

/** Odd nodes are left children. */
function siblingOf(node: number): number {
  return node % 2 === 1 ? node + 1 : node - 1
}

/** Pairs are hashed in order of their value, so that a proof needs no sides. */
function hashPair(left: Hex, right: Hex): Hex {
  return keccak256(left < right ? concat([left, right]) : concat([right, left]))
}
