import type { Bilingual } from '../text.ts'

/** Why the oracle network gives no score: the only texts that it ever returns as an error. */
export const ORACLE_ERRORS = {
  MODEL_UNAVAILABLE: {
    en: 'The scoring model could not be fetched. Try again later.',
    zh: '评分模型暂时无法获取，请稍后重试。',
  },
  MODEL_HASH: {
    en: 'The fetched model is not the registered one. The bank has to restore it before anything is scored.',
    zh: '获取到的模型与登记的模型不一致，须由银行恢复后才能评分。',
  },
  MODEL_FORMAT: {
    en: 'The registered model is malformed. The bank has to register a sound one.',
    zh: '登记的模型格式错误，须由银行重新登记。',
  },
  DATA_UNAVAILABLE: {
    en: 'A platform did not deliver the data. Try again later, or ask the platform.',
    zh: '平台未能提供数据，请稍后重试或联系平台。',
  },
  DATA_SIGNATURE: {
    en: "The data do not carry the platform's signature. Nothing was scored; the platform has to check its key.",
    zh: '数据没有平台的有效签名，未予评分，须由平台核对密钥。',
  },
  DATA_SUBJECT: {
    en: 'The platform answered about another merchant. Nothing was scored.',
    zh: '平台返回了其他商户的数据，未予评分。',
  },
  DATA_FORMAT: {
    en: "The platform's answer does not have the agreed form. Nothing was scored.",
    zh: '平台返回的数据格式不符合约定，未予评分。',
  },
  DATA_TOO_YOUNG: {
    en: 'The shop is too young to be judged. Apply again when the platform has six months of orders.',
    zh: '开店时间太短，暂无法评估，请在平台积累六个月订单后再申请。',
  },
  DATA_STALE: {
    en: "The platform's data are too old. Ask the platform to bring them up to date, then apply again.",
    zh: '平台数据已过时，请联系平台更新后重新申请。',
  },
  NO_CONSENT: {
    en: 'The merchant has not consented to this, or has revoked its consent.',
    zh: '商户未授权或已撤回授权。',
  },
  SOURCES_DISAGREE: {
    en: 'Two platforms state different figures for this merchant. Ask both to check them.',
    zh: '两个平台提供的数据不一致，请联系双方核对。',
  },
} as const satisfies Record<string, Bilingual>

export type OracleErrorCode = keyof typeof ORACLE_ERRORS

/** True for the codes that the oracle network may return; anything else is not its word. */
export function isOracleErrorCode(text: string): text is OracleErrorCode {
  return Object.hasOwn(ORACLE_ERRORS, text)
}
