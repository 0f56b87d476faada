/** A merchant's score as the oracle contract stores it. */
export interface MerchantScore {
  /** Monthly turnover in 1/100 of the currency. */
  readonly turnover: bigint
  /** Second up to which the data reach. */
  readonly asOf: number
  /** Second at which the score was stored; 0 without a score. */
  readonly updatedAt: number
  /** Reason codes, the weightiest first; without the zeros that fill up. */
  readonly reasons: readonly number[]
  /** 300 (worst) to 850. */
  readonly score: number
  /** Default probability within a year. */
  readonly pdBps: number
  /** Version of the model. */
  readonly version: number
  /** Sources that agreed, one bit each. */
  readonly sourceMask: number
}

/** The reason codes of the contract's word: one byte each, the weightiest first. */
export function reasonsOf(word: number): readonly number[] {
  return [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff).filter((code) => code !== 0)
}

/** Indices of the sources in a mask, in rising order. */
export function sourcesOf(mask: number): readonly number[] {
  return Array.from({ length: 8 }, (_, index) => index).filter((index) => (mask >> index) & 1)
}

/** How many merchants there are for one that defaults within a year; undefined for a probability of zero. */
export function oneDefaultIn(pdBps: number): number | undefined {
  return pdBps === 0 ? undefined : Math.round(10_000 / pdBps)
}
