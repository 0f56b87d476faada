/** One operation of the table. */
export interface Row {
  readonly title: string
  /** Gate of the design, where it has one. */
  readonly designed?: number
  /** What the first complete build used. */
  readonly built: number
  /** Why the gate lies above the design's. */
  readonly above?: string
}

const splitPayment =
  'a payment is split over penalty, interest and principal of a line of five slots, and the treasury checks what the book takes off its ledger'

/**
 * What is measured, in the order of the report. `designed` is the gate that was set before the first build, where there
 * was one; `built` is what the first complete build used. The gate is the smaller of the design and 5 % above the build.
 * Where the build needed more than the design, `above` says why, and the gate is 5 % above the build.
 */
export const rows = {
  deposit: { title: 'Treasury.deposit, next deposit of a bank', designed: 104_000, built: 92_215 },
  exit: { title: 'Treasury.exit, a part of the shares', designed: 98_000, built: 73_854 },
  request: { title: 'Receivables.request', built: 84_896 },
  confirm: { title: 'Receivables.confirm', built: 133_546 },
  createEoa: {
    title: "Receivables.create with the debtor's signature, EOA",
    designed: 135_000,
    built: 143_090,
    above:
      "the digest is checked for revocation and for companies that refuse raw keys, and the supplier's standing counts as well as the debtor's",
  },
  createSafe: { title: 'Receivables.create with the signatures of a Safe, 2 of 2', built: 176_564 },
  assign: {
    title: 'Receivables.assign to a new holder',
    designed: 76_000,
    built: 78_038,
    above:
      'both sides must stand well and must not belong to the debtor, and the split and tier rules are read from the profile',
  },
  sellEver: { title: 'Receivables.sell, first deal of a new desk', built: 321_846 },
  sellFirst: { title: 'Receivables.sell, first deal of a due day', designed: 265_000, built: 253_446 },
  sellNext: {
    title: 'Receivables.sell, next deal',
    designed: 210_000,
    built: 233_218,
    above:
      "the register moves the units and the desk asks the seller's, the debtor's and its own standing, two contracts that the estimate counted as one; no approval is needed before it",
  },
  settle: { title: 'Receivables.settle in full', designed: 88_000, built: 66_561 },
  settleLate: { title: 'Receivables.settle in full, with a penalty', built: 90_277 },
  redeem: { title: 'Receivables.redeem, a whole holding', built: 69_208 },
  collect: {
    title: 'FactoringDesk.collect, advance 100 %',
    designed: 120_000,
    built: 126_306,
    above:
      'the treasury checks what the book has put on the ledger, and the ledger is reported in events from which any balance can be recomputed',
  },
  collectHoldback: { title: 'FactoringDesk.collect, with a holdback', designed: 142_000, built: 137_073 },
  mark: { title: 'FactoringDesk.mark, first mark of a deal', built: 116_228 },
  writeOff: { title: 'FactoringDesk.writeOff', built: 98_188 },
  claim: {
    title: 'Treasury.claimFor',
    designed: 49_222,
    built: 49_424,
    above: 'what a book holds for others leaves by the book only, so its registration is read',
  },
  poke30: { title: 'Treasury.poke after 30 days without a maturity', built: 35_740 },
  life: {
    title: 'whole life, next deal: create, sell, settle, collect',
    designed: 560_000,
    built: 579_942,
    above: 'the sum of its four parts',
  },
  grantBySig: { title: 'Consents.grantBySig, first consent to a platform', built: 92_695 },
  requestScore: { title: 'ScoreOracle.requestScore by Functions, next request', built: 371_913 },
  callbackFirst: { title: 'answer of the oracle network, first score', designed: 180_000, built: 58_386 },
  callbackNext: { title: 'answer of the oracle network, next score', designed: 180_000, built: 41_286 },
  challenge: { title: 'ScoreOracle.challenge, the score stands', designed: 80_000, built: 79_580 },
  evaluate: { title: 'ModelRegistry.evaluate, 100 trees over 24 features', designed: 80_000, built: 79_440 },
  open: { title: 'CreditLines.open', built: 125_990 },
  refresh: { title: 'CreditLines.refresh with a new score', built: 83_061 },
  drawFirst: { title: 'CreditLines.draw, first of a line', built: 191_197 },
  drawNext: {
    title: 'CreditLines.draw, next',
    designed: 120_000,
    built: 158_954,
    above:
      "the merchant's standing, its score, the consents behind it and the policy are four contracts that the estimate counted as one, read anew so that a revoked consent or a cut limit acts at once, and bills and book keep five slots of a line",
  },
  repayPart: {
    title: 'CreditLines.repay, interest and a part of the principal',
    designed: 108_000,
    built: 129_796,
    above: splitPayment,
  },
  repayAll: {
    title: 'CreditLines.repay, everything',
    designed: 108_000,
    built: 124_743,
    above: splitPayment,
  },
  markLine: { title: 'CreditLines.mark, first mark of a line', built: 180_995 },
  registerDevice: { title: 'Devices.register, with the signature of its key', built: 143_804 },
  proposeLease: { title: 'LeaseOffers.propose, 24 periods', built: 305_849 },
  signLease: { title: 'Leases.sign, with the deposit', built: 339_346 },
  approveLease: { title: 'Leases.approve', built: 188_808 },
  acceptDelivery: { title: 'Leases.acceptDelivery', built: 332_932 },
  reportFirst: {
    title: 'UsageMeter.reportWithEvidence, first period of a lease',
    designed: 135_000,
    built: 99_204,
  },
  reportNext: { title: 'UsageMeter.reportWithEvidence, next period', designed: 135_000, built: 79_292 },
  billRent: { title: 'Leases.bill, with a reading', built: 138_893 },
  payRent: { title: 'Leases.pay, a whole bill', built: 144_648 },
  finishLease: { title: 'Leases.finish, buy-out, refund and cover', built: 231_356 },
  requestAlarms: { title: 'DeviceOracle.requestAlarms by Functions', built: 259_597 },
  alarmAnswer: { title: 'answer of the oracle network, alarms of 224 machines', designed: 180_000, built: 72_982 },
  applyAlarms: { title: 'DeviceOracle.apply_, one word changed', built: 83_051 },
} as const satisfies Record<string, Row>

export type RowName = keyof typeof rows

/** What a receipt says of one operation. */
export interface Measured {
  /** Of the receipt. */
  readonly gasUsed: number
  /** Without the transaction's base cost and its calldata: what the operation adds to a batch. */
  readonly marginal: number
}

export type Measurements = Readonly<Record<RowName, Measured>>

/** Highest gas that a row may use. */
export function gateOf(name: RowName): number {
  const row: Row = rows[name]
  const built = Math.floor(row.built * 1.05)
  return row.designed === undefined || row.above !== undefined ? built : Math.min(row.designed, built)
}
