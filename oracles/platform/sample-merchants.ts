/**
 * Merchants of the demo and how their business goes on. Every figure follows from the merchant's key and the day, so that
 * two platforms that serve the same merchant state the same, and a second run gives the same database.
 */
import { CHINA_UTC_OFFSET, dayOf } from '@tallystick/sdk'
import type { Address } from 'viem'
import { createRandom, type Random } from '../model/random.ts'
import type { DailyFacts } from './facts.ts'
import type { ImportCounts, PlatformStore } from './store.ts'

/** How a merchant's business runs for a while. */
interface Course {
  /** Relative change of sales over 30 days. */
  readonly growth: number
  /** Mean stars of a rating. */
  readonly stars: number
  /** Part of the orders that are rated. */
  readonly ratedShare: number
  /** Part of the paid amount that is refunded. */
  readonly refunded: number
  /** Cost of goods sold in a year ÷ stock. */
  readonly turnover: number
}

/** A sample merchant: what it was like at the start, and how it went since. */
interface Story {
  /** Days of business behind it. */
  readonly days: number
  /** Paid orders a day at the start. */
  readonly orders: number
  /** Mean amount of an order, in 1/100 of the currency. */
  readonly basket: number
  readonly course: Course
  /** A later course and the number of days, up to now, for which it has held. */
  readonly turn?: { readonly days: number; readonly course: Course }
  /** Days ago at which a credit default became known. */
  readonly defaulted?: readonly number[]
}

const steady: Course = { growth: 0.005, stars: 4.5, ratedShare: 0.3, refunded: 0.02, turnover: 7 }

const stories = {
  /** Qingteng Foods: two years of steady growth. */
  growing: {
    days: 760,
    orders: 42,
    basket: 8_600,
    course: { growth: 0.03, stars: 4.75, ratedShare: 0.3, refunded: 0.012, turnover: 10 },
  },
  /** Sales have been falling for half a year. */
  falling: {
    days: 620,
    orders: 60,
    basket: 7_400,
    course: steady,
    turn: { days: 180, course: { growth: -0.1, stars: 4.1, ratedShare: 0.3, refunded: 0.05, turnover: 3.5 } },
  },
  /** Good until its customers turned against it. */
  collapsed: {
    days: 540,
    orders: 55,
    basket: 9_200,
    course: steady,
    turn: { days: 75, course: { growth: -0.25, stars: 1.6, ratedShare: 0.8, refunded: 0.22, turnover: 2.5 } },
  },
  /** Less than six months of orders: too young for a score. */
  young: { days: 120, orders: 35, basket: 8_000, course: { ...steady, growth: 0.1 } },
  /** Lubang Outdoor: a credit default ten months ago, and sales that have been falling since. */
  defaulted: {
    days: 820,
    orders: 50,
    basket: 7_000,
    course: steady,
    turn: { days: 300, course: { growth: -0.04, stars: 4.2, ratedShare: 0.3, refunded: 0.04, turnover: 4.5 } },
    defaulted: [300],
  },
} as const satisfies Record<string, Story>

/** Which story a sample merchant tells. */
export type SampleKey = keyof typeof stories

export const SAMPLE_KEYS = Object.keys(stories) as readonly SampleKey[]

/** What happens next to a merchant. */
export type Turn = 'grow' | 'fall' | 'collapse'

const turns: Readonly<Record<Turn, Course>> = {
  grow: { growth: 0.2, stars: 4.9, ratedShare: 0.4, refunded: 0.008, turnover: 11 },
  fall: { growth: -0.6, stars: 4, ratedShare: 0.3, refunded: 0.06, turnover: 3 },
  collapse: { growth: -0.5, stars: 1.4, ratedShare: 0.9, refunded: 0.3, turnover: 2 },
}

/** Cost of goods as part of the price. */
const COST_SHARE = 0.62
const MONTH = 30

/**
 * The daily facts of a sample merchant, up to the last full day before `now`.
 * @param now second
 */
