/**
 * What training needs of the SDK's scoring core, in one place. It is taken from the sources rather than the built package,
 * so that the model commands run on a fresh checkout, before any contract is compiled.
 */
export {
  encodeModel,
  MISSING,
  type Model,
  ModelFormatError,
  NO_TURNOVER_FEATURE,
  PD_ENTRIES,
  parseModel,
  TREE_BYTES,
} from '../../sdk/src/scoring/blob.ts'
export { type Evaluation, evaluate, type FeatureRow, reasonCodes, SCORE_RANGE } from '../../sdk/src/scoring/evaluate.ts'
export {
  type FeatureSpec,
  MERCHANT_V1,
  MERCHANT_V1_NAME,
  parseFeature,
  schemaHash,
} from '../../sdk/src/scoring/features.ts'
