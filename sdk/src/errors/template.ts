import { type Address, type Hex, hexToString, isAddress } from 'viem'
import { CHINA_UTC_OFFSET, formatDay, formatInstant, type Locale } from '../days.ts'
import { formatAmount, formatBps } from '../money.ts'
import { SCOPES } from '../scoring/features.ts'
import { alarmsIn } from '../telemetry/alarms.ts'
import type { Bilingual } from '../text.ts'

/** What makes the values in an error readable; everything is optional. */
export interface ErrorContext {
  /** The settlement asset; six decimals without a symbol when absent. */
  readonly asset?: { readonly decimals: number; readonly symbol: string }
  /** Name of a known account, for showing it instead of its address. */
  readonly nameOf?: (account: Address) => Bilingual | undefined
  /** The profile's offset from UTC in seconds; China's when absent. */
  readonly utcOffset?: number
}

const ROLES: readonly Bilingual[] = [
  { en: 'core enterprise', zh: '核心企业' },
  { en: 'supplier', zh: '供应商' },
  { en: 'bank', zh: '银行' },
  { en: 'merchant', zh: '商户' },
  { en: 'lessee', zh: '承租人' },
  { en: 'manufacturer', zh: '制造商' },
  { en: 'auditor', zh: '审计方' },
  { en: 'book', zh: '账簿' },
]
const STATES: readonly Bilingual[] = [
  { en: 'not registered', zh: '未登记' },
  { en: 'open', zh: '未结算' },
  { en: 'overdue', zh: '已逾期' },
  { en: 'settled', zh: '已结算' },
]
const LINE_STATE_NAMES: readonly Bilingual[] = [
  { en: 'not open', zh: '尚未开立' },
  { en: 'active', zh: '正常' },
  { en: 'in arrears', zh: '已逾期停止计息' },
  { en: 'in default', zh: '已违约' },
  { en: 'written off', zh: '已核销' },
  { en: 'closed', zh: '已关闭' },
]
const MODEL_STATUSES: readonly Bilingual[] = [
  { en: 'not registered', zh: '未登记' },
  { en: 'a draft', zh: '为草稿' },
  { en: 'validated', zh: '已验证' },
  { en: 'active', zh: '已启用' },
  { en: 'retired', zh: '已停用' },
]
const LEASE_STATE_NAMES: readonly Bilingual[] = [
  { en: 'not signed', zh: '尚未签署' },
  { en: 'signed', zh: '已签署' },
  { en: 'approved', zh: '已批准' },
  { en: 'running', zh: '履行中' },
  { en: 'under notice', zh: '已催告' },
  { en: 'in default', zh: '已违约' },
  { en: 'repossessed', zh: '已收回' },
  { en: 'written off', zh: '已核销' },
  { en: 'ended', zh: '已结束' },
  { en: 'cancelled', zh: '已取消' },
]
const OFFER_STATES: readonly Bilingual[] = [
  { en: 'not made', zh: '不存在' },
  { en: 'open', zh: '有效' },
  { en: 'taken', zh: '已接受' },
  { en: 'withdrawn', zh: '已撤回' },
]
const TIERS: readonly Bilingual[] = [
  { en: 'self-reported', zh: '自行申报' },
  { en: 'signed by software', zh: '软件密钥签名' },
  { en: 'signed by a secure element', zh: '安全芯片签名' },
  { en: 'signed by a secure element with attested firmware', zh: '安全芯片签名且固件经证明' },
]
const TERMS_FIELDS: Readonly<Record<string, Bilingual>> = {
  lessee: { en: 'lessee', zh: '承租人' },
  price: { en: 'price', zh: '价款' },
  deposit: { en: 'deposit', zh: '保证金' },
  minimumRent: { en: 'minimum rent', zh: '最低租金' },
  rateBps: { en: 'rate', zh: '利率' },
  coverBps: { en: 'cover', zh: '厂商保证' },
  earlyFeeBps: { en: 'fee of an early end', zh: '提前结束费' },
  periodDays: { en: 'days of a period', zh: '每期天数' },
  periods: { en: 'periods', zh: '期数' },
  unusedHours: { en: 'unused hours', zh: '闲置小时' },
  fuelRatePct: { en: 'fuel rate', zh: '油耗比例' },
  idlePct: { en: 'idle share', zh: '怠速比例' },
}
const VERBS: readonly Bilingual[] = [
  { en: 'Creating receivables', zh: '应收账款登记' },
  { en: 'Passing on units', zh: '拆分流转' },
  { en: 'Financing', zh: '融资放款' },
  { en: 'Deposits', zh: '存入资金' },
]
const UNKNOWN: Bilingual = { en: 'unknown', zh: '未知' }

type Formatter = (value: unknown, locale: Locale, context: ErrorContext) => string

