import type { PolicyBand, PolicyLimit } from '@tallystick/sdk'

/** Something that would raise a limit. */
export type Improvement =
  /** Points up to the next better band that gives a higher limit, and what it gives. */
  | { readonly kind: 'next-band'; readonly points: number; readonly minScore: number; readonly outcome: PolicyLimit }
  /** The limit follows the turnover. */
  | { readonly kind: 'turnover'; readonly multipleBps: number }
  /** More turnover would not help: the band's cap is reached. */
  | { readonly kind: 'cap-reached'; readonly cap: bigint }

export interface ImprovementInput {
  readonly score: number
  readonly outcome: PolicyLimit
  /** The best first. */
  readonly bands: readonly PolicyBand[]
  /** What the policy gives at another score and the same turnover. */
  readonly outcomeAt: (score: number) => PolicyLimit
}

/** What would raise a limit, by the policy alone: first through the score, then through the turnover. */
export function improvements({ score, outcome, bands, outcomeAt }: ImprovementInput): readonly Improvement[] {
  const better = bands.filter(({ minScore }) => minScore > score).reverse()
  const next = better.map(({ minScore }) => ({ minScore, outcome: outcomeAt(minScore) }))
  const helpful = next.find((step) => step.outcome.limit > outcome.limit)
  const byScore: readonly Improvement[] = helpful
    ? [{ kind: 'next-band', points: helpful.minScore - score, ...helpful }]
    : []
  return [...byScore, ...byTurnover(outcome, bands)]
}

function byTurnover({ limit, band }: PolicyLimit, bands: readonly PolicyBand[]): readonly Improvement[] {
  const own = band === undefined ? undefined : bands[band]
  if (!own) return []
  return limit < own.cap
    ? [{ kind: 'turnover', multipleBps: own.multipleBps }]
    : [{ kind: 'cap-reached', cap: own.cap }]
}
