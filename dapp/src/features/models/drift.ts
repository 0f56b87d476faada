import { populationStability, scoreShares } from '@tallystick/sdk'

/** Fewest scores by which a shift can be told from chance. */
const FEWEST = 100

/** How recorded scores are spread, compared with the population that a model was made for. */
export interface Drift {
  /** Population stability index. */
  readonly psi: number
  readonly verdict: 'too-few' | 'stable' | 'watch' | 'shifted'
  /** Shares in bps, the lowest scores first. */
  readonly bins: readonly { readonly expected: number; readonly actual: number }[]
}

/**
 * Compares scores with a baseline, see `populationStability`.
 * @param baseline ten shares in bps
 * @returns undefined without a score
 */
export function driftOf(baseline: readonly number[], scores: readonly number[]): Drift | undefined {
  const psi = populationStability(scores, baseline)
  if (psi === null) return undefined
  const shares = scoreShares(scores)
  const bins = baseline.map((expected, bin) => ({ expected, actual: shares[bin] ?? 0 }))
  return { psi, verdict: verdictOf(psi, scores.length), bins }
}

/** The usual bands of the index: 0.10 and 0.25. */
function verdictOf(psi: number, count: number): Drift['verdict'] {
  if (count < FEWEST) return 'too-few'
  if (psi < 0.1) return 'stable'
  return psi < 0.25 ? 'watch' : 'shifted'
}
