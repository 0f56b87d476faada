export type { GraphDocument } from './document.ts'
export * from './generated/documents.ts'
export { GraphError, type GraphErrorCode, type GraphQueryOptions, graphQuery } from './query.ts'
export { type MaturityBucket, type TreasuryTotals, type TreasuryValue, treasuryValue } from './treasury-value.ts'
