import { type FeatureSpec, MERCHANT_V1 } from './scoring.ts'

/** Columns that are no features, by canonical name. */
export const MERCHANT_ID = 'merchant_id'
export const MONTH = 'month'
export const DEFAULT_FLAG = 'default_flag'

/** Other names under which exports of platforms and banks carry the same columns. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  [MERCHANT_ID]: ['merchant', 'seller_id', '商户id', '商户编号', '商户号', '商家id', '商家编号'],
  [MONTH]: ['date', 'period', '月份', '日期', '统计月份', '统计日期'],
  [DEFAULT_FLAG]: ['default', 'is_default', '违约', '是否违约', '违约标志', '违约标识'],
  transaction_amount: ['monthly_amount', 'gmv', '交易金额', '交易额', '月均交易额', '流水'],
  transaction_count: ['order_count', '交易笔数', '交易次数', '订单数', '月均订单数'],
  avg_rating: ['average_rating', '评分', '店铺评分'],
  inventory_turnover: ['存货周转率', '库存周转'],
  monthly_growth: ['growth_rate', '月均增长率', '增长率'],
  gmv_volatility: ['交易额波动', '波动率'],
  refund_rate: ['退款比例'],
  tenure_months: ['经营月数', '开店月数'],
  past_defaults: ['违约次数'],
  months_since_default: ['距上次违约月份数'],
}

const canonicalNames = new Map<string, string>([
  ...MERCHANT_V1.map(({ name, label }) => [label.zh, name] as const),
  ...Object.entries(OTHER_NAMES).flatMap(([name, others]) => others.map((other) => [other, name] as const)),
])

/** The name under which a column is known here, whatever its language, case and spacing; unknown names stay. */
export function canonicalName(header: string): string {
  const plain = header
    .trim()
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_')
  return canonicalNames.get(plain) ?? canonicalNames.get(plain.replaceAll('_', '')) ?? plain
}

/** The feature of schema merchant-v1 with this name, if there is one. */
export function merchantSpec(name: string): FeatureSpec | undefined {
  return MERCHANT_V1.find((spec) => spec.name === name)
}
