import type { Hex } from 'viem'
import type { Observation } from './sandbox.ts'

/**
 * What the nodes agree on, by the rule of Chainlink's Functions nodes: an error only when more than half of them report
 * one, and then the most frequent; otherwise the median of the results, ordered by length and then by bytes. The median is
 * always one node's whole result, never a blend.
 * @param faults nodes that may be wrong or silent
 * @returns undefined with less than `2 · faults + 1` observations
 */
export function aggregate(observations: readonly Observation[], faults: number): Observation | undefined {
  if (observations.length < 2 * faults + 1) return undefined
  const errors = observations.flatMap((observation) => ('error' in observation ? [observation.error] : []))
  if (2 * errors.length > observations.length) return { error: mostFrequent(errors) }
  const results = observations.flatMap((observation) => ('result' in observation ? [observation.result] : []))
  return { result: median(results) }
}

function median(results: readonly Hex[]): Hex {
  const sorted = results.toSorted((a, b) => a.length - b.length || Number(a > b) - Number(a < b))
  return sorted[(sorted.length - 1) >> 1] ?? '0x'
}

/** Of equally frequent ones the first by code point, so that it does not depend on who answered first. */
function mostFrequent(errors: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const error of errors.toSorted()) counts.set(error, (counts.get(error) ?? 0) + 1)
  const [[error] = ['']] = [...counts].sort(([, a], [, b]) => b - a)
  return error
}
