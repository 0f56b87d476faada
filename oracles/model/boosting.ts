import { binColumns, chooseCuts, MAX_CUTS_PER_FEATURE } from './histogram.ts'
import { logistic } from './irls.ts'
import { countDefaults, rowCount, type Table } from './table.ts'
import { type Ensemble, type Tree, TreeGrower } from './trees.ts'

export interface BoostingOptions {
  readonly trees: number
  /** Shrinkage: the part of each tree's value that is added. */
  readonly learningRate: number
  readonly maxDepth: number
  readonly minRows: number
  readonly l2: number
  /** Bins of a feature's histogram, at most 256. */
  readonly bins: number
  /** Sign per feature; see {@link GrowthOptions.monotone}. Default: no constraint. */
  readonly monotone?: readonly number[]
  /** Called after each tree. */
  readonly onTree?: (done: number) => void
}

export const boostingDefaults: BoostingOptions = {
  trees: 100,
  learningRate: 0.1,
  maxDepth: 4,
  minRows: 20,
  l2: 1,
  bins: MAX_CUTS_PER_FEATURE,
}

/**
 * Gradient boosting of the logistic loss. The sum of the trees is the logit of default: higher = riskier.
 * @param cuts cuts to split on; chosen from the data when left out
 */
export function trainBoosting(table: Table, options: BoostingOptions, cuts?: readonly Float64Array[]): Ensemble {
  const rows = rowCount(table)
  const columns = table.columns.map(({ values }) => values)
  const data = binColumns(columns, cuts ?? columns.map((values) => chooseCuts(values, options.bins)))
  const monotone = options.monotone ?? columns.map(() => 0)
  const grower = new TreeGrower(data, rows, { ...options, minHessian: 1e-3, monotone })
  const defaults = countDefaults(table.target)
  const base = Math.log(defaults / (rows - defaults))
  const logit = new Float64Array(rows).fill(base)
  const gradient = new Float64Array(rows)
  const hessian = new Float64Array(rows)
  const order = new Int32Array(rows)
  const trees: Tree[] = []
  for (let done = 1; done <= options.trees; done++) {
    for (let row = 0; row < rows; row++) {
      const probability = logistic(logit[row]!)
      gradient[row] = probability - table.target[row]!
      hessian[row] = probability * (1 - probability)
      order[row] = row
    }
    const tree = grower.grow(order, gradient, hessian, (leafRows, value) => {
      for (const row of leafRows) logit[row]! += value * options.learningRate
    })
    trees.push({ ...tree, value: tree.value.map((value) => value * options.learningRate) })
    options.onTree?.(done)
  }
  return { base, trees }
}
