import { type Ratio, ratioBps } from './kpi.ts'
import { BPS } from './money.ts'

/** A request for a score that is over, and what the policy of its time made of the answer. */
export interface DecidedRequest {
  /** True when the network answered with a score; false when it failed or expired. */
  readonly answered: boolean
  /** True when the policy gave the score a limit above zero. */
  readonly approved: boolean
  readonly requestedAt: bigint
  /** Second of the answer, refusal or expiry. */
  readonly closedAt: bigint
}

/** Approval rate: answered requests whose score gets a limit, over all answered requests. */
export function approvalRate(requests: readonly DecidedRequest[]): Ratio {
  const answered = requests.filter((request) => request.answered)
  return { numerator: count(answered.filter(({ approved }) => approved)), denominator: count(answered) }
}

/**
 * Auto-decision rate: limits that score and policy set alone, over all decisions on limits.
 * @param overrides decisions of the bank in place of the policy's
 */
export function autoDecisionRate(byPolicy: number, overrides: number): Ratio {
  return { numerator: BigInt(byPolicy), denominator: BigInt(byPolicy + overrides) }
}

/**
 * Seconds from request to score that a share of the answered requests did not exceed: 50 for the median, 95 for p95.
 * Nearest rank: the smallest value with at least that share at or below it.
 * @param percent above 0, at most 100
 * @returns null without an answered request
 */
export function timeToDecision(requests: readonly DecidedRequest[], percent: number): bigint | null {
  const times = requests
    .filter(({ answered }) => answered)
    .map(({ requestedAt, closedAt }) => closedAt - requestedAt)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return times[Math.ceil((times.length * percent) / 100) - 1] ?? null
}

/** A line as risk figures see it. Amounts are minor units. */
export interface LinePosition {
  readonly principal: bigint
  readonly daysPastDue: number
  /** Default probability within a year, from the merchant's score. */
  readonly pdBps: number
  /** False once written off: the principal is a loss then, and no exposure. */
  readonly onBooks: boolean
}

/**
 * Non-performing loans among lines: principal more than 90 days past due, over all principal.
 * @param withWriteOffs true to count what is written off and not recovered as non-performing, on both sides
 */
export function lineNplRatio(lines: readonly LinePosition[], withWriteOffs: boolean): Ratio {
  const counted = lines.filter(({ onBooks }) => onBooks || withWriteOffs)
  const bad = counted.filter(({ daysPastDue, onBooks }) => !onBooks || daysPastDue > 90)
  return { numerator: principalOf(bad), denominator: principalOf(counted) }
}

/**
 * Expected loss of a year over exposure: Σ PD · LGD · EAD over Σ EAD, where EAD is what is drawn. A line more than 90 days
 * past due has defaulted: its PD is 100 %. The numerator is in minor units × 1e8, the denominator too, so that no
 * amount is rounded.
 * @param lgdBps loss given default, share of the exposure that is lost
 */
export function expectedLoss(lines: readonly LinePosition[], lgdBps: number): Ratio {
  const exposed = lines.filter(({ onBooks }) => onBooks)
  const losses = exposed.map((line) => line.principal * (line.daysPastDue > 90 ? BPS : BigInt(line.pdBps)))
  return { numerator: sum(losses) * BigInt(lgdBps), denominator: principalOf(exposed) * BPS * BPS }
}

/** Expected loss in minor units, rounded up. */
export function expectedLossAmount(lines: readonly LinePosition[], lgdBps: number): bigint {
  const { numerator } = expectedLoss(lines, lgdBps)
  return (numerator + BPS * BPS - 1n) / (BPS * BPS)
}

/** Score bins of model baselines: ten of 55 points from 300 up; the last one ends at 850. */
export const SCORE_BINS = 10
/** Points of the score in one bin. */
export const SCORE_BIN_WIDTH = 55
const LOWEST_SCORE = 300

/** Index of the baseline bin of a score from 300 to 850. */
export function scoreBin(score: number): number {
  return Math.min(SCORE_BINS - 1, Math.max(0, Math.floor((score - LOWEST_SCORE) / SCORE_BIN_WIDTH)))
}

/** Scores counted by bin. */
export function countScores(scores: ArrayLike<number>): number[] {
  const counts = new Array<number>(SCORE_BINS).fill(0)
  for (const score of Array.from(scores)) counts[scoreBin(score)] = (counts[scoreBin(score)] ?? 0) + 1
  return counts
}

/** Shares of scores in the bins, in bps rounded half up; all null without a score. */
export function scoreShares(scores: readonly number[]): readonly (number | null)[] {
  const denominator = BigInt(scores.length)
  return countScores(scores).map((inBin) => ratioBps({ numerator: BigInt(inBin), denominator }))
}

/**
 * Population stability index: Σ (a − e) · ln(a / e) over the bins, natural logarithm. An empty bin counts as half a row,
 * or half a basis point of the baseline. Below 0.10 the population is stable, from 0.25 on it has shifted.
 * @param baselineBps shares of the development population
 * @param counts today's population in the same bins, at least one row
 */
export function stabilityIndex(baselineBps: readonly number[], counts: readonly number[]): number {
  const total = counts.reduce((rows, inBin) => rows + inBin, 0)
  return baselineBps.reduce((index, share, bin) => {
    const actual = Math.max(counts[bin] ?? 0, 0.5) / total
    const expected = Math.max(share, 0.5) / Number(BPS)
    return index + (actual - expected) * Math.log(actual / expected)
  }, 0)
}

/**
 * {@link stabilityIndex} of recorded scores against a model's baseline.
 * @param baselineBps shares of the development population in the ten bins, see `ModelRegistry`
 * @returns null without a score
 * @throws RangeError unless there are ten shares
 */
export function populationStability(scores: readonly number[], baselineBps: readonly number[]): number | null {
  if (baselineBps.length !== SCORE_BINS) throw new RangeError(`a baseline has ${SCORE_BINS} shares`)
  return scores.length === 0 ? null : stabilityIndex(baselineBps, countScores(scores))
}

function count(items: readonly unknown[]): bigint {
  return BigInt(items.length)
}

function principalOf(lines: readonly LinePosition[]): bigint {
  return sum(lines.map(({ principal }) => principal))
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((left, right) => left + right, 0n)
}
