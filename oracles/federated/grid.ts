/**
 * The fine grid on which parties count their rows. It follows from the schema alone, so that agreeing on it tells nothing
 * about anybody's data.
 */
import { type FeatureSpec, MISSING } from '../model/scoring.ts'

const STEPS_PER_DECADE = 16
const EVEN_STEPS = 80

/** Cuts of one feature, rising; bin i holds the values above i cuts, and the first one the missing values. */
export function gridOf({ range: [lowest, highest] }: Pick<FeatureSpec, 'range'>): number[] {
  const inner =
    lowest > 0
      ? evenSteps(lowest, highest)
      : [
          ...powers(-lowest)
            .map((cut) => -cut)
            .reverse(),
          ...powers(highest),
        ]
  return [MISSING + 1, ...new Set(inner)]
}

/** For ranges away from zero, such as ratings. */
function evenSteps(lowest: number, highest: number): number[] {
  return Array.from({ length: EVEN_STEPS }, (_, k) => Math.floor(lowest + ((highest - lowest) * k) / EVEN_STEPS))
}

/** For ranges around or from zero: 0, 1, 2, … and from there on by equal ratios. */
function powers(limit: number): number[] {
  const cuts = [0]
  for (let k = 0; ; k++) {
    const cut = Math.floor(10 ** (k / STEPS_PER_DECADE))
    if (cut >= limit) return cuts
    if (cut > (cuts.at(-1) as number)) cuts.push(cut)
  }
}
