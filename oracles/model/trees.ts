import { type BinnedColumns, HISTOGRAM_FIELDS, PRESENT_CUT } from './histogram.ts'

/** A binary tree in flat arrays; node 0 is the root. A row goes right when its value is above the cut. */
export interface Tree {
  /** Feature of the split, −1 at a leaf. */
  readonly feature: Int32Array
  readonly cut: Float64Array
  readonly left: Int32Array
  readonly right: Int32Array
  /** Value of a leaf; at inner nodes the value it would have as a leaf. */
  readonly value: Float64Array
  /** Sum of the Hessians of the training rows in the node. */
  readonly cover: Float64Array
  /** How much the split lowers the loss, 0 at a leaf. */
  readonly gain: Float64Array
}

/** A sum of trees over a constant. */
export interface Ensemble {
  readonly base: number
  readonly trees: readonly Tree[]
}

export interface GrowthOptions {
  readonly maxDepth: number
  /** Least number of rows in a leaf. */
  readonly minRows: number
  /** Least sum of Hessians in a leaf. */
  readonly minHessian: number
  /** Ridge penalty on leaf values. */
  readonly l2: number
  /** Per feature: +1 risk may only rise with it, −1 only fall, 0 free. Missing values are outside the constraint. */
  readonly monotone: readonly number[]
  /** Draws the features that a node may split on; without it all are tried. */
  readonly drawFeatures?: () => Int32Array
}

/** Value of the leaf that a row falls into. */
export function leafValue(tree: Tree, row: ArrayLike<number>): number {
  let node = 0
  while (tree.feature[node]! >= 0) {
    node = row[tree.feature[node]!]! > tree.cut[node]! ? tree.right[node]! : tree.left[node]!
  }
  return tree.value[node]!
}

/** Sum of an ensemble for one row. */
export function predict(ensemble: Ensemble, row: ArrayLike<number>): number {
  let sum = ensemble.base
  for (const tree of ensemble.trees) sum += leafValue(tree, row)
  return sum
}

/** Rows `start` … `end` − 1 of the grower's order that share a node. */
interface NodeRows {
  readonly id: number
  readonly start: number
  readonly end: number
  readonly depth: number
  readonly gradient: number
  readonly hessian: number
  /** Bounds that monotone splits above have put on the leaf values. */
  readonly low: number
  readonly high: number
}

interface Split {
  readonly feature: number
  readonly bin: number
  readonly gain: number
  readonly gradientLeft: number
  readonly hessianLeft: number
}

interface NodeRecord {
  feature: number
  cut: number
  left: number
  right: number
  value: number
  cover: number
  gain: number
}

/**
 * Grows trees on binned columns by Newton steps: leaf = −ΣG / (ΣH + l2), a split's gain is the fall of the second-order
 * loss (Chen and Guestrin, "XGBoost", KDD 2016, eq. 5–7). With gradient −y and Hessian 1 a leaf is the mean outcome,
 * which makes the trees of a random forest. The order of every sum is fixed, so equal input gives equal trees.
 */
export class TreeGrower {
  readonly #data: BinnedColumns
  readonly #options: GrowthOptions
  readonly #all: Int32Array
  readonly #scratch: Int32Array
  readonly #pool: Float64Array[] = []
  #order: Int32Array = new Int32Array()
  #gradient: Float64Array = new Float64Array()
  #hessian: Float64Array = new Float64Array()
  #nodes: NodeRecord[] = []
  #onLeaf: (rows: Int32Array, value: number) => void = () => {}

  constructor(data: BinnedColumns, rows: number, options: GrowthOptions) {
    this.#data = data
    this.#options = options
    this.#all = Int32Array.from(data.bins, (_, feature) => feature)
    this.#scratch = new Int32Array(rows)
  }

