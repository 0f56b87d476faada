import type { Locale } from './days.ts'

/** Basis points in one whole. */
export const BPS = 10_000n

/** How much of an amount's fraction to write. */
export interface AmountFormat {
  /** Decimals that are written even when they are zeros; 2 when absent. */
  readonly minimumDecimals?: number
  /** Further decimals are cut off, never rounded up; all are written when absent. */
  readonly maximumDecimals?: number
}

/**
 * Writes an amount with grouped thousands, exactly: `356,000.00`.
 * @param units minor units
 * @param decimals decimals of the minor unit
 */
export function formatAmount(units: bigint, decimals: number, format: AmountFormat = {}): string {
  const { minimumDecimals = Math.min(2, decimals), maximumDecimals = decimals } = format
  const digits = absolute(units)
    .toString()
    .padStart(decimals + 1, '0')
  const split = digits.length - decimals
  const whole = digits.slice(0, split).replace(/\B(?=(\d{3})+$)/g, ',')
  const fraction = digits.slice(split, split + maximumDecimals).replace(/0+$/, '')
  const shown = fraction.padEnd(Math.min(minimumDecimals, maximumDecimals), '0')
  return `${units < 0n ? '-' : ''}${whole}${shown === '' ? '' : `.${shown}`}`
}

/** Writes an amount with its currency code in front: `CNY 356,000.00`. */
export function formatMoney(units: bigint, decimals: number, currency: string, format: AmountFormat = {}): string {
  return `${currency} ${formatAmount(units, decimals, format)}`
}

const SCALES = {
  en: [
    [12, 'T'],
    [9, 'B'],
    [6, 'M'],
    [3, 'K'],
  ],
  'zh-CN': [
    [12, '万亿'],
    [8, '亿'],
    [4, '万'],
  ],
} as const satisfies Record<Locale, readonly (readonly [number, string])[]>

/** Writes an amount for a chart, cut to two decimals of the language's own scale: `1.25M` or `125万`. */
export function formatCompactAmount(units: bigint, decimals: number, locale: Locale): string {
  for (const [power, suffix] of SCALES[locale]) {
    const scaled = decimals + power
    if (absolute(units) >= 10n ** BigInt(scaled)) {
      return formatAmount(units, scaled, { minimumDecimals: 0, maximumDecimals: 2 }) + suffix
    }
  }
  return formatAmount(units, decimals, { minimumDecimals: 0, maximumDecimals: 2 })
}

/**
 * Reads an amount as people type it, with or without thousands separators and in full-width digits.
 * @returns minor units, or undefined when the text is no such amount or has more decimals than the unit
 */
export function parseAmount(text: string, decimals: number): bigint | undefined {
  const plain = text.normalize('NFKC').trim()
  const match = /^(-?)(\d{1,3}(?:,\d{3})+|\d{1,30})(?:\.(\d{1,18}))?$/.exec(plain)
  if (!match) return undefined
  const [, sign = '', whole = '', fraction = ''] = match
  if (fraction.length > decimals) return undefined
  const units = BigInt(whole.replaceAll(',', '') + fraction.padEnd(decimals, '0'))
  return sign === '-' ? -units : units
}

/**
 * Restates an amount in the minor units of another scale, such as an invoice in fen (2 decimals) in the units of a
 * six-decimal settlement asset.
 * @throws RangeError when the target scale cannot express the amount exactly
 */
export function rescale(units: bigint, fromDecimals: number, toDecimals: number): bigint {
  if (toDecimals >= fromDecimals) return units * 10n ** BigInt(toDecimals - fromDecimals)
  const divisor = 10n ** BigInt(fromDecimals - toDecimals)
  if (units % divisor !== 0n) throw new RangeError(`${units} has more than ${toDecimals} decimals`)
  return units / divisor
}

/** Writes basis points as a percentage with two decimals: 450 is `4.50%`. */
export function formatBps(bps: number | bigint): string {
  return `${formatAmount(BigInt(bps), 2, { minimumDecimals: 2 })}%`
}

/** Reads a percentage with at most two decimals, with or without `%`, as basis points. */
export function parsePercent(text: string): number | undefined {
  const bps = parseAmount(text.normalize('NFKC').replace(/%\s*$/, ''), 2)
  return bps === undefined ? undefined : Number(bps)
}

const DIGITS = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'] as const
const PLACES = ['', '拾', '佰', '仟'] as const
const GROUPS = ['', '万', '亿', '万亿'] as const

/**
 * Writes an amount of yuan in capital characters (人民币大写), as Chinese payment documents require.
 * @param units minor units
 * @param decimals decimals of the minor unit
 * @returns undefined for negative amounts, for parts of a fen, and from 10¹⁶ yuan, which the form cannot express
 */
export function chineseCapitalAmount(units: bigint, decimals: number): string | undefined {
  const scale = 10n ** BigInt(Math.max(0, decimals - 2))
  const fen = decimals < 2 ? rescale(units, decimals, 2) : units / scale
  if (units < 0n || fen * scale !== (decimals < 2 ? fen : units)) return undefined
  const [yuan, jiao, cents] = [fen / 100n, Number((fen / 10n) % 10n), Number(fen % 10n)]
  if (yuan >= 10n ** 16n) return undefined
  return `人民币${capitalYuan(yuan, fen)}${capitalFraction(yuan, jiao, cents)}`
}

function capitalYuan(yuan: bigint, fen: bigint): string {
  if (yuan > 0n) return `${capitalInteger(yuan)}元`
  return fen === 0n ? '零元' : ''
}

/** After jiao the closing 整 may be left out; after fen it must be. */
function capitalFraction(yuan: bigint, jiao: number, fen: number): string {
  if (jiao === 0 && fen === 0) return '整'
  const tens = jiao > 0 ? `${DIGITS[jiao]}角` : yuan > 0n ? '零' : ''
  return tens + (fen > 0 ? `${DIGITS[fen]}分` : '')
}

/** Reads a whole number in groups of four digits; a run of zeros inside it is spoken once. */
function capitalInteger(value: bigint): string {
  const groups = value.toString().match(/\d{1,4}(?=(\d{4})*$)/g) ?? []
  let text = ''
  groups.forEach((group, index) => {
    if (Number(group) === 0) return
    const gap = text !== '' && (group.startsWith('0') || Number(groups[index - 1]) === 0)
    text += (gap ? '零' : '') + capitalGroup(group) + groupName(groups, index)
  })
  return text
}

/** 万亿 loses its 亿 when the next group, which ends in 亿, follows. */
function groupName(groups: readonly string[], index: number): string {
  const level = groups.length - 1 - index
  return level === 3 && Number(groups[index + 1]) > 0 ? '万' : (GROUPS[level] ?? '')
}

function capitalGroup(group: string): string {
  return group
    .replace(/^0+/, '')
    .split('')
    .map((digit, index, digits) =>
      digit === '0' ? '零' : DIGITS[Number(digit)] + (PLACES[digits.length - 1 - index] ?? ''),
    )
    .join('')
    .replace(/零+/g, '零')
    .replace(/零$/, '')
}

function absolute(units: bigint): bigint {
  return units < 0n ? -units : units
}
