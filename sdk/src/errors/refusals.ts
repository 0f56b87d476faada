import type { OracleRefusal } from '../graphql/index.ts'
import { isOracleErrorCode, ORACLE_ERRORS } from '../scoring/oracle-errors.ts'
import type { Bilingual } from '../text.ts'

/** Refusals in the order of `IOracleCore.Refusal`. */
export const ORACLE_REFUSALS = [
  'OracleError',
  'BadLength',
  'BadField',
  'WrongVersion',
  'WrongSources',
  'OlderThanLast',
  'TooOld',
  'FromTheFuture',
  'TooLate',
] as const satisfies readonly OracleRefusal[]

const SENTENCES: Readonly<Record<OracleRefusal, Bilingual>> = {
  OracleError: {
    en: 'The oracle network reported an error that is not one of its codes. Request again, or ask the bank.',
    zh: '预言机网络返回了无法识别的错误，请重新申请或联系银行。',
  },
  BadLength: {
    en: 'The answer of the oracle network had the wrong length. Request again, or ask the bank.',
    zh: '预言机网络的应答长度有误，请重新申请或联系银行。',
  },
  BadField: {
    en: 'A figure in the answer of the oracle network was out of range. Request again, or ask the bank.',
    zh: '预言机网络的应答数值超出范围，请重新申请或联系银行。',
  },
  WrongVersion: {
    en: 'The answer came from another model than the one that was asked for. Request again.',
    zh: '应答所用模型与申请的不一致，请重新申请。',
  },
  WrongSources: {
    en: 'The answer came from other platforms than those that were asked. Request again.',
    zh: '应答所用数据源与申请的不一致，请重新申请。',
  },
  OlderThanLast: {
    en: "The platform's data are older than those of the last score. Ask the platform to bring them up to date.",
    zh: '平台数据早于上次评分所用数据，请联系平台更新。',
  },
  TooOld: {
    en: "The platform's data are too old. Ask the platform to bring them up to date, then request again.",
    zh: '平台数据已过时，请联系平台更新后重新申请。',
  },
  FromTheFuture: {
    en: "The platform's data carry a time that has not come yet. The platform has to check its clock.",
    zh: '平台数据的时间晚于当前时间，须由平台核对时钟。',
  },
  TooLate: {
    en: 'The answer came after its time was over. Request again.',
    zh: '应答超过时限，请重新申请。',
  },
}

/**
 * Why a request for a score failed, in plain words.
 * @param errorCode the network's code, where the refusal is OracleError
 */
export function explainRefusal(refusal: OracleRefusal, errorCode?: string | null): Bilingual {
  if (refusal === 'OracleError' && errorCode && isOracleErrorCode(errorCode)) return ORACLE_ERRORS[errorCode]
  return SENTENCES[refusal]
}

/** Why a delivery of the oracle network changed nothing, in the order of `IOracleCore.Ignored`. */
export const IGNORED_DELIVERIES: readonly Bilingual[] = [
  { en: 'The request was never made, or is over already.', zh: '该请求不存在或已结束。' },
  { en: 'The answer came by another way than the request went.', zh: '应答的传输方式与请求不一致。' },
  { en: 'The report was made for another chain.', zh: '该报告属于其他链。' },
  { en: 'The report does not have the agreed form.', zh: '该报告格式不符合约定。' },
]
