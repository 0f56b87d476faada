/** Whether a member may act now. */
export type Standing = 'active' | 'frozen' | 'expired'

/** @param now unix seconds of the chain's clock */
export function standingOf(member: { readonly frozen: boolean; readonly expiry: bigint }, now: bigint): Standing {
  if (member.frozen) return 'frozen'
  return now >= member.expiry ? 'expired' : 'active'
}
