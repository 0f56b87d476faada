import { describe, expect, it } from 'vitest'
import { boostingDefaults, trainBoosting } from './boosting.ts'
import { treeShap } from './shap.ts'
import { readRow } from './table.ts'
import { noisyTable } from './testing/tables.ts'
import { type Ensemble, predict, type Tree } from './trees.ts'

const table = noisyTable(1500, 5)
const ensemble = trainBoosting(table, { ...boostingDefaults, trees: 25, maxDepth: 5 })
const FEATURES = 3
const rows = [0, 1, 2, 3, 50, 700, 1499].map((index) => readRow(table, index))

/** Expected prediction when only the features of `known` are known. */
function expectation({ base, trees }: Ensemble, row: readonly number[], known: number): number {
  const below = (tree: Tree, node: number): number => {
    const feature = tree.feature[node]!
    if (feature < 0) return tree.value[node]!
    const [left, right] = [tree.left[node]!, tree.right[node]!]
    if (known & (1 << feature)) return below(tree, row[feature]! > tree.cut[node]! ? right : left)
    const [a, b] = [tree.cover[left]!, tree.cover[right]!]
    return (a * below(tree, left) + b * below(tree, right)) / (a + b)
  }
  return trees.reduce((sum, tree) => sum + below(tree, 0), base)
}

/** Shapley's definition: the mean gain of a feature over all orders in which features become known. */
function shapleyByDefinition(row: readonly number[], feature: number): number {
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ]
  const gains = orders.map((order) => {
    const before = order.slice(0, order.indexOf(feature)).reduce((mask, known) => mask | (1 << known), 0)
    return expectation(ensemble, row, before | (1 << feature)) - expectation(ensemble, row, before)
  })
  return gains.reduce((sum, gain) => sum + gain, 0) / orders.length
}

describe('TreeSHAP', () => {
  it('adds up to the prediction', () => {
    for (const row of rows) {
      const { base, parts } = treeShap(ensemble, row)
      expect(Math.abs(base + parts.reduce((sum, part) => sum + part, 0) - predict(ensemble, row))).toBeLessThan(1e-9)
    }
  })

  it('equals the definition over all orders of features', () => {
    for (const row of rows) {
      const { parts } = treeShap(ensemble, row)
      for (let feature = 0; feature < FEATURES; feature++) {
        expect(Math.abs(parts[feature]! - shapleyByDefinition(row, feature))).toBeLessThan(1e-9)
      }
    }
  })
})
