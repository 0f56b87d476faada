import { BPS } from './money.ts'
import { YEAR_SECONDS } from './pricing.ts'

/** A figure with both of its parts, so that a reader can recompute it from the ledger. */
export interface Ratio {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** A ratio in bps, rounded half up; null when there is nothing to divide by. */
export function ratioBps({ numerator, denominator }: Ratio): number | null {
  if (denominator === 0n) return null
  return Number((2n * numerator * BPS + denominator) / (2n * denominator))
}

/** Part of a book that is financed and not yet paid. */
export interface OpenPosition {
  /** Outstanding principal, minor units. */
  readonly principal: bigint
  /** Whole days since the due day, 0 until then. */
  readonly daysPastDue: number
}

/** Buckets of days past due as risk reports use them; `to` is null for the open end. */
export const DPD_BUCKETS = [
  { name: 'current', from: 0, to: 0 },
  { name: '1-30', from: 1, to: 30 },
  { name: '31-60', from: 31, to: 60 },
  { name: '61-90', from: 61, to: 90 },
  { name: '90+', from: 91, to: null },
] as const

export type DpdBucketName = (typeof DPD_BUCKETS)[number]['name']

export interface DpdBucket {
  readonly name: DpdBucketName
  readonly count: number
  readonly principal: bigint
}

/** Sorts positions into the buckets of {@link DPD_BUCKETS}; every bucket is there, also when empty. */
export function dpdBuckets(positions: readonly OpenPosition[]): readonly DpdBucket[] {
  return DPD_BUCKETS.map(({ name, from, to }) => {
    const inside = positions.filter(({ daysPastDue }) => daysPastDue >= from && (to === null || daysPastDue <= to))
    return { name, count: inside.length, principal: sum(inside.map(({ principal }) => principal)) }
  })
}

/** Portfolio at risk: principal that is more than `days` past due, over all principal (PAR30, PAR90). */
export function portfolioAtRisk(positions: readonly OpenPosition[], days: number): Ratio {
  const late = positions.filter(({ daysPastDue }) => daysPastDue > days)
  return { numerator: total(late), denominator: total(positions) }
}

/** Non-performing loans: portfolio at risk beyond 90 days. */
export function nplRatio(positions: readonly OpenPosition[]): Ratio {
  return portfolioAtRisk(positions, 90)
}

/** Impairment over the principal that is more than 90 days past due. */
export function coverageRatio(positions: readonly OpenPosition[], impaired: bigint): Ratio {
  return { numerator: impaired, denominator: nplRatio(positions).numerator }
}

/**
 * Herfindahl–Hirschman index of exposures per obligor: Σe² / (Σe)². One obligor gives 10 000 bps, n equal ones 10 000/n.
 * @param exposures principal per obligor, one entry each
 */
export function concentrationIndex(exposures: readonly bigint[]): Ratio {
  const all = sum(exposures)
  return { numerator: sum(exposures.map((exposure) => exposure * exposure)), denominator: all * all }
}

/** Share of the `count` largest obligors in all exposure. */
export function topShare(exposures: readonly bigint[], count: number): Ratio {
  const largest = [...exposures].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0)).slice(0, count)
  return { numerator: sum(largest), denominator: sum(exposures) }
}

/** Used part of a limit. */
export function utilisation(used: bigint, limit: bigint): Ratio {
  return { numerator: used, denominator: limit }
}

/** A purchase as its event records it. */
export interface PricedDeal {
  /** Cash paid to the seller, minor units. */
  readonly price: bigint
  /** Discount and fee, minor units. */
  readonly income: bigint
  /** Seconds from purchase to the end of the due day. */
  readonly tenorSeconds: bigint
}

/** Yearly yield weighted by cash and time: Σ income · 365 d over Σ price · tenor (ACT/365, no compounding). */
export function weightedYield(deals: readonly PricedDeal[]): Ratio {
  return {
    numerator: sum(deals.map(({ income }) => income * YEAR_SECONDS)),
    denominator: sum(deals.map(({ price, tenorSeconds }) => price * tenorSeconds)),
  }
}

/** Average term in seconds weighted by cash: Σ price · tenor over Σ price. */
export function weightedTenor(deals: readonly PricedDeal[]): Ratio {
  return {
    numerator: sum(deals.map(({ price, tenorSeconds }) => price * tenorSeconds)),
    denominator: sum(deals.map(({ price }) => price)),
  }
}

function total(positions: readonly OpenPosition[]): bigint {
  return sum(positions.map(({ principal }) => principal))
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((left, right) => left + right, 0n)
}
