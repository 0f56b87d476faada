import {
  CHINA_UTC_OFFSET,
  concentrationIndex,
  type KpisQuery,
  maturityOf,
  nplRatio,
  type OpenPosition,
  portfolioAtRisk,
  type Ratio,
  ratioBps,
  topShare,
  weightedTenor,
  weightedYield,
} from '@tallystick/sdk'

export type IndexedDeal = KpisQuery['deals'][number]
export type IndexedRequest = KpisQuery['requests'][number]

export type KpiName =
  | 'approval'
  | 'npl'
  | 'npl-with-losses'
  | 'par30'
  | 'yield'
  | 'tenor'
  | 'concentration'
  | 'largest'
  | 'on-time'

/** What a ratio is measured in. */
export type KpiUnit = 'percent' | 'days' | 'points'

export interface Kpi {
  readonly name: KpiName
  readonly unit: KpiUnit
  readonly ratio: Ratio
}

/**
 * The key figures of the deals and requests in the records, each with both of its parts.
 * @param today days since 1970-01-01 in the register's offset
 */
export function kpisOf(
  deals: readonly IndexedDeal[],
  requests: readonly IndexedRequest[],
  today: number,
): readonly Kpi[] {
  const outstanding = deals.filter(({ state }) => state === 'Open' || state === 'Impaired')
  const positions = outstanding.map((deal) => positionOf(deal, today))
  const lost = deals.filter(({ state }) => state === 'WrittenOff').map((deal) => positionOf(deal, today))
  const exposures = exposureByGroup(outstanding)
  const priced = deals.map(pricedDeal)
  return [
    { name: 'approval', unit: 'percent', ratio: approvalOf(requests) },
    { name: 'npl', unit: 'percent', ratio: nplRatio(positions) },
    { name: 'npl-with-losses', unit: 'percent', ratio: nplRatio([...positions, ...lost]) },
    { name: 'par30', unit: 'percent', ratio: portfolioAtRisk(positions, 30) },
    { name: 'yield', unit: 'percent', ratio: weightedYield(priced) },
    { name: 'tenor', unit: 'days', ratio: weightedTenor(priced) },
    { name: 'concentration', unit: 'points', ratio: concentrationIndex(exposures) },
    { name: 'largest', unit: 'percent', ratio: topShare(exposures, 1) },
    { name: 'on-time', unit: 'percent', ratio: onTimeOf(deals, today) },
  ]
}

const SECONDS_PER_DAY = 86_400n

/** A key figure in its unit: percent and points in bps of one, days whole and rounded down; null without a denominator. */
export function kpiValue({ unit, ratio }: Kpi): number | null {
  if (unit !== 'days') return ratioBps(ratio)
  return ratio.denominator === 0n ? null : Number(ratio.numerator / ratio.denominator / SECONDS_PER_DAY)
}

function positionOf({ price, stopDay }: IndexedDeal, today: number): OpenPosition {
  return { principal: BigInt(price), daysPastDue: Math.max(0, today - stopDay) }
}

function exposureByGroup(deals: readonly IndexedDeal[]): readonly bigint[] {
  const groups = new Map<string, bigint>()
  for (const { obligor, price } of deals) {
    groups.set(obligor.number, (groups.get(obligor.number) ?? 0n) + BigInt(price))
  }
  return [...groups.values()]
}

function pricedDeal({ price, discount, fee, openedAt, stopDay }: IndexedDeal) {
  return {
    price: BigInt(price),
    income: BigInt(discount) + BigInt(fee),
    tenorSeconds: maturityOf(stopDay, CHINA_UTC_OFFSET) - BigInt(openedAt),
  }
}

/** Requests that became receivables, over all that were decided; withdrawn and open ones are not. */
function approvalOf(requests: readonly IndexedRequest[]): Ratio {
  const decided = requests.filter(({ state }) => state === 'Created' || state === 'Declined')
  const created = decided.filter(({ state }) => state === 'Created')
  return { numerator: BigInt(created.length), denominator: BigInt(decided.length) }
}

/** Financed receivables paid by the end of their due day, over all whose due day has ended or that are paid. */
function onTimeOf(deals: readonly IndexedDeal[], today: number): Ratio {
  const receivables = [...new Map(deals.map(({ receivable }) => [receivable.id, receivable])).values()]
  const judged = receivables.filter(({ settledAt, dueDay }) => settledAt !== null || dueDay < today)
  const paid = judged.filter(
    ({ settledAt, dueDay }) => settledAt !== null && BigInt(settledAt) < maturityOf(dueDay, CHINA_UTC_OFFSET),
  )
  return { numerator: BigInt(paid.length), denominator: BigInt(judged.length) }
}
