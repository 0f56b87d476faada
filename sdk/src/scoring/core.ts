/** What runs inside an oracle as well: it imports nothing, so that a bundler can make a small source of it. */
export { ANSWER_BYTES, type Answer, AnswerError, type AnswerField, packAnswer, unpackAnswer } from './answer.ts'
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
export type { ModelProblem } from './model-problems.ts'
export type { OracleErrorCode } from './oracle-errors.ts'
export { commitmentPreimage, type FeatureStatement, signedBytes } from './preimage.ts'
export { isSignedFeatures, nullableFeatures, rowOf, type SignedFeatures } from './signed-features.ts'
