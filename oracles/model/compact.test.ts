import { describe, expect, it } from 'vitest'
import { assembleModel, referenceRow } from './assemble.ts'
import { boostingDefaults } from './boosting.ts'
import { UNCALIBRATED } from './calibration.ts'
import { trainCompact } from './compact.ts'
import { packTrees } from './pack.ts'
import { fitSchema } from './schema.ts'
import { encodeModel, evaluate, MISSING, parseModel, TREE_BYTES } from './scoring.ts'
import { treeShap } from './shap.ts'
import { readRow, rowCount } from './table.ts'
import { noisyTable, tableOf } from './testing/tables.ts'
import { predict } from './trees.ts'
import { unpackEnsemble } from './unpack.ts'

const table = noisyTable(3000, 11)
const { schema } = fitSchema(table)
const { ensemble, packed } = trainCompact(table, { ...boostingDefaults, trees: 40, maxCuts: 24 })
const model = assembleModel(packed, UNCALIBRATED, schema, referenceRow(table))
const rows = Array.from({ length: 500 }, (_, row) => readRow(table, row * 6))

describe('compact model', () => {
  it('uses no more cuts than allowed, and 32 bytes a tree', () => {
    expect(packed.cuts.reduce((sum, own) => sum + own.length, 0)).toBeLessThanOrEqual(24)
    expect(packed.trees.length).toBe(40 * TREE_BYTES)
  })

  it('survives the blob', () => {
    const parsed = parseModel(encodeModel(model))
    expect(parsed).toEqual(model)
    for (const row of rows) expect(evaluate(parsed, row)).toEqual(evaluate(model, row))
  })

  it('stays within the rounding of its leaves of the float model', () => {
    const roundings = ensemble.trees.length + 1
    for (const row of rows) {
      const difference = evaluate(model, row).logit - predict(ensemble, row) * packed.unitsPerLogit
      expect(Math.abs(difference)).toBeLessThanOrEqual(roundings / 2)
    }
  })

  it('is explained by exactly the integers of the blob', () => {
    const unpacked = unpackEnsemble(model, table)
    for (const row of rows.slice(0, 50)) {
      const { logit } = evaluate(model, row)
      const { base, parts } = treeShap(unpacked, row)
      expect(predict(unpacked, row)).toBe(logit)
      expect(Math.abs(base + parts.reduce((sum, part) => sum + part, 0) - logit)).toBeLessThan(1e-9)
    }
    for (const tree of unpacked.trees) expect(tree.cover[0]).toBe(rowCount(table))
  })
})

describe('packing', () => {
  it('repeats a leaf that stands above depth four', () => {
    const tree = packTrees([{ split: 3, left: { leaf: -5 }, right: { leaf: 7 } }])
    expect(tree[0]).toBe(3)
    expect([...tree.subarray(15, 31)]).toEqual([...new Array(8).fill(251), ...new Array(8).fill(7)])
    expect(tree[31]).toBe(0)
  })

  it('refuses what does not fit', () => {
    expect(() => packTrees([{ leaf: 128 }])).toThrow('leaf 128 does not fit a signed byte')
    const deep = (depth: number): Parameters<typeof packTrees>[0][number] =>
      depth === 0 ? { leaf: 1 } : { split: 0, left: deep(depth - 1), right: { leaf: 0 } }
    expect(() => packTrees([deep(5)])).toThrow('deeper than 4')
    expect(packTrees([deep(4)])).toHaveLength(TREE_BYTES)
  })
})

it('takes the median of the goods as reference, missing where most of them are', () => {
  const reference = referenceRow(tableOf({ a: [9, 1, 2, 3], b: [1, MISSING, MISSING, 5] }, [1, 0, 0, 0]))
  expect(reference).toEqual([2, MISSING])
})
