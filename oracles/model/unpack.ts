import { type Model, TREE_BYTES } from './scoring.ts'
import { readRow, rowCount, type Table } from './table.ts'
import type { Ensemble, Tree } from './trees.ts'

const DEPTH = 4
const INNER_NODES = 2 ** DEPTH - 1
const NODES = 2 * INNER_NODES + 1

/**
 * The trees of a blob with the number of training rows in each node, so that they can be explained. Values are integer
 * units of the model's logit.
 * @param table the rows that the model was trained on; every branch must hold some of them
 */
export function unpackEnsemble(model: Model, table: Table): Ensemble {
  const cuts = model.cuts.flatMap((own, feature) => own.map((cut) => ({ feature, cut })))
  const trees: Tree[] = []
  for (let offset = 0; offset < model.trees.length; offset += TREE_BYTES) {
    trees.push(unpackTree(model.trees.subarray(offset, offset + TREE_BYTES), cuts, table))
  }
  return { base: model.base, trees }
}

function unpackTree(bytes: Uint8Array, cuts: readonly { feature: number; cut: number }[], table: Table): Tree {
  const leafOf = (node: number) => (bytes[node]! << 24) >> 24
  const tree = {
    feature: new Int32Array(NODES).fill(-1),
    cut: new Float64Array(NODES),
    left: new Int32Array(NODES).fill(-1),
    right: new Int32Array(NODES).fill(-1),
    value: new Float64Array(NODES),
    cover: new Float64Array(NODES),
    gain: new Float64Array(NODES),
  }
  for (let node = NODES - 1; node >= 0; node--) {
    const [left, right] = [2 * node + 1, 2 * node + 2]
    if (node >= INNER_NODES) tree.value[node] = leafOf(node)
    else if (isLeaf(left) && isLeaf(right) && tree.value[left] === tree.value[right]) {
      // A split between equal leaves is how the blob fills the word below a leaf: no row need ever take both sides.
      tree.value[node] = tree.value[left]!
    } else {
      const { feature, cut } = cuts[bytes[node]!]!
      tree.feature[node] = feature
      tree.cut[node] = cut
      tree.left[node] = left
      tree.right[node] = right
    }
  }
  countCover(tree, table)
  return tree

  function isLeaf(node: number): boolean {
    return tree.feature[node]! < 0
  }
}

function countCover(tree: Tree, table: Table): void {
  const row: number[] = []
  for (let index = 0; index < rowCount(table); index++) {
    readRow(table, index, row)
    let node = 0
    tree.cover[0]!++
    while (tree.feature[node]! >= 0) {
      node = row[tree.feature[node]!]! > tree.cut[node]! ? tree.right[node]! : tree.left[node]!
      tree.cover[node]!++
    }
  }
}
