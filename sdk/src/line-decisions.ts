import { limitStep, type Policy, type PolicyLimit, policyLimit } from './lines.ts'

/** Band index of a line that is in none: its limit is zero, or the bank's own. */
export const NO_BAND = 255

/** What a decision on a limit follows from, besides the policy. */
export interface DecisionInput {
  readonly score: number
  /** Per month in 1/100 of the currency. */
  readonly turnover: bigint
  readonly oldLimit: bigint
  /** Day of the last rise. */
  readonly raisedDay: number
  /** Local day of the decision. */
  readonly day: number
  /** False for a score that may not be lent on: it can only lower the limit. */
  readonly mayRise: boolean
  /** The first decision on a line sets its limit without steps. */
  readonly isFirst: boolean
}

/**
 * Takes a decision on a line's limit as `CreditLines` takes it, so that anybody can take a recorded one again.
 * @param decimals of the settlement asset, two or more
 */
export function decideLimit(policy: Policy, decimals: number, input: DecisionInput): PolicyLimit {
  const given = policyLimit(policy, input.score, input.turnover, decimals)
  const target = !input.mayRise && given.limit > input.oldLimit ? input.oldLimit : given.limit
  if (input.isFirst) return { ...given, limit: target }
  return { ...given, limit: limitStep(policy.rules, input.oldLimit, target, input.raisedDay, input.day) }
}

/** Share of the value of a line or a financed receivable that anyone may mark down, by days past due; the highest rung that is reached counts. */
export const MARK_LADDER = [
  { daysPastDue: 90, pct: 100 },
  { daysPastDue: 60, pct: 50 },
  { daysPastDue: 30, pct: 25 },
] as const

/** Days past due from which anyone may declare the default of a marked line. */
export const DEFAULT_DAYS = 90

/** Days past due from which anyone may write off what is fully marked down: a defaulted line, a financed receivable. */
export const WRITE_OFF_DAYS = 180

/** The mark that the ladder gives at these days past due, in percent. */
export function markAt(daysPastDue: number): number {
  return MARK_LADDER.find((rung) => daysPastDue >= rung.daysPastDue)?.pct ?? 0
}
