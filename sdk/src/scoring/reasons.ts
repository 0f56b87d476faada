import type { Bilingual } from '../text.ts'
import { type FeatureSpec, MERCHANT_V1 } from './features.ts'

/** A reason code in plain words, for the merchant. */
export interface Reason {
  readonly code: number
  readonly feature: FeatureSpec
  /** What the code means. */
  readonly meaning: Bilingual
  /** What would help. */
  readonly advice: Bilingual
}

const WORDS: Readonly<Record<string, Pick<Reason, 'meaning' | 'advice'>>> = {
  transaction_amount: {
    meaning: {
      en: 'Turnover of the last three months is lower than that of merchants who repay well.',
      zh: '近三个月交易额低于还款良好的商户。',
    },
    advice: {
      en: 'Every month of higher paid sales counts; so do sales on a second platform that you let us read.',
      zh: '提高已付款的销售额会逐月改善；也可授权读取您在其他平台的销售。',
    },
  },
  transaction_count: {
    meaning: {
      en: 'Few orders a month: a handful of customers carries the business.',
      zh: '月订单数偏少，业务依赖少数客户。',
    },
    advice: {
      en: 'More orders, even small ones, make income steadier.',
      zh: '增加订单数量（即使金额较小）可使收入更稳定。',
    },
  },
  avg_rating: {
    meaning: { en: "Customers' ratings are lower than usual.", zh: '客户评分偏低。' },
    advice: {
      en: 'Answer complaints and settle returns quickly: ratings of the last twelve months count.',
      zh: '及时处理投诉与退货；近 12 个月的评分会计入。',
    },
  },
  inventory_turnover: {
    meaning: { en: 'Stock sells slowly, so money is tied up in goods.', zh: '库存周转较慢，资金占用在存货上。' },
    advice: {
      en: 'Sell off old stock and order smaller lots; keep the stock figures on the platform up to date.',
      zh: '清理积压、减少单次备货，并及时更新平台上的库存数据。',
    },
  },
  monthly_growth: {
    meaning: { en: 'Sales have been falling over the last six months.', zh: '近六个月销售额呈下降趋势。' },
    advice: {
      en: 'The figure recovers as soon as a few months are level or rising.',
      zh: '连续几个月持平或增长后，该指标即会恢复。',
    },
  },
  gmv_volatility: {
    meaning: { en: 'Sales swing strongly from month to month.', zh: '各月销售额波动较大。' },
    advice: {
      en: 'Steadier months help, for instance goods that sell outside the high season.',
      zh: '保持各月销售平稳会有帮助，例如增加非旺季商品。',
    },
  },
  refund_rate: {
    meaning: { en: 'A large part of the sales is refunded.', zh: '退款占比较高。' },
    advice: {
      en: 'Look for the goods that come back most, and mend their description, quality or delivery.',
      zh: '找出退货最多的商品，改进其描述、质量或配送。',
    },
  },
  tenure_months: {
    meaning: {
      en: 'The shop is young, so there is little history to judge by.',
      zh: '开店时间较短，可参考的历史有限。',
    },
    advice: {
      en: 'Time helps by itself: each month of trading adds to the record.',
      zh: '随经营时间增长会自然改善。',
    },
  },
  past_defaults: {
    meaning: { en: 'The platform knows of credit that was not paid back.', zh: '平台记录有未按约偿还的信贷。' },
    advice: {
      en: 'Settle what is still open; a default stops counting after thirty-six months.',
      zh: '请结清未还款项；违约记录满 36 个月后不再计入。',
    },
  },
  months_since_default: {
    meaning: { en: 'The last default is recent.', zh: '最近一次违约距今不久。' },
    advice: {
      en: 'Paying everything on time from now on lowers its weight month by month.',
      zh: '此后按时还款，其影响会逐月减弱。',
    },
  },
}

/**
 * A reason code of schema `merchant-v1` in words.
 * @returns undefined for 0 and for codes that the schema does not have
 */
export function explainReason(code: number): Reason | undefined {
  const feature = MERCHANT_V1.find(({ reasonCode }) => reasonCode === code)
  const words = feature && WORDS[feature.name]
  return words && { code, feature, ...words }
}
