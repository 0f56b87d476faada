/** How far today's population is from the one that a model was made for; the index itself is the SDK's. */
import { SCORE_BIN_WIDTH, SCORE_BINS } from '../../sdk/src/credit-kpi.ts'
import { SCORE_RANGE } from './scoring.ts'

export { countScores, scoreBin, stabilityIndex } from '../../sdk/src/credit-kpi.ts'

const BPS = 10_000

/** First score of each bin. */
export function scoreBinStarts(): number[] {
  return Array.from({ length: SCORE_BINS }, (_, bin) => SCORE_RANGE.lowest + bin * SCORE_BIN_WIDTH)
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

/** What an index means for the bank. */
export function judgeStability(index: number): 'stable' | 'watch' | 'shifted' {
  return index < 0.1 ? 'stable' : index < 0.25 ? 'watch' : 'shifted'
}
