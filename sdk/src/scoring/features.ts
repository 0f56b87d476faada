import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, type Hex, stringToBytes } from 'viem'
import type { Locale } from '../days.ts'
import type { Bilingual } from '../text.ts'
import { MISSING } from './blob.ts'

/** One column of a feature row. */
export interface FeatureSpec {
  readonly name: string
  readonly label: Bilingual
  /** What one whole unit is, in words; rows hold it times {@link scale}. */
  readonly unit: Bilingual
  /** Fixed-point units in one whole unit, a power of ten. */
  readonly scale: number
  /** Bit of the kind of data (see {@link SCOPES}) that a consent must release. */
  readonly scope: number
  /** Code that names the feature as a reason, 1 to 255. */
  readonly reasonCode: number
  /** Plausible range in fixed-point units, both ends included; a platform clamps to it. */
  readonly range: readonly [lowest: number, highest: number]
  /** Sign of the change of risk when the feature rises; 0 where training is free. */
  readonly monotone: -1 | 0 | 1
}

/** Kinds of data that a consent releases; the index is the bit. */
export const SCOPES: readonly Bilingual[] = [
  { en: 'turnover', zh: '交易流水' },
  { en: 'customer satisfaction', zh: '客户评价与退款' },
  { en: 'stock', zh: '库存周转' },
  { en: 'age of the shop', zh: '开店时长' },
  { en: 'payment record', zh: '履约记录' },
]

const MONEY_LIMIT = 1e14

/** The features of schema `merchant-v1`, in the order of a row. */
export const MERCHANT_V1: readonly FeatureSpec[] = [
  {
    name: 'transaction_amount',
    label: { en: 'Monthly turnover', zh: '月交易额' },
    unit: { en: 'currency, paid orders per month, mean of the last 90 days', zh: '元，近 90 天月均已付订单金额' },
    scale: 100,
    scope: 0,
    reasonCode: 1,
    range: [0, MONEY_LIMIT],
    monotone: -1,
  },
  {
    name: 'transaction_count',
    label: { en: 'Monthly orders', zh: '月订单数' },
    unit: { en: 'paid orders per month, mean of the last 90 days', zh: '笔，近 90 天月均已付订单数' },
    scale: 1,
    scope: 0,
    reasonCode: 2,
    range: [0, 1e9],
    monotone: -1,
  },
  {
    name: 'avg_rating',
    label: { en: 'Average rating', zh: '平均评分' },
    unit: { en: 'stars, 1 to 5, last 12 months', zh: '星（1–5），近 12 个月' },
    scale: 100,
    scope: 1,
    reasonCode: 3,
    range: [100, 500],
    monotone: -1,
  },
  {
    name: 'inventory_turnover',
    label: { en: 'Inventory turnover', zh: '库存周转率' },
    unit: { en: 'cost of goods sold ÷ mean inventory, a year', zh: '次/年，销货成本 ÷ 平均库存' },
    scale: 100,
    scope: 2,
    reasonCode: 4,
    range: [0, 1e6],
    monotone: -1,
  },
  {
    name: 'monthly_growth',
    label: { en: 'Monthly growth', zh: '月增长率' },
    unit: { en: 'mean relative growth of the monthly amount, last 6 months', zh: '近 6 个月月交易额平均增长率' },
    scale: 10_000,
    scope: 0,
    reasonCode: 5,
    range: [-10_000, 1e6],
    monotone: -1,
  },
  {
    name: 'gmv_volatility',
    label: { en: 'Turnover volatility', zh: '交易额波动率' },
    unit: {
      en: 'standard deviation ÷ mean of the monthly amount, 12 months',
      zh: '近 12 个月月交易额标准差 ÷ 均值',
    },
    scale: 10_000,
    scope: 0,
    reasonCode: 6,
    range: [0, 1e6],
    monotone: 1,
  },
  {
    name: 'refund_rate',
    label: { en: 'Refund rate', zh: '退款率' },
    unit: { en: 'refunded ÷ paid amount, last 12 months', zh: '近 12 个月退款金额 ÷ 支付金额' },
    scale: 10_000,
    scope: 1,
    reasonCode: 7,
    range: [0, 10_000],
    monotone: 1,
  },
  {
    name: 'tenure_months',
    label: { en: 'Age of the shop', zh: '开店时长' },
    unit: { en: 'whole months since the first order', zh: '月，自首笔订单起' },
    scale: 1,
    scope: 3,
    reasonCode: 8,
    range: [0, 1200],
    monotone: -1,
  },
  {
    name: 'past_defaults',
    label: { en: 'Past defaults', zh: '历史违约次数' },
    unit: { en: 'credit defaults known to the platform, last 36 months', zh: '次，近 36 个月平台已知的信贷违约' },
    scale: 1,
    scope: 4,
    reasonCode: 9,
    range: [0, 1000],
    monotone: 1,
  },
  {
    name: 'months_since_default',
    label: { en: 'Months since the last default', zh: '距上次违约月数' },
    unit: { en: 'whole months; missing without a default', zh: '月；无违约则为空' },
    scale: 1,
    scope: 4,
    reasonCode: 10,
    // A merchant without a default has no value, which sorts below the freshest default: no sign fits both.
    range: [0, 1200],
    monotone: 0,
  },
]

/** Name that data and models carry for {@link MERCHANT_V1}. */
export const MERCHANT_V1_NAME = 'merchant-v1'

/** The kinds of data that a schema needs, as the bit mask of a consent. */
export function scopesOf(schema: readonly FeatureSpec[]): number {
  return schema.reduce((mask, { scope }) => mask | (1 << scope), 0)
}

/** SHA-256 of what makes two schemas compute the same: names, scales, scopes and reason codes, in order. */
export function schemaHash(name: string, schema: readonly FeatureSpec[]): Hex {
  const columns = schema.map(({ name: column, scale, scope, reasonCode }) => [column, scale, scope, reasonCode])
  return bytesToHex(sha256(stringToBytes(JSON.stringify([name, columns]))))
}

/**
 * Reads a plain decimal such as `-12.345` as a fixed-point integer, rounded half away from zero. Empty is
 * {@link MISSING}.
 * @returns undefined when the text is no such number or leaves the safe integers
 */
export function parseFeature({ scale }: Pick<FeatureSpec, 'scale'>, text: string): number | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return MISSING
  const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(trimmed)
  if (!match) return undefined
  const [, sign, whole = '', fraction = ''] = match
  const digits = Math.round(Math.log10(scale))
  const kept = BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0'))
  const magnitude = Number(kept + ((fraction[digits] ?? '0') >= '5' ? 1n : 0n))
  const value = sign === '-' ? 0 - magnitude : magnitude
  return Number.isSafeInteger(value) && value !== MISSING ? value : undefined
}

/** Writes a fixed-point value the way the reader's language does, with the decimals of its scale. */
export function formatFeature({ scale }: Pick<FeatureSpec, 'scale'>, value: number, locale: Locale): string {
  if (value === MISSING) return locale === 'en' ? 'not known' : '无数据'
  const decimals = Math.round(Math.log10(scale))
  return new Intl.NumberFormat(locale, { minimumFractionDigits: decimals }).format(value / scale)
}
