import { binColumns, chooseCuts, MAX_CUTS_PER_FEATURE } from './histogram.ts'
import { createRandom, type Random } from './random.ts'
import { rowCount, type Table } from './table.ts'
import { type Ensemble, type Tree, TreeGrower } from './trees.ts'

export interface ForestOptions {
  readonly trees: number
  readonly maxDepth: number
  readonly minRows: number
  readonly seed: number
  /** Called after each tree. */
  readonly onTree?: (done: number) => void
}

export const forestDefaults: ForestOptions = { trees: 100, maxDepth: 30, minRows: 5, seed: 1 }

/**
 * Random forest (Breiman 2001): each tree grows on a bootstrap sample and tries √F features at each node. The sum of the
 * trees is the mean of their leaves' default rates, a probability.
 */
export function trainForest(table: Table, options: ForestOptions): Ensemble {
  const rows = rowCount(table)
  const columns = table.columns.map(({ values }) => values)
  const data = binColumns(
    columns,
    columns.map((values) => chooseCuts(values, MAX_CUTS_PER_FEATURE)),
  )
  const random = createRandom(options.seed)
  const grower = new TreeGrower(data, rows, {
    ...options,
    minHessian: 0,
    l2: 0,
    monotone: columns.map(() => 0),
    drawFeatures: featureDraw(columns.length, random),
  })
  const trees = Array.from({ length: options.trees }, (_, done) => {
    const sample = bootstrap(table, random)
    const tree = grower.grow(sample.order, sample.gradient, sample.hessian)
    options.onTree?.(done + 1)
    return { ...tree, value: tree.value.map((value) => value / options.trees) } satisfies Tree
  })
  return { base: 0, trees }
}

/** Rows drawn with replacement; a row drawn k times weighs k. */
function bootstrap(table: Table, random: Random) {
  const rows = rowCount(table)
  const hessian = new Float64Array(rows)
  for (let draw = 0; draw < rows; draw++) hessian[random.integer(rows)]!++
  const gradient = hessian.map((weight, row) => -weight * table.target[row]!)
  const order = Int32Array.from({ length: rows }, (_, row) => row).filter((row) => hessian[row]! > 0)
  return { order, gradient, hessian }
}

/** Draws √F features without replacement, in rising order. */
function featureDraw(features: number, random: Random): () => Int32Array {
  const deck = Int32Array.from({ length: features }, (_, feature) => feature)
  const wanted = Math.max(1, Math.round(Math.sqrt(features)))
  return () => {
    for (let i = 0; i < wanted; i++) {
      const other = i + random.integer(features - i)
      const kept = deck[i]!
      deck[i] = deck[other]!
      deck[other] = kept
    }
    return deck.slice(0, wanted).sort()
  }
}