export function sampleHistory(key: SampleKey, merchant: Address, now: number): DailyFacts[] {
  const { days, orders, basket, course, turn, defaulted = [] }: Story = stories[key]
  const today = localDay(now)
  const history: DailyFacts[] = []
  let level = orders
  for (let ago = days; ago >= 1; ago--) {
    const current = turn !== undefined && ago <= turn.days ? turn.course : course
    level *= 1 + current.growth / MONTH
    const facts = businessDay(merchant, today - ago, level, basket, current)
    history.push({ ...facts, creditDefaults: defaulted.includes(ago) ? 1 : 0 })
  }
  return history
}

/**
 * The days since a merchant's last facts, up to the last full day before `now`, as `turn` has it.
 * @param history what is known so far, by rising day
 * @throws RangeError when there is no history, or no full day has passed since
 */
export function nextDays(history: readonly DailyFacts[], turn: Turn, now: number): DailyFacts[] {
  const last = history.at(-1)
  if (last === undefined) throw new RangeError('the merchant has no history to go on from')
  const days = localDay(now) - 1 - last.day
  if (days < 1) throw new RangeError('no full day has passed since the last facts: move the clock forward first')
  const recent = history.slice(-MONTH)
  const orders = mean(recent, ({ paidCount }) => paidCount)
  const basket = orders === 0 ? 0 : mean(recent, ({ paidAmount }) => Number(paidAmount)) / orders
  const course = turns[turn]
  return Array.from({ length: days }, (_, k) =>
    businessDay(last.merchant, last.day + 1 + k, orders * (1 + course.growth) ** ((k + 1) / MONTH), basket, course),
  )
}

/** Fills a platform with sample merchants. */
export function seedSamples(
  store: PlatformStore,
  merchants: Readonly<Partial<Record<SampleKey, Address>>>,
  now: number,
): Promise<ImportCounts> {
  const facts = SAMPLE_KEYS.flatMap((key) => {
    const merchant = merchants[key]
    return merchant === undefined ? [] : sampleHistory(key, merchant, now)
  })
  return store.importFacts(facts)
}

/** Lets the business of a merchant go on until `now`; see {@link nextDays}. */
export async function advance(store: PlatformStore, merchant: Address, turn: Turn, now: number): Promise<ImportCounts> {
  return store.importFacts(nextDays(await store.factsOf(merchant), turn, now))
}

function businessDay(merchant: Address, day: number, level: number, basket: number, course: Course): DailyFacts {
  const random = createRandom(seedOf(merchant, day))
  const paidCount = Math.max(0, Math.round(level * weekday(day) * (1 + 0.08 * random.normal())))
  const paidAmount = Math.round(paidCount * basket * (1 + 0.03 * random.normal()))
  const ratingCount = Math.round(paidCount * course.ratedShare)
  const dailyCost = level * basket * COST_SHARE
  return {
    merchant: merchant.toLowerCase() as Address,
    day,
    paidCount,
    paidAmount: BigInt(Math.max(paidCount === 0 ? 0 : 1, paidAmount)),
    refundedAmount: BigInt(Math.round(paidAmount * course.refunded * (0.5 + random.uniform()))),
    ratingCount,
    ratingStars: starsGiven(ratingCount, course.stars, random),
    costOfGoods: BigInt(Math.round(paidAmount * COST_SHARE)),
    inventory: BigInt(Math.round((dailyCost * 365) / course.turnover)),
    creditDefaults: 0,
  }
}

/** Weekends sell more. */
function weekday(day: number): number {
  // 1970-01-01 was a Thursday.
  const sinceMonday = (day + 3) % 7
  return sinceMonday >= 5 ? 1.25 : 0.9
}

function starsGiven(count: number, meanStars: number, random: Random): number {
  const total = Math.round(count * (meanStars + 0.05 * random.normal()))
  return Math.min(5 * count, Math.max(count, total))
}

function seedOf(merchant: Address, day: number): number {
  return (Number.parseInt(merchant.slice(2, 9), 16) * 31 + day) | 0
}

function localDay(now: number): number {
  return dayOf(BigInt(Math.floor(now)), CHINA_UTC_OFFSET)
}

function mean(history: readonly DailyFacts[], figure: (facts: DailyFacts) => number): number {
  return history.reduce((total, facts) => total + figure(facts), 0) / history.length
}
