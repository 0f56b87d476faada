import type { Ensemble, Tree } from './trees.ts'

/** What each feature adds to a prediction: `base` plus all parts is the prediction. */
export interface Attribution {
  /** Mean prediction over the training rows. */
  readonly base: number
  readonly parts: Float64Array
}

/** A feature on the way from the root to a node. */
interface PathEntry {
  feature: number
  /** Share of the training rows that take this branch when the feature is not known. */
  zero: number
  /** 1 when the row itself takes this branch, else 0. */
  one: number
  /** Weight of the subsets of each size that hold the features so far. */
  weight: number
}

/** Exact Shapley values of tree ensembles in polynomial time (Lundberg et al., Nature MI 2 (2020), algorithm 2). */
export function treeShap(ensemble: Ensemble, row: ArrayLike<number>): Attribution {
  const parts = new Float64Array(row.length)
  let base = ensemble.base
  for (const tree of ensemble.trees) {
    base += meanValue(tree, 0)
    addTree(tree, row, parts)
  }
  return { base, parts }
}

/** Expected value below a node when nothing is known. */
function meanValue(tree: Tree, node: number): number {
  if (tree.feature[node]! < 0) return tree.value[node]!
  const [left, right] = [tree.left[node]!, tree.right[node]!]
  const share = leftShare(tree, node)
  return share * meanValue(tree, left) + (1 - share) * meanValue(tree, right)
}

function leftShare(tree: Tree, node: number): number {
  const [left, right] = [tree.cover[tree.left[node]!]!, tree.cover[tree.right[node]!]!]
  return left / (left + right)
}

function addTree(tree: Tree, row: ArrayLike<number>, parts: Float64Array): void {
  descend(0, [], { feature: -1, zero: 1, one: 1 })

  function descend(node: number, above: readonly PathEntry[], step: Omit<PathEntry, 'weight'>): void {
    const path = extend(above, step)
    const feature = tree.feature[node]!
    if (feature < 0) {
      addLeaf(path, tree.value[node]!, parts)
      return
    }
    const seen = path.findIndex((entry, index) => index > 0 && entry.feature === feature)
    const before = seen > 0 ? path[seen]! : { zero: 1, one: 1 }
    const rest = seen > 0 ? unwind(path, seen) : path
    const goesRight = row[feature]! > tree.cut[node]!
    const share = leftShare(tree, node)
    const branch = (isRight: boolean, zero: number) => {
      const child = (isRight ? tree.right : tree.left)[node]!
      descend(child, rest, { feature, zero: before.zero * zero, one: isRight === goesRight ? before.one : 0 })
    }
    branch(false, share)
    branch(true, 1 - share)
  }
}

function addLeaf(path: readonly PathEntry[], value: number, parts: Float64Array): void {
  for (let index = 1; index < path.length; index++) {
    const { feature, zero, one } = path[index]!
    const weight = unwind(path, index).reduce((sum, entry) => sum + entry.weight, 0)
    parts[feature]! += weight * (one - zero) * value
  }
}

/** Adds a step to a path and updates the weights of the subsets. */
function extend(above: readonly PathEntry[], { feature, zero, one }: Omit<PathEntry, 'weight'>): PathEntry[] {
  const length = above.length
  const path = above.map((entry) => ({ ...entry }))
  path.push({ feature, zero, one, weight: length === 0 ? 1 : 0 })
  for (let i = length - 1; i >= 0; i--) {
    path[i + 1]!.weight += (one * path[i]!.weight * (i + 1)) / (length + 1)
    path[i]!.weight = (zero * path[i]!.weight * (length - i)) / (length + 1)
  }
  return path
}

/** Undoes {@link extend} for the entry at `index`. */
function unwind(path: readonly PathEntry[], index: number): PathEntry[] {
  const last = path.length - 1
  const { one, zero } = path[index]!
  const rest = path.map((entry) => ({ ...entry }))
  let next = rest[last]!.weight
  for (let i = last - 1; i >= 0; i--) {
    const weight = rest[i]!.weight
    if (one === 0) rest[i]!.weight = (weight * (last + 1)) / (zero * (last - i))
    else {
      rest[i]!.weight = (next * (last + 1)) / ((i + 1) * one)
      next = weight - (rest[i]!.weight * zero * (last - i)) / (last + 1)
    }
  }
  for (let i = index; i < last; i++) Object.assign(rest[i]!, { ...rest[i + 1]!, weight: rest[i]!.weight })
  rest.pop()
  return rest
}