/** How a placeholder `{name:kind}` writes the error's argument `name`. */
export const FORMATTERS = {
  plain: (value) => String(value),
  account: (value, locale, { nameOf }) => {
    const name = isAddress(String(value)) ? nameOf?.(value as Address) : undefined
    return name ? pick(name, locale) : abbreviate(String(value))
  },
  id: (value) => abbreviate(`0x${BigInt(String(value)).toString(16).padStart(64, '0')}`),
  amount: (value, _locale, { asset }) => {
    const text = formatAmount(BigInt(String(value)), asset?.decimals ?? 6)
    return asset ? `${text} ${asset.symbol}` : text
  },
  day: (value, locale) => formatDay(Number(value), locale),
  time: (value, _locale, { utcOffset }) => formatInstant(BigInt(String(value)), utcOffset ?? CHINA_UTC_OFFSET),
  duration: (value, locale) => duration(Number(value), locale),
  role: (value, locale) => roleNames(BigInt(String(value)), locale),
  state: (value, locale) => pick(STATES[Number(value)] ?? UNKNOWN, locale),
  lineState: (value, locale) => pick(LINE_STATE_NAMES[Number(value)] ?? UNKNOWN, locale),
  modelStatus: (value, locale) => pick(MODEL_STATUSES[Number(value)] ?? UNKNOWN, locale),
  leaseState: (value, locale) => pick(LEASE_STATE_NAMES[Number(value)] ?? UNKNOWN, locale),
  offerState: (value, locale) => pick(OFFER_STATES[Number(value)] ?? UNKNOWN, locale),
  tier: (value, locale) => pick(TIERS[Number(value)] ?? UNKNOWN, locale),
  termsField: (value, locale) => pick(TERMS_FIELDS[shortText(value)] ?? UNKNOWN, locale),
  alarms: (value, locale) =>
    listed(
      alarmsIn(Number(value)).map(({ label }) => label),
      locale,
    ),
  ordinal: (value) => String(BigInt(String(value)) + 1n),
  scopes: (value, locale) =>
    listed(
      SCOPES.filter((_scope, bit) => (Number(value) >>> bit) & 1),
      locale,
    ),
  bps: (value) => formatBps(Number(value)),
  cents: (value) => formatAmount(BigInt(String(value)), 2),
  verb: (value, locale) => pick(VERBS[Number(value)] ?? UNKNOWN, locale),
} as const satisfies Record<string, Formatter>

/** Fills `{name:kind}` placeholders (kind `plain` when left out) with the error's arguments. */
export function fill(sentence: Bilingual, values: ReadonlyMap<string, unknown>, context: ErrorContext): Bilingual {
  const inLocale = (template: string, locale: Locale) =>
    template.replace(PLACEHOLDER, (_whole, name: string, kind: keyof typeof FORMATTERS = 'plain') =>
      FORMATTERS[kind](values.get(name), locale, context),
    )
  return { en: inLocale(sentence.en, 'en'), zh: inLocale(sentence.zh, 'zh-CN') }
}

/** `{name}` or `{name:kind}`. */
export const PLACEHOLDER = /\{(\w+)(?::(\w+))?\}/g

const DURATIONS = [
  { seconds: 86_400, en: 'day', zh: '天' },
  { seconds: 3_600, en: 'hour', zh: '小时' },
  { seconds: 60, en: 'minute', zh: '分钟' },
  { seconds: 1, en: 'second', zh: '秒' },
] as const

/** Writes seconds in the largest unit that divides them: `2 days`, `90 minutes`. */
function duration(seconds: number, locale: Locale): string {
  const unit = DURATIONS.find((candidate) => seconds >= candidate.seconds && seconds % candidate.seconds === 0)
  const [count, name] = unit ? [seconds / unit.seconds, unit] : [seconds, DURATIONS[3]]
  return locale === 'en' ? `${count} ${name.en}${count === 1 ? '' : 's'}` : `${count} ${name.zh}`
}

function roleNames(mask: bigint, locale: Locale): string {
  const names = ROLES.filter((_role, bit) => (mask >> BigInt(bit)) & 1n).map((role) => pick(role, locale))
  return names.length > 0 ? names.join(' + ') : pick({ en: 'member', zh: '成员' }, locale)
}

function listed(texts: readonly Bilingual[], locale: Locale): string {
  if (texts.length === 0) return pick({ en: 'nothing', zh: '无' }, locale)
  return texts.map((text) => pick(text, locale)).join(locale === 'en' ? ', ' : '、')
}

/** The text in a bytes32 that a contract wrote as a string literal. */
function shortText(word: unknown): string {
  return hexToString(word as Hex, { size: 32 })
}

function pick(text: Bilingual, locale: Locale): string {
  return locale === 'en' ? text.en : text.zh
}

function abbreviate(hex: string): string {
  return hex.length > 14 ? `${hex.slice(0, 8)}…${hex.slice(-4)}` : hex
}
