import { type Calibration, pdTable, scoreLine } from './calibration.ts'
import type { PackedTrees } from './compact.ts'
import type { ModelSchema } from './schema.ts'
import { MISSING, type Model } from './scoring.ts'
import type { Table } from './table.ts'

/** Puts learnt trees, calibration and schema together to the model of docs/scoring.md. */
export function assembleModel(
  packed: PackedTrees,
  calibration: Calibration,
  schema: ModelSchema,
  reference: readonly number[],
): Model {
  return {
    turnoverFeature: schema.turnoverFeature,
    base: packed.base,
    ...scoreLine(calibration, packed.unitsPerLogit),
    pdBps: pdTable(),
    reasonCodes: schema.features.map(({ reasonCode }) => reasonCode),
    reference,
    cuts: packed.cuts.map((own) => [...own]),
    trees: packed.trees,
  }
}

/** What a good merchant looks like: the median of each feature over the rows without a default; may be missing. */
export function referenceRow(table: Table): number[] {
  return table.columns.map(({ values }) => {
    const goods = values.filter((_, row) => table.target[row] === 0).sort()
    return goods[goods.length >> 1] ?? MISSING
  })
}
