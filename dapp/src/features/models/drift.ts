import { SCORE_RANGE } from '@tallystick/sdk'
import { BIN_WIDTH } from './credit-model'

const BINS = 10
/** Fewest scores by which a shift can be told from chance. */
const FEWEST = 100

/** How recorded scores are spread, compared with the population that a model was made for. */
export interface Drift {
  /** Population stability index, Σ (actual − expected) · ln(actual ÷ expected). */
  readonly psi: number
  readonly verdict: 'too-few' | 'stable' | 'watch' | 'shifted'
  /** Shares in bps, the lowest scores first. */
  readonly bins: readonly { readonly expected: number; readonly actual: number }[]
}

/**
 * Compares scores with a baseline in ten bins of 55 points from 300. An empty bin counts as half a merchant, as usual,
 * so that the logarithm exists.
 * @param baseline shares in bps
 * @param scores at least one
 */
export function driftOf(baseline: readonly number[], scores: readonly number[]): Drift {
  const counts = Array.from({ length: BINS }, (_, bin) => scores.filter((score) => binOf(score) === bin).length)
  const bins = counts.map((count, bin) => ({
    expected: baseline[bin] ?? 0,
    actual: Math.round((count * 10_000) / scores.length),
  }))
  const psi = counts.reduce((sum, count, bin) => {
    const actual = Math.max(count, 0.5) / scores.length
    const expected = Math.max(baseline[bin] ?? 0, 0.5) / 10_000
    return sum + (actual - expected) * Math.log(actual / expected)
  }, 0)
  return { psi, verdict: verdictOf(psi, scores.length), bins }
}

function binOf(score: number): number {
  return Math.min(BINS - 1, Math.floor((score - SCORE_RANGE.lowest) / BIN_WIDTH))
}

/** The usual bands of the index: 0.10 and 0.25. */
function verdictOf(psi: number, count: number): Drift['verdict'] {
  if (count < FEWEST) return 'too-few'
  if (psi < 0.1) return 'stable'
  return psi <= 0.25 ? 'watch' : 'shifted'
}
