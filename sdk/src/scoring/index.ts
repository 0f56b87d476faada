export {
  ANSWER_BYTES,
  type Answer,
  AnswerError,
  type AnswerField,
  packAnswer,
  unpackAnswer,
} from './answer.ts'
export {
  encodeModel,
  MISSING,
  type Model,
  ModelFormatError,
  NO_TURNOVER_FEATURE,
  PD_ENTRIES,
  parseModel,
  TREE_BYTES,
} from './blob.ts'
export { featureCommitment, type HexFeatureStatement, modelHash, statementOf } from './commitment.ts'
export { type DisclosureRequest, disclosureMessage } from './disclosure.ts'
export {
  type Evaluation,
  evaluate,
  type FeatureRow,
  FeatureRowError,
  featureLosses,
  MAX_REASONS,
  reasonCodes,
  SCORE_RANGE,
} from './evaluate.ts'
export {
  type FeatureSpec,
  formatFeature,
  MERCHANT_V1,
  MERCHANT_V1_NAME,
  parseFeature,
  SCOPES,
  schemaHash,
  scopesOf,
} from './features.ts'
export { MODEL_PROBLEMS, type ModelProblem } from './model-problems.ts'
export { isOracleErrorCode, ORACLE_ERRORS, type OracleErrorCode } from './oracle-errors.ts'
export { commitmentPreimage, type FeatureStatement, signedBytes } from './preimage.ts'
export { explainReason, type Reason } from './reasons.ts'
export { isSignedFeatures, nullableFeatures, rowOf, type SignedFeatures } from './signed-features.ts'
