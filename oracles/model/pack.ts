import { TREE_BYTES } from './scoring.ts'

/** A tree of depth four at most: `split` is the number of a cut in the model's table, `leaf` an integer from −127 to 127. */
export type PackedNode =
  | { readonly leaf: number }
  | { readonly split: number; readonly left: PackedNode; readonly right: PackedNode }

const DEPTH = 4
const FIRST_LEAF = 2 ** DEPTH - 1

/** Greatest value of a leaf, also below zero. */
export const MAX_LEAF_VALUE = 127

/** Writes trees as 32 bytes each (docs/scoring.md); a leaf above depth four is repeated below it. */
export function packTrees(roots: readonly PackedNode[]): Uint8Array {
  const bytes = new Uint8Array(roots.length * TREE_BYTES)
  roots.forEach((root, tree) => {
    packNode(bytes.subarray(tree * TREE_BYTES, (tree + 1) * TREE_BYTES), root, 0)
  })
  return bytes
}

/** @throws RangeError when the tree is deeper than four or a leaf does not fit */
function packNode(bytes: Uint8Array, node: PackedNode, position: number): void {
  const isLeafPosition = position >= FIRST_LEAF
  if ('leaf' in node) {
    if (Math.abs(node.leaf) > MAX_LEAF_VALUE) throw new RangeError(`leaf ${node.leaf} does not fit a signed byte`)
    if (isLeafPosition) bytes[position] = node.leaf & 255
  } else if (isLeafPosition) throw new RangeError(`a tree is deeper than ${DEPTH}`)
  else bytes[position] = node.split
  if (isLeafPosition) return
  const [left, right] = 'leaf' in node ? [node, node] : [node.left, node.right]
  packNode(bytes, left, 2 * position + 1)
  packNode(bytes, right, 2 * position + 2)
}

/** Number of the first cut of each feature when all features' cuts stand in one table. */
export function cutOffsets(cuts: readonly ArrayLike<number>[]): number[] {
  let next = 0
  return cuts.map((own) => {
    const first = next
    next += own.length
    return first
  })
}
