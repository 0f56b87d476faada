import { formatAmount, formatBps, parseAmount, parsePercent } from '@tallystick/sdk'
import type { LeaseRules } from './rules-change'

/** What the officer types; percentages without their sign. */
export interface RulesDraft {
  readonly maxFinanced: string
  readonly minDeposit: string
  readonly minRate: string
  readonly maxDays: string
  readonly minTier: number
}

/** A field that cannot be taken. */
export type WrongRule = Exclude<keyof RulesDraft, 'minTier'>

const MAX_FINANCED = (1n << 88n) - 1n
const MAX_DEPOSIT_BPS = 10_000
const MAX_RATE_BPS = 3_600
const MAX_UINT16 = 65_535

/** Rules as text to be edited. */
export function draftOfRules(rules: LeaseRules, decimals: number): RulesDraft {
  return {
    maxFinanced: formatAmount(rules.maxFinanced, decimals),
    minDeposit: percentText(rules.minDepositBps),
    minRate: percentText(rules.minRateBps),
    maxDays: String(rules.maxDays),
    minTier: rules.minTier,
  }
}

/** The rules as the contract takes them, and what it would refuse. Bounds are those of the contract. */
export function readRules(draft: RulesDraft, decimals: number): { rules: LeaseRules; wrong: readonly WrongRule[] } {
  const wrong: WrongRule[] = []
  const take = <Value extends number | bigint>(field: WrongRule, value: Value | undefined, most: Value): Value => {
    if (value !== undefined && value >= 0 && value <= most) return value
    wrong.push(field)
    return most
  }
  const rules: LeaseRules = {
    maxFinanced: take('maxFinanced', parseAmount(draft.maxFinanced, decimals), MAX_FINANCED),
    minDepositBps: take('minDeposit', parsePercent(draft.minDeposit), MAX_DEPOSIT_BPS),
    minRateBps: take('minRate', parsePercent(draft.minRate), MAX_RATE_BPS),
    maxDays: take('maxDays', wholeDays(draft.maxDays), MAX_UINT16),
    minTier: draft.minTier,
  }
  return { rules, wrong }
}

function percentText(bps: number): string {
  return formatBps(bps).slice(0, -1)
}

function wholeDays(text: string): number | undefined {
  const plain = text.normalize('NFKC').trim()
  return /^[1-9]\d{0,4}$/.test(plain) ? Number(plain) : undefined
}