  /**
   * @param order the rows to grow on; reordered in place so that every leaf's rows end up side by side
   * @param onLeaf told about every leaf and its rows
   */
  grow(
    order: Int32Array,
    gradient: Float64Array,
    hessian: Float64Array,
    onLeaf: (rows: Int32Array, value: number) => void = () => {},
  ): Tree {
    this.#order = order
    this.#gradient = gradient
    this.#hessian = hessian
    this.#onLeaf = onLeaf
    this.#nodes = []
    let gradientSum = 0
    let hessianSum = 0
    for (const row of order) {
      gradientSum += gradient[row]!
      hessianSum += hessian[row]!
    }
    const bounds = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
    const root = { start: 0, end: order.length, depth: 0, gradient: gradientSum, hessian: hessianSum, ...bounds }
    this.#extend(this.#addNode(root))
    return flatten(this.#nodes)
  }

  #addNode(rows: Omit<NodeRows, 'id'>): NodeRows {
    const value = clamp(this.#newton(rows.gradient, rows.hessian), rows.low, rows.high)
    this.#nodes.push({ feature: -1, cut: 0, left: -1, right: -1, value, cover: rows.hessian, gain: 0 })
    return { ...rows, id: this.#nodes.length - 1 }
  }

  /** Splits a node and its children as far as it pays; `inherited` is the node's histogram when it is known already. */
  #extend(node: NodeRows, inherited?: Float64Array): void {
    if (!this.#maySplit(node)) {
      if (inherited) this.#pool.push(inherited)
      this.#closeLeaf(node)
      return
    }
    const features = this.#options.drawFeatures?.() ?? this.#all
    const histogram = inherited ?? this.#buildHistogram(node, features)
    const split = this.#findSplit(node, histogram, features)
    if (!split) {
      this.#pool.push(histogram)
      this.#closeLeaf(node)
      return
    }
    const [left, right] = this.#divide(node, split)
    this.#extendChildren(left, right, histogram)
  }

  #maySplit(node: NodeRows): boolean {
    return node.depth < this.#options.maxDepth && node.end - node.start >= 2 * this.#options.minRows
  }

