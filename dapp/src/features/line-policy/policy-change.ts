import type { Policy, PolicyBand, PolicyRules } from '@tallystick/sdk'

/** How a change reaches the contract: a stricter policy at once, a more generous one announced first. */
export type PolicyRoute = 'none' | 'tighten' | 'loosen'

/** Mirrors `LinePolicy.tighten`: one more generous part makes the whole change a loosening. */
export function policyRoute(from: Policy, to: Policy): PolicyRoute {
  if (isSamePolicy(from, to)) return 'none'
  return areRulesTighter(from.rules, to.rules) && areBandsTighter(from.bands, to.bands) ? 'tighten' : 'loosen'
}

function isSamePolicy(from: Policy, to: Policy): boolean {
  const parts = ({ rules, bands }: Policy) => [
    rules.scoreMaxAge,
    rules.stepBps,
    rules.stepDays,
    rules.lot,
    rules.starterLimit,
    ...bands.flatMap(({ minScore, multipleBps, rateBps, cap }) => [minScore, multipleBps, rateBps, cap]),
  ]
  const [left, right] = [parts(from), parts(to)]
  return left.length === right.length && left.every((part, index) => part === right[index])
}

function areRulesTighter(from: PolicyRules, to: PolicyRules): boolean {
  return (
    to.scoreMaxAge <= from.scoreMaxAge &&
    to.stepBps <= from.stepBps &&
    to.stepDays >= from.stepDays &&
    to.starterLimit <= from.starterLimit &&
    to.lot === from.lot
  )
}

function areBandsTighter(from: readonly PolicyBand[], to: readonly PolicyBand[]): boolean {
  return from.length === to.length && to.every((band, index) => isBandTighter(from[index] ?? band, band))
}

function isBandTighter(from: PolicyBand, to: PolicyBand): boolean {
  return (
    to.minScore >= from.minScore &&
    to.rateBps >= from.rateBps &&
    to.multipleBps <= from.multipleBps &&
    to.cap <= from.cap
  )
}
