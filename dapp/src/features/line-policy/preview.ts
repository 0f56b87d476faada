import { type Policy, policyLimit } from '@tallystick/sdk'

/** What decides a line's limit when the policy changes. */
export interface PreviewLine {
  readonly limit: bigint
  readonly score: { readonly score: number; readonly turnover: bigint }
}

/** How many lines a policy would move, and what it would let them draw together. */
export interface PolicyEffect {
  /** At once, when the score is applied next. */
  readonly cut: number
  /** Of these, how many would be left without a limit. */
  readonly ended: number
  /** By the policy's steps. */
  readonly raised: number
  readonly unchanged: number
  /** Sum of the limits now, minor units. */
  readonly before: bigint
  /** Sum of the limits once all steps have been taken. */
  readonly after: bigint
}

/**
 * The effect of a policy on lines that follow their scores.
 * @param decimals of the settlement asset
 */
export function policyEffect(policy: Policy, lines: readonly PreviewLine[], decimals: number): PolicyEffect {
  const moves = lines.map(({ limit, score }) => ({
    from: limit,
    to: policyLimit(policy, score.score, score.turnover, decimals).limit,
  }))
  const count = (holds: (move: { from: bigint; to: bigint }) => boolean) => moves.filter(holds).length
  return {
    cut: count(({ from, to }) => to < from),
    ended: count(({ from, to }) => to === 0n && from > 0n),
    raised: count(({ from, to }) => to > from),
    unchanged: count(({ from, to }) => to === from),
    before: moves.reduce((sum, { from }) => sum + from, 0n),
    after: moves.reduce((sum, { to }) => sum + to, 0n),
  }
}