  #closeLeaf(node: NodeRows): void {
    this.#onLeaf(this.#order.subarray(node.start, node.end), this.#nodes[node.id]!.value)
  }

  /** Only the smaller child's histogram is counted: the larger one is the parent's minus it. */
  #extendChildren(left: NodeRows, right: NodeRows, parent: Float64Array): void {
    const deeper = left.depth < this.#options.maxDepth && !this.#options.drawFeatures
    if (!deeper) {
      this.#pool.push(parent)
      this.#extend(left)
      this.#extend(right)
      return
    }
    const leftIsSmaller = left.end - left.start <= right.end - right.start
    const small = this.#buildHistogram(leftIsSmaller ? left : right, this.#all)
    for (let i = 0; i < parent.length; i++) parent[i]! -= small[i]!
    this.#extend(left, leftIsSmaller ? small : parent)
    this.#extend(right, leftIsSmaller ? parent : small)
  }

  #buildHistogram(node: NodeRows, features: Int32Array): Float64Array {
    const { bins, offsets } = this.#data
    const order = this.#order
    const gradient = this.#gradient
    const hessian = this.#hessian
    const histogram = this.#pool.pop() ?? new Float64Array(offsets.at(-1)! * HISTOGRAM_FIELDS)
    for (const feature of features) {
      const own = bins[feature]!
      const offset = offsets[feature]!
      histogram.fill(0, offset * HISTOGRAM_FIELDS, offsets[feature + 1]! * HISTOGRAM_FIELDS)
      for (let i = node.start; i < node.end; i++) {
        const row = order[i]!
        const at = (offset + own[row]!) * HISTOGRAM_FIELDS
        histogram[at]! += gradient[row]!
        histogram[at + 1]! += hessian[row]!
        histogram[at + 2]!++
      }
    }
    return histogram
  }

  #findSplit(node: NodeRows, histogram: Float64Array, features: Int32Array): Split | undefined {
    let best: Split | undefined
    for (const feature of features) {
      const found = this.#bestCut(node, histogram, feature, best?.gain ?? 0)
      if (found) best = found
    }
    return best
  }

  /** The best cut of one feature, if it beats `floor`. */
  #bestCut(node: NodeRows, histogram: Float64Array, feature: number, floor: number): Split | undefined {
    const { minRows, minHessian } = this.#options
    const offset = this.#data.offsets[feature]!
    const cuts = this.#data.cuts[feature]!
    const parentFall = this.#lossFall(node.gradient, node.hessian, node.low, node.high)
    let best: Split | undefined
    let bestGain = floor + 1e-12
    let gradientLeft = 0
    let hessianLeft = 0
    let rowsLeft = 0
    for (let bin = 0; bin < cuts.length; bin++) {
      const at = (offset + bin) * HISTOGRAM_FIELDS
      const count = histogram[at + 2]!
      if (count === 0) continue
      gradientLeft += histogram[at]!
      hessianLeft += histogram[at + 1]!
      rowsLeft += count
      if (rowsLeft < minRows || hessianLeft < minHessian) continue
      const hessianRight = node.hessian - hessianLeft
      if (node.end - node.start - rowsLeft < minRows || hessianRight < minHessian) break
      const gradientRight = node.gradient - gradientLeft
      if (!this.#keepsOrder(feature, cuts[bin]!, node, [gradientLeft, hessianLeft], [gradientRight, hessianRight]))
        continue
      const gain =
        this.#lossFall(gradientLeft, hessianLeft, node.low, node.high) +
        this.#lossFall(gradientRight, hessianRight, node.low, node.high) -
        parentFall
      if (gain > bestGain) {
        bestGain = gain
        best = { feature, bin, gain, gradientLeft, hessianLeft }
      }
    }
    return best
  }

  /** Whether a cut respects the feature's monotone sign. */
  #keepsOrder(feature: number, cut: number, node: NodeRows, left: Sums, right: Sums): boolean {
    const sign = this.#options.monotone[feature]!
    if (sign === 0 || cut === PRESENT_CUT) return true
    const { low, high } = node
    return (clamp(this.#newton(...right), low, high) - clamp(this.#newton(...left), low, high)) * sign >= 0
  }

  #newton(gradient: number, hessian: number): number {
    return -gradient / (hessian + this.#options.l2)
  }

  /** Fall of the loss when the rows with these sums get their best value inside the bounds. */
  #lossFall(gradient: number, hessian: number, low: number, high: number): number {
    const value = clamp(this.#newton(gradient, hessian), low, high)
    return -(gradient * value + 0.5 * (hessian + this.#options.l2) * value * value)
  }

  #divide(node: NodeRows, split: Split): [NodeRows, NodeRows] {
    const cut = this.#data.cuts[split.feature]![split.bin]!
    const middle = this.#partition(node, split)
    const gradientRight = node.gradient - split.gradientLeft
    const hessianRight = node.hessian - split.hessianLeft
    const [leftBounds, rightBounds] = this.#childBounds(node, split, cut, gradientRight, hessianRight)
    const depth = node.depth + 1
    const leftSums = { gradient: split.gradientLeft, hessian: split.hessianLeft }
    const left = this.#addNode({ start: node.start, end: middle, depth, ...leftSums, ...leftBounds })
    const rightSums = { gradient: gradientRight, hessian: hessianRight }
    const right = this.#addNode({ start: middle, end: node.end, depth, ...rightSums, ...rightBounds })
    Object.assign(this.#nodes[node.id]!, { ...split, cut, left: left.id, right: right.id })
    return [left, right]
  }

  /** Below a monotone split both sides keep to their side of the middle between the two values. */
  #childBounds(
    node: NodeRows,
    split: Split,
    cut: number,
    gradientRight: number,
    hessianRight: number,
  ): [Bounds, Bounds] {
    const { low, high } = node
    const sign = this.#options.monotone[split.feature]!
    if (sign === 0 || cut === PRESENT_CUT)
      return [
        { low, high },
        { low, high },
      ]
    const leftValue = clamp(this.#newton(split.gradientLeft, split.hessianLeft), low, high)
    const rightValue = clamp(this.#newton(gradientRight, hessianRight), low, high)
    const middle = (leftValue + rightValue) / 2
    const lower = { low, high: middle }
    const upper = { low: middle, high }
    return sign > 0 ? [lower, upper] : [upper, lower]
  }

  /** Stable: rows keep their order on both sides. Returns where the right side starts. */
  #partition(node: NodeRows, split: Split): number {
    const order = this.#order
    const scratch = this.#scratch
    const bins = this.#data.bins[split.feature]!
    let left = node.start
    let moved = 0
    for (let i = node.start; i < node.end; i++) {
      const row = order[i]!
      if (bins[row]! <= split.bin) order[left++] = row
      else scratch[moved++] = row
    }
    order.set(scratch.subarray(0, moved), left)
    return left
  }
}

type Sums = readonly [gradient: number, hessian: number]

interface Bounds {
  readonly low: number
  readonly high: number
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}

function flatten(nodes: readonly NodeRecord[]): Tree {
  return {
    feature: Int32Array.from(nodes, ({ feature }) => feature),
    cut: Float64Array.from(nodes, ({ cut }) => cut),
    left: Int32Array.from(nodes, ({ left }) => left),
    right: Int32Array.from(nodes, ({ right }) => right),
    value: Float64Array.from(nodes, ({ value }) => value),
    cover: Float64Array.from(nodes, ({ cover }) => cover),
    gain: Float64Array.from(nodes, ({ gain }) => gain),
  }
}
