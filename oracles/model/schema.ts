import { type FeatureSpec, MERCHANT_V1, MERCHANT_V1_NAME, MISSING, NO_TURNOVER_FEATURE } from './scoring.ts'
import { type Column, rowCount, type Table, TableError } from './table.ts'

/** What a model has to know of its features, in the order of a row. */
export interface ModelSchema {
  readonly name: string
  readonly features: readonly FeatureSpec[]
  /** Index of the feature that is the monthly turnover, or {@link NO_TURNOVER_FEATURE}. */
  readonly turnoverFeature: number
}

export const merchantSchema: ModelSchema = {
  name: MERCHANT_V1_NAME,
  features: MERCHANT_V1,
  turnoverFeature: MERCHANT_V1.findIndex(({ name }) => name === 'transaction_amount'),
}

/** The blob's header has room for this many features. */
const MAX_FEATURES = 64

/**
 * The schema that fits a table, and the table in its order. A table with columns of merchant-v1 only gets that schema,
 * with missing values for the columns that it lacks, so that its models take the rows of any platform. Every other table
 * gets a schema of its own columns, without constraints.
 */
export function fitSchema(table: Table): { schema: ModelSchema; table: Table } {
  const known = new Set(MERCHANT_V1.map(({ name }) => name))
  if (table.columns.every(({ name }) => known.has(name))) {
    return { schema: merchantSchema, table: alignTo(merchantSchema, table) }
  }
  if (table.columns.length > MAX_FEATURES) {
    throw new TableError(`${table.columns.length} feature columns: a model takes at most ${MAX_FEATURES}`)
  }
  return {
    schema: { name: 'columns', features: table.columns.map(plainSpec), turnoverFeature: NO_TURNOVER_FEATURE },
    table,
  }
}

/** The columns of a schema, in its order; missing where the table has no such column. */
export function alignTo({ features }: ModelSchema, table: Table): Table {
  const columns = features.map(({ name, scale }) => {
    const found = table.columns.find((column) => column.name === name)
    return { name, scale, values: found ? rescale(found, scale) : new Float64Array(rowCount(table)).fill(MISSING) }
  })
  return { ...table, columns }
}

function rescale(column: Column, scale: number): Float64Array {
  if (column.scale === scale) return column.values
  const factor = scale / column.scale
  return column.values.map((value) => (value === MISSING ? value : Math.round(value * factor)))
}

function plainSpec({ name, scale }: Column, index: number): FeatureSpec {
  return {
    name,
    label: { en: name, zh: name },
    unit: { en: '', zh: '' },
    scale,
    scope: 0,
    reasonCode: index + 1,
    range: [MISSING + 1, Number.MAX_SAFE_INTEGER],
    monotone: 0,
  }
}
