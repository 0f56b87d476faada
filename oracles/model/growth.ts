import { MISSING } from './scoring.ts'

/** Rows of several merchants over time; all arrays have the same length. */
export interface DatedAmounts {
  /** Number of the merchant that a row belongs to. */
  readonly merchant: ArrayLike<number>
  /** Months since year 0; one row a merchant and month. */
  readonly month: ArrayLike<number>
  /** Amount of the month, {@link MISSING} where not known. */
  readonly amount: ArrayLike<number>
}

const WINDOW_MONTHS = 6

/**
 * `monthly_growth` of schema merchant-v1: the mean relative growth of the monthly amount over the six months up to and
 * including a row's own. Only rows of the same merchant count, and none that is later than the row, so neither another
 * merchant nor the future leaks in. A month whose predecessor is unknown or zero adds nothing; without any the growth is
 * {@link MISSING}.
 * @param scale fixed-point units of a growth of 1
 */
export function monthlyGrowth({ merchant, month, amount }: DatedAmounts, scale: number): Float64Array {
  const rows = month.length
  const order = Int32Array.from({ length: rows }, (_, row) => row).sort(
    (a, b) => merchant[a]! - merchant[b]! || month[a]! - month[b]!,
  )
  const growth = new Float64Array(rows).fill(MISSING)
  const follows = (position: number) => {
    const [before, row] = [order[position - 1]!, order[position]!]
    return merchant[before] === merchant[row] && month[before]! + 1 === month[row]
  }
  for (let position = 0; position < rows; position++) {
    const row = order[position]!
    let sum = 0
    let steps = 0
    for (let back = position; back > 0 && isRecent(row, order[back]!); back--) {
      const before = amount[order[back - 1]!]!
      const now = amount[order[back]!]!
      if (!follows(back) || before === MISSING || now === MISSING || before <= 0) continue
      sum += now / before - 1
      steps++
    }
    if (steps > 0) growth[row] = Math.round((sum / steps) * scale)
  }
  return growth

  function isRecent(row: number, earlier: number): boolean {
    return merchant[earlier] === merchant[row] && month[row]! - month[earlier]! < WINDOW_MONTHS
  }
}
