import { logistic } from './irls.ts'
import { createRandom, type Random } from './random.ts'
import { MERCHANT_V1, MISSING } from './scoring.ts'
import type { Table } from './table.ts'

/**
 * Synthetic merchants. Their features follow the shape of public marketplace statistics (log-normal turnover with a long
 * tail, ratings crowded near five stars), and whether one defaults is drawn with a probability that is a known function
 * of the very features that a model sees. So the best possible AUC is known: no model can beat the true probability, and
 * what a model stays below it is its own fault.
 */
export interface Merchants {
  /** Features of schema merchant-v1 and the outcome after twelve months. */
  readonly table: Table
  /** The true probability with which each outcome was drawn. */
  readonly defaultProbability: Float64Array
  /** Value of the collateral that a merchant can offer, as a multiple of the line it asks for (one month's turnover). */
  readonly collateralCover: Float64Array
}

/** A merchant in real units; `monthsSinceDefault` is undefined without a default. */
export interface MerchantFacts {
  readonly transactionAmount: number
  readonly transactionCount: number
  readonly avgRating: number
  readonly inventoryTurnover: number
  readonly monthlyGrowth: number
  readonly gmvVolatility: number
  readonly refundRate: number
  readonly tenureMonths: number
  readonly pastDefaults: number
  readonly monthsSinceDefault: number | undefined
}

/** @param seed equal seeds give equal merchants */
export function generateMerchants(count: number, seed: number): Merchants {
  const random = createRandom(seed)
  const columns = MERCHANT_V1.map(({ name, scale }) => ({ name, scale, values: new Float64Array(count) }))
  const target = new Uint8Array(count)
  const probabilities = new Float64Array(count)
  const collateralCover = new Float64Array(count)
  for (let row = 0; row < count; row++) {
    const features = toFeatures(drawFacts(random))
    features.forEach((value, feature) => {
      columns[feature]!.values[row] = value
    })
    probabilities[row] = defaultProbability(features)
    target[row] = random.uniform() < probabilities[row]! ? 1 : 0
    collateralCover[row] = drawCollateralCover(features, random)
  }
  const groups = Int32Array.from({ length: count }, (_, row) => row)
  return { table: { columns, target, groups }, defaultProbability: probabilities, collateralCover }
}

/** Quality of management and size of business are latent: both shape the features, neither is seen. */
function drawFacts(random: Random): MerchantFacts {
  const quality = random.normal()
  const size = random.normal()
  const transactionAmount = Math.exp(11.2 + 1.4 * size + 0.2 * quality)
  const orderValue = Math.exp(4.7 + 0.5 * random.normal())
  const fiveStars = logistic(1.1 + 0.5 * quality + 0.5 * random.normal())
  const complaints = 0.6 * Math.max(0, -quality) * random.uniform()
  const tail = Math.sqrt(0.3 + random.uniform())
  const pastDefaults = random.poisson(Math.exp(-2.3 - 0.6 * quality + 0.5 * random.normal()))
  return {
    transactionAmount,
    transactionCount: transactionAmount / orderValue,
    avgRating: 5 * fiveStars + 3 * (1 - fiveStars) - complaints,
    inventoryTurnover: Math.exp(1.6 + 0.25 * quality + 0.5 * random.normal()),
    monthlyGrowth: 0.02 + 0.02 * quality + (0.05 * random.normal()) / tail,
    gmvVolatility: Math.exp(-1.3 - 0.15 * size - 0.1 * quality + 0.4 * random.normal()),
    refundRate: logistic(-3.1 - 0.5 * quality + 0.4 * random.normal()),
    tenureMonths: 3 + 80 * random.uniform() ** 1.3,
    pastDefaults,
    monthsSinceDefault: pastDefaults > 0 ? 1 + random.integer(36) : undefined,
  }
}

/** Real units as fixed-point integers of schema merchant-v1, clamped to its ranges; months and counts are whole. */
export function toFeatures(facts: MerchantFacts): number[] {
  const values = [
    facts.transactionAmount,
    facts.transactionCount,
    facts.avgRating,
    facts.inventoryTurnover,
    facts.monthlyGrowth,
    facts.gmvVolatility,
    facts.refundRate,
    Math.floor(facts.tenureMonths),
    facts.pastDefaults,
    facts.monthsSinceDefault,
  ]
  return MERCHANT_V1.map(({ scale, range: [lowest, highest] }, feature) => {
    const value = values[feature]
    return value === undefined ? MISSING : Math.min(highest, Math.max(lowest, Math.round(value * scale)))
  })
}

/** The true probability of default within twelve months, 0 to 1. */
export function defaultProbability(features: ArrayLike<number>): number {
  const [amount, orders, rating, turnover, growth, volatility, refunds, tenure, defaults] = MERCHANT_V1.map(
    ({ scale }, feature) => features[feature]! / scale,
  ) as [number, number, number, number, number, number, number, number, number]
  const sinceDefault = features[9]!
  const shrinking = Math.max(0, 0.05 - growth)
  return logistic(
    -5.05 -
      0.35 * Math.min(3, Math.max(-3, Math.log((amount + 1) / 70_000))) +
      (orders < 100 ? 0.5 : 0) +
      1.1 * Math.max(0, 4.4 - rating) -
      0.45 * Math.min(1.5, Math.max(-1.5, Math.log((turnover + 0.01) / 5))) +
      9 * Math.min(0.3, shrinking) +
      1.6 * Math.min(1, Math.max(0, volatility - 0.25)) +
      18 * Math.min(0.15, Math.max(0, refunds - 0.04)) +
      (tenure < 12 ? 0.9 : tenure < 24 ? 0.4 : 0) +
      0.6 * Math.min(2, defaults) +
      (sinceDefault === MISSING ? 0 : 1.3 * Math.exp(-sinceDefault / 18)) +
      // A shrinking business whose turnover also swings is worse than both alone.
      (growth < -0.02 && volatility > 0.35 ? 0.7 : 0),
  )
}

/** Four in ten own something that a bank takes; older and larger shops more of it. It says little about the risk. */
function drawCollateralCover(features: readonly number[], random: Random): number {
  const tenureYears = features[7]! / 12
  const owns = random.uniform() < 0.25 + 0.04 * Math.min(6, tenureYears)
  const cover = Math.exp(0.3 + 0.8 * random.normal())
  return owns ? cover : 0
}
