/** Days past due from which anybody may mark a deal down, and the mark; the same steps as in `FactoringDesk`. */
export const MARK_LADDER = [
  { days: 30, pct: 25 },
  { days: 60, pct: 50 },
  { days: 90, pct: 100 },
] as const

export type LadderStep = (typeof MARK_LADDER)[number]

/** Days past due from which anybody may write a fully marked deal off. */
export const WRITE_OFF_DAYS = 180

/** Mark that the ladder demands at `daysPastDue`, in percent of the advance. */
export function ladderMark(daysPastDue: number): number {
  return MARK_LADDER.findLast(({ days }) => daysPastDue >= days)?.pct ?? 0
}

/** The first step that is still ahead; undefined when the ladder has been climbed. */
export function nextStep(daysPastDue: number): LadderStep | undefined {
  return MARK_LADDER.find(({ days }) => daysPastDue < days)
}

/** Value of a mark in minor units: part of the advance, rounded up. */
export function impairmentOf(advance: bigint, pct: number): bigint {
  return (advance * BigInt(pct) + 99n) / 100n
}
