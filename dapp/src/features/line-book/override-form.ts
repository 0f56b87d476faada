import { parseAmount, parseDay, parsePercent } from '@tallystick/sdk'

/** What the officer types to decide in place of the policy. */
export interface OverrideDraft {
  readonly limit: string
  readonly rate: string
  /** `YYYY-MM-DD`. */
  readonly until: string
  readonly reason: string
}

/** The bank's own decision about one line. */
export interface Override {
  /** Minor units. */
  readonly limit: bigint
  /** Yearly price. */
  readonly rateBps: number
  /** Last day on which it stands. */
  readonly untilDay: number
  readonly reason: string
}

/** What stands now and what the contract allows. */
export interface OverrideBounds {
  readonly limit: bigint
  readonly rateBps: number
  readonly today: number
  /** Highest price of the book. */
  readonly maxRateBps: number
}

export type WrongOverrideField = keyof OverrideDraft

/** Most days for which a decision of the bank stands; the same as in `CreditLines`. */
export const MAX_OVERRIDE_DAYS = 180

const MAX_LIMIT = 10n ** 16n

/** The decision as the contract takes it, or the fields that cannot be read. */
export function readOverride(
  draft: OverrideDraft,
  { today, maxRateBps }: OverrideBounds,
  decimals: number,
): { readonly override: Override; readonly wrong: readonly WrongOverrideField[] } {
  const limit = parseAmount(draft.limit, decimals)
  const rateBps = parsePercent(draft.rate)
  const untilDay = parseDay(draft.until)
  const reason = draft.reason.trim()
  const wrong: WrongOverrideField[] = []
  if (limit === undefined || limit < 0n || limit > MAX_LIMIT) wrong.push('limit')
  if (rateBps === undefined || rateBps <= 0 || rateBps > maxRateBps) wrong.push('rate')
  if (untilDay === undefined || untilDay < today || untilDay > today + MAX_OVERRIDE_DAYS) wrong.push('until')
  if (reason === '') wrong.push('reason')
  return { override: { limit: limit ?? 0n, rateBps: rateBps ?? 0, untilDay: untilDay ?? 0, reason }, wrong }
}

/** A lower limit at no lower price acts at once; anything else is announced. */
export function overrideRoute(to: Override, from: OverrideBounds): 'tightenLine' | 'loosenLine' {
  return to.limit <= from.limit && to.rateBps >= from.rateBps ? 'tightenLine' : 'loosenLine'
}
