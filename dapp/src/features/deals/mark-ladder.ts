import { MARK_LADDER } from '@tallystick/sdk'

export type LadderStep = (typeof MARK_LADDER)[number]

/** The ladder from its first step up, as it is climbed. */
export const LADDER_STEPS: readonly LadderStep[] = [...MARK_LADDER].reverse()

/** The first step that is still ahead; undefined when the ladder has been climbed. */
export function nextStep(daysPastDue: number): LadderStep | undefined {
  return LADDER_STEPS.find((step) => daysPastDue < step.daysPastDue)
}

/** Value of a mark in minor units: part of the advance, rounded up. */
export function impairmentOf(advance: bigint, pct: number): bigint {
  return (advance * BigInt(pct) + 99n) / 100n
}
