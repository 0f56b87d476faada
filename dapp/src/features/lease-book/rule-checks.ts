import { BPS } from '@tallystick/sdk'
import type { LeaseRules } from '../lease-rules/rules-change'

/** What the bank's rules look at. Amounts in minor units. */
export interface Proposal {
  readonly financed: bigint
  readonly deposit: bigint
  readonly rateBps: number
  readonly periodDays: number
  readonly periods: number
  /** Index in `IDevices.Tier`. */
  readonly tier: number
}

export const RULE_NAMES = ['financed', 'deposit', 'rate', 'term', 'tier'] as const
export type RuleName = (typeof RULE_NAMES)[number]

/** A rule with the lease's value, the bound, and whether the lease keeps to it. */
export interface RuleCheck {
  readonly rule: RuleName
  readonly value: bigint
  readonly bound: bigint
  readonly passed: boolean
}

/** Holds a lease against the rules as `LeaseOffers.checkApproval` does. */
export function checkRules(lease: Proposal, rules: LeaseRules): readonly RuleCheck[] {
  const atMost = (rule: RuleName, value: bigint, bound: bigint) => ({ rule, value, bound, passed: value <= bound })
  const atLeast = (rule: RuleName, value: bigint, bound: bigint) => ({ rule, value, bound, passed: value >= bound })
  return [
    atMost('financed', lease.financed, rules.maxFinanced),
    atLeast('deposit', lease.deposit, leastDeposit(lease.financed, rules.minDepositBps)),
    atLeast('rate', BigInt(lease.rateBps), BigInt(rules.minRateBps)),
    atMost('term', BigInt(lease.periodDays * lease.periods), BigInt(rules.maxDays)),
    atLeast('tier', BigInt(lease.tier), BigInt(rules.minTier)),
  ]
}

/** A share of what is financed, rounded up. */
function leastDeposit(financed: bigint, minDepositBps: number): bigint {
  return (financed * BigInt(minDepositBps) + BPS - 1n) / BPS
}
