import { SCORE_RANGE } from './scoring.ts'

/** Score bins of the population stability index on chain: ten of 55 points, 300 to 850. */
export const SCORE_BINS = 10

const BIN_POINTS = (SCORE_RANGE.highest - SCORE_RANGE.lowest) / SCORE_BINS

const BPS = 10_000

/** Bin of a score, 0 the worst; 850 belongs to the last. */
export function scoreBin(score: number): number {
  return Math.min(SCORE_BINS - 1, Math.floor((score - SCORE_RANGE.lowest) / BIN_POINTS))
}

/** First score of each bin. */
export function scoreBinStarts(): number[] {
  return Array.from({ length: SCORE_BINS }, (_, bin) => SCORE_RANGE.lowest + bin * BIN_POINTS)
}

/** Scores counted by bin. */
export function countScores(scores: ArrayLike<number>): number[] {
  const counts = new Array<number>(SCORE_BINS).fill(0)
  for (let i = 0; i < scores.length; i++) counts[scoreBin(scores[i]!)]!++
  return counts
}

/** Shares in bps that sum to 10 000: floors, and the rest to the greatest remainders, the lower bin first. */
export function sharesBps(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) throw new RangeError('there is nothing to share out')
  const exact = counts.map((count) => (count * BPS) / total)
  const shares = exact.map(Math.floor)
  const rest = BPS - shares.reduce((sum, share) => sum + share, 0)
  const byRemainder = exact
    .map((share, bin) => ({ bin, remainder: share % 1 }))
    .sort((a, b) => b.remainder - a.remainder)
  for (const { bin } of byRemainder.slice(0, rest)) shares[bin]!++
  return shares
}

/**
 * Population stability index, Σ (now − then) · ln(now ÷ then) over the bins. Below 0.10 a population counts as stable,
 * from 0.25 on as another one than the model was made for.
 * @param baselineBps shares of the development population
 * @param counts today's population; half a row is added to each bin so that an empty one stays finite
 */
export function stabilityIndex(baselineBps: readonly number[], counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0) + counts.length / 2
  // An empty baseline bin gets half a basis point for the same reason.
  const then = baselineBps.map((share) => Math.max(0.5, share) / BPS)
  return counts.reduce((sum, count, bin) => {
    const now = (count + 0.5) / total
    return sum + (now - then[bin]!) * Math.log(now / then[bin]!)
  }, 0)
}

/** What an index means for the bank. */
export function judgeStability(index: number): 'stable' | 'watch' | 'shifted' {
  return index < 0.1 ? 'stable' : index < 0.25 ? 'watch' : 'shifted'
}
