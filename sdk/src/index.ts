export {
  type ConsentDomain,
  CREDIT_SCORING_PURPOSE,
  consentDigest,
  consentTypedData,
  type DataConsent,
  MAX_CONSENT_SECONDS,
  type ReleasedScope,
  releasedBy,
  signConsent,
} from './consent.ts'
export {
  approvalRate,
  autoDecisionRate,
  type DecidedRequest,
  expectedLoss,
  expectedLossAmount,
  type LinePosition,
  lineNplRatio,
  populationStability,
  SCORE_BIN_WIDTH,
  SCORE_BINS,
  scoreBin,
  scoreShares,
  timeToDecision,
} from './credit-kpi.ts'
export {
  CHINA_UTC_OFFSET,
  dayOf,
  daysPastDue,
  formatDay,
  formatInstant,
  isoDay,
  type Locale,
  maturityOf,
  parseDay,
  SECONDS_PER_DAY,
  startOfDay,
} from './days.ts'
export {
  type BankDeployment,
  type Deployment,
  DeploymentError,
  type PlatformDeployment,
  parseDeployment,
} from './deployment.ts'
export { type ExplainedError, explainError, type GeneralErrorCode } from './errors/explain.ts'
export { explainRefusal, IGNORED_DELIVERIES, ORACLE_REFUSALS } from './errors/refusals.ts'
export { ASSET_REFUSALS, CONTRACT_ERRORS } from './errors/sentences.ts'
export type { ErrorContext } from './errors/template.ts'
export * from './generated/abi.ts'
export * from './graphql/index.ts'
export { baseIdOf, baseOf, idHex, tierOf, tokenIdOf } from './ids.ts'
export {
  type CanonicalInvoice,
  type InvoiceDraft,
  type InvoiceLine,
  type InvoiceParty,
  normaliseIdentifier,
  type PartyId,
} from './invoice/canonical.ts'
export { currencyDecimals } from './invoice/currencies.ts'
export {
  documentHash,
  fingerprintOf,
  type InvoiceKeys,
  identityOf,
  invoiceKeys,
  LOCAL_PEPPER,
  sellerIdentity,
  similarDocKeys,
} from './invoice/fingerprint.ts'
export {
  type Inspection,
  inspectInvoice,
  type ParsedInvoice,
  type ParseOptions,
  parseInvoice,
  type ReadableInvoice,
  type RefusedInvoice,
} from './invoice/parse.ts'
export {
  INVOICE_PROBLEM_CODES,
  InvoiceError,
  type InvoiceProblem,
  type InvoiceProblemCode,
} from './invoice/problems.ts'
export type { TotalName } from './invoice/syntax.ts'
export {
  type FinancingTerms,
  financingWarnings,
  type InvoiceWarning,
  type InvoiceWarningCode,
} from './invoice/warnings.ts'
export {
  concentrationIndex,
  coverageRatio,
  DPD_BUCKETS,
  type DpdBucket,
  type DpdBucketName,
  dpdBuckets,
  nplRatio,
  type OpenPosition,
  type PricedDeal,
  portfolioAtRisk,
  type Ratio,
  ratioBps,
  topShare,
  utilisation,
  weightedTenor,
  weightedYield,
} from './kpi.ts'
export {
  type AlarmLimits,
  accelerated,
  afterHeldRent,
  afterMark,
  afterRent,
  bringUpLease,
  DEVICE_TIERS,
  earlyEndFee,
  type FinishCost,
  finishCost,
  impairmentOf,
  LEASE_OFFER_STATES,
  LEASE_STATES,
  LEASE_STEP_DAYS,
  type LeaseAccount,
  type LeaseAgreement,
  type LeaseDebt,
  type LeaseStateName,
  type LeaseTerms,
  leaseDebtAt,
  leaseTermsHash,
  NOTICE_FROM_DAYS,
  nextLeaseMark,
  type PeriodUse,
  prepaidRent,
  type RentBill,
  type RentPayment,
  splitRent,
  type WrittenRentBill,
  writeRentBill,
} from './leases.ts'
export {
  DEFAULT_DAYS,
  type DecisionInput,
  decideLimit,
  MARK_LADDER,
  markAt,
  NO_BAND,
  WRITE_OFF_DAYS,
} from './line-decisions.ts'
export {
  afterDraw,
  afterPayment,
  BILLING_PERIOD_DAYS,
  type BillingTerms,
  billsToCome,
  bringUp,
  debtAt,
  LINE_STATES,
  type LineAccount,
  type LineBill,
  type LineDebt,
  type LineState,
  limitStep,
  nextBill,
  type PaymentParts,
  type Policy,
  type PolicyBand,
  type PolicyLimit,
  type PolicyRules,
  policyLimit,
  rateX18Of,
  splitPayment,
} from './lines.ts'
export { hasMemberRole, type MemberRole, maskOf, memberRoleBits, memberRoles, rolesIn } from './members.ts'
export {
  type AmountFormat,
  BPS,
  chineseCapitalAmount,
  formatAmount,
  formatBps,
  formatCompactAmount,
  formatMoney,
  parseAmount,
  parsePercent,
  rescale,
} from './money.ts'
export { penalty, type Quote, type QuoteInput, quote, YEAR_SECONDS, yearlyCostBps } from './pricing.ts'
export { providerIdOf } from './provider.ts'
export * from './scoring/index.ts'
export * from './telemetry/index.ts'
export { differingTerms, type ReceivableTerms, type TermsContext, termsHash, termsOf } from './terms.ts'
export type { Bilingual } from './text.ts'
export {
  confirmationDigest,
  confirmationTypedData,
  type Permit,
  type PermitDomain,
  permitTypedData,
  type RegisterDomain,
  signConfirmation,
  signPermit,
  type TypedDataSigner,
} from './typed-data.ts'
