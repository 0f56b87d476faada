import { MISSING, type Model, PD_ENTRIES, TREE_BYTES } from '../scoring/blob.ts'
import type { FeatureRow } from '../scoring/evaluate.ts'
import type { Random } from './random.ts'

/** How large a random model is. Cuts are shared out among the features; some features may get none. */
export interface ModelSize {
  readonly features: number
  readonly cuts: number
  readonly trees: number
}

/** A well-formed model with random contents, its scores spread over the whole range. */
export function randomModel(random: Random, { features, cuts, trees }: ModelSize): Model {
  const owners = Array.from({ length: cuts }, () => random.below(features))
  const indices = Array.from({ length: features }, (_, f) => f)
  return {
    turnoverFeature: random.pick([0, features - 1, 255]),
    base: random.between(-500, 500),
    slope: random.between(3_000, 40_000),
    offset: random.between(550, 600) * 65_536,
    pdBps: fallingTable(random),
    reasonCodes: indices.map((f) => f + 1),
    reference: indices.map(() => random.pick([MISSING, random.between(-1_000, 1_000)])),
    cuts: indices.map((f) => risingCuts(random, owners.filter((owner) => owner === f).length)),
    trees: Uint8Array.from({ length: TREE_BYTES * trees }, (_, i) => randomTreeByte(random, i % TREE_BYTES, cuts)),
  }
}

/** A row near the model's cuts: on one, just beside it, missing, at an end of the range, or anywhere. */
export function randomRow(random: Random, model: Model): FeatureRow {
  return model.cuts.map((cuts) => {
    const near = cuts.length > 0 ? random.pick(cuts) + random.between(-1, 1) : random.between(-1_000, 1_000)
    return random.pick([near, near, random.between(-2_000, 2_000), MISSING, MISSING + 1, Number.MAX_SAFE_INTEGER])
  })
}

function fallingTable(random: Random): number[] {
  return Array.from({ length: PD_ENTRIES }, () => random.between(0, 10_000)).sort((a, b) => b - a)
}

function risingCuts(random: Random, count: number): number[] {
  const cuts = new Set<number>()
  while (cuts.size < count) cuts.add(random.between(-1_000, 1_000))
  return [...cuts].sort((a, b) => a - b)
}

function randomTreeByte(random: Random, position: number, cuts: number): number {
  if (position < 15) return random.below(cuts)
  return position < 31 ? random.below(256) : 0
}
