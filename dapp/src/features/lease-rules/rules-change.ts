/** What leases a bank finances, as `ILeaseOffers.Rules` has it, without its number. */
export interface LeaseRules {
  /** Minor units. */
  readonly maxFinanced: bigint
  /** Of what is financed. */
  readonly minDepositBps: number
  readonly minRateBps: number
  readonly maxDays: number
  /** Index of `IDevices.Tier`. */
  readonly minTier: number
}

/** How a change reaches the contract: stricter rules at once, more generous ones announced first. */
export type RulesRoute = 'none' | 'tighten' | 'loosen'

/** Mirrors `LeaseOffers.tighten`: one more generous rule makes the whole change a loosening. */
export function rulesRoute(from: LeaseRules, to: LeaseRules): RulesRoute {
  const isTighter =
    to.maxFinanced <= from.maxFinanced &&
    to.minDepositBps >= from.minDepositBps &&
    to.minRateBps >= from.minRateBps &&
    to.maxDays <= from.maxDays &&
    to.minTier >= from.minTier
  if (!isTighter) return 'loosen'
  return isSame(from, to) ? 'none' : 'tighten'
}

function isSame(from: LeaseRules, to: LeaseRules): boolean {
  return (
    from.maxFinanced === to.maxFinanced &&
    from.minDepositBps === to.minDepositBps &&
    from.minRateBps === to.minRateBps &&
    from.maxDays === to.maxDays &&
    from.minTier === to.minTier
  )
}
