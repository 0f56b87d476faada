import { decideLimit, type Policy } from '@tallystick/sdk'
import type { MerchantScore } from '../scores/score'
import type { CreditLine } from './use-line'

/** A limit with the price of the next draw. */
export interface LimitAndPrice {
  readonly limit: bigint
  readonly rateBps: number
}

export interface LimitInput {
  readonly line: CreditLine
  readonly score: MerchantScore | undefined
  readonly policy: Policy
  readonly policyVersion: number
  readonly today: number
  /** Of the settlement asset. */
  readonly decimals: number
}

/** What the next draw finds: the contract follows a newer score or policy before it lends. */
export function limitAtDraw(input: LimitInput): LimitAndPrice {
  const { line, score, policyVersion } = input
  const isCurrent =
    line.scoreAt === score?.updatedAt && line.policyVersion === policyVersion && line.overrideUntil === 0
  return isCurrent ? line : limitAfterRefresh(input, true)
}

/**
 * What the line becomes when somebody refreshes it, which also takes a step that has become possible meanwhile.
 * @param mayRise false for a score without live consent, too old, or with a newer one under way
 */
export function limitAfterRefresh(input: LimitInput, mayRise: boolean): LimitAndPrice {
  const { line, score, policy, today, decimals } = input
  if (!score || (line.overrideUntil !== 0 && line.overrideUntil >= today)) return line
  const { limit: oldLimit, raisedDay } = line
  const { turnover, score: points } = score
  return decideLimit(policy, decimals, {
    score: points,
    turnover,
    oldLimit,
    raisedDay,
    day: today,
    mayRise,
    isFirst: false,
  })
}
