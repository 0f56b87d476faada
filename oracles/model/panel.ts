import { createRandom } from './random.ts'

/** One month of a merchant on a platform. Money is in 1/100 of the currency. */
export interface MerchantMonth {
  /** `YYYY-MM`. */
  readonly month: string
  /** Paid orders, before refunds. */
  readonly amount: bigint
  readonly orders: number
  readonly refunded: bigint
  readonly costOfGoods: bigint
  /** Stock at the end of the month at cost. */
  readonly inventory: bigint
  readonly ratings: number
  /** Sum of the stars of all ratings of the month. */
  readonly stars: number
}

/** How a merchant of a panel develops. */
export type PanelProfile = 'growing' | 'steady' | 'falling' | 'defaulting'

interface Course {
  /** Relative growth of the amount a month, mean and spread. */
  readonly growth: number
  readonly spread: number
  readonly refundRate: number
  /** Change of the refund rate a month. */
  readonly refundDrift: number
  readonly rating: number
  /** Change of the mean rating a month. */
  readonly ratingDrift: number
  /** Stock in months of cost of goods. */
  readonly stockMonths: number
}

const COURSES: Readonly<Record<PanelProfile, Course>> = {
  growing: {
    growth: 0.045,
    spread: 0.03,
    refundRate: 0.02,
    refundDrift: 0,
    rating: 4.7,
    ratingDrift: 0,
    stockMonths: 1.6,
  },
  steady: {
    growth: 0.004,
    spread: 0.05,
    refundRate: 0.03,
    refundDrift: 0,
    rating: 4.5,
    ratingDrift: 0,
    stockMonths: 2.2,
  },
  falling: {
    growth: -0.05,
    spread: 0.07,
    refundRate: 0.04,
    refundDrift: 0.001,
    rating: 4.3,
    ratingDrift: -0.01,
    stockMonths: 3.2,
  },
  defaulting: {
    growth: -0.13,
    spread: 0.18,
    refundRate: 0.07,
    refundDrift: 0.006,
    rating: 4,
    ratingDrift: -0.06,
    stockMonths: 5,
  },
}

const GROSS_MARGIN = 0.35
const ORDER_VALUE = 110
const RATED_SHARE = 0.3

export interface PanelOptions {
  readonly profile: PanelProfile
  readonly months: number
  /** Last month of the panel, `YYYY-MM`. */
  readonly until: string
  /** Amount of the first month in whole currency. */
  readonly firstAmount: number
  readonly seed: number
}

/** The months of a sample merchant, the oldest first. Equal options give equal months. */
export function merchantPanel({ profile, months, until, firstAmount, seed }: PanelOptions): MerchantMonth[] {
  const course = COURSES[profile]
  const random = createRandom(seed)
  let amount = firstAmount
  return Array.from({ length: months }, (_, index) => {
    if (index > 0) amount *= Math.max(0.3, 1 + course.growth + course.spread * random.normal())
    const orders = Math.max(1, Math.round(amount / ORDER_VALUE))
    const refundRate = Math.min(0.6, course.refundRate + course.refundDrift * index)
    const rating = Math.min(5, Math.max(1, course.rating + course.ratingDrift * index))
    const ratings = Math.max(1, Math.round(orders * RATED_SHARE))
    const costOfGoods = amount * (1 - GROSS_MARGIN)
    return {
      month: monthBefore(until, months - 1 - index),
      amount: toCents(amount),
      orders,
      refunded: toCents(amount * refundRate),
      costOfGoods: toCents(costOfGoods),
      inventory: toCents(costOfGoods * course.stockMonths),
      ratings,
      stars: Math.round(ratings * rating),
    }
  })
}

function toCents(amount: number): bigint {
  return BigInt(Math.round(amount * 100))
}

/** The month `count` months before a `YYYY-MM`. */
function monthBefore(month: string, count: number): string {
  const [year, index] = month.split('-').map(Number) as [number, number]
  const months = year * 12 + index - 1 - count
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`
}
