export { featureCommitment, type HexFeatureStatement, modelHash, statementOf } from './commitment.ts'
export * from './core.ts'
export { type DisclosureRequest, disclosureMessage } from './disclosure.ts'
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
export { MODEL_PROBLEMS } from './model-problems.ts'
export { isOracleErrorCode, ORACLE_ERRORS } from './oracle-errors.ts'
export { explainReason, type Reason } from './reasons.ts'
