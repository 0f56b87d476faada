/**
 * What training needs of the SDK's scoring core, in one place. It is taken from the sources rather than the built package,
 * so that the model commands run on a fresh checkout, before any contract is compiled.
 */
export {
  encodeModel,
  evaluate,
  type FeatureRow,
  FeatureRowError,
  type FeatureSpec,
  featureCommitment,
  type HexFeatureStatement,
  MERCHANT_V1,
  MERCHANT_V1_NAME,
  MISSING,
  type Model,
  ModelFormatError,
  modelHash,
  NO_TURNOVER_FEATURE,
  PD_ENTRIES,
  parseModel,
  reasonCodes,
  SCORE_RANGE,
  schemaHash,
  scopesOf,
  TREE_BYTES,
} from '../../sdk/src/scoring/index.ts'
