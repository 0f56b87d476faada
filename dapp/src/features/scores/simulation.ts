import {
  type FeatureRow,
  type FeatureSpec,
  formatBps,
  formatFeature,
  type Locale,
  MERCHANT_V1,
  MISSING,
} from '@tallystick/sdk'

/** The span over which a feature can be tried out, in its fixed-point units. */
export interface Slider {
  readonly min: number
  readonly max: number
  readonly step: number
}

const STEPS = 200
/** How far beyond the model's outer cuts a slider goes: there the score no longer changes, and the reader sees it. */
const MARGIN = 0.15

/**
 * From somewhat below the lowest to somewhat above the highest cut of the feature, the merchant's own value included.
 * @returns undefined for a feature that the model does not look at
 */
export function sliderOf(
  { range }: Pick<FeatureSpec, 'range'>,
  cuts: readonly number[],
  own: number,
): Slider | undefined {
  const [lowestCut, highestCut] = [cuts[0], cuts.at(-1)]
  if (lowestCut === undefined || highestCut === undefined) return undefined
  const margin = Math.max(1, (highestCut - lowestCut) * MARGIN)
  const known = own === MISSING ? lowestCut : own
  const [lowest, highest] = range
  const min = Math.max(lowest, Math.floor(Math.min(lowestCut - margin, known)))
  const max = Math.min(highest, Math.ceil(Math.max(highestCut + margin, known)))
  return { min, max, step: roundStep((max - min) / STEPS) }
}

/** 1, 2 or 5 times a power of ten, at least 1, so that the slider stops at round values. */
function roundStep(wished: number): number {
  if (wished <= 1) return 1
  const power = 10 ** Math.floor(Math.log10(wished))
  return [1, 2, 5].map((digit) => digit * power).find((step) => step >= wished) ?? 10 * power
}

const PAST_DEFAULTS = indexOf('past_defaults')
const SINCE_DEFAULT = indexOf('months_since_default')
/** Months assumed since a default that is only tried out. */
const ASSUMED_MONTHS = 12

function indexOf(name: string): number {
  return MERCHANT_V1.findIndex((feature) => feature.name === name)
}

/** A row with one value tried out. Whoever has no default has no months since it, and the other way round. */
export function withFeature(row: FeatureRow, index: number, value: number): FeatureRow {
  const changed = row.with(index, value)
  if (index !== PAST_DEFAULTS) return changed
  if (value === 0) return changed.with(SINCE_DEFAULT, MISSING)
  return changed[SINCE_DEFAULT] === MISSING ? changed.with(SINCE_DEFAULT, ASSUMED_MONTHS) : changed
}

/** True for a feature that stands still because another one says that it does not exist. */
export function isFixed(row: FeatureRow, index: number): boolean {
  return index === SINCE_DEFAULT && row[PAST_DEFAULTS] === 0
}

/** Scale of features that are parts of a whole. */
const RATIO_SCALE = 10_000

/** A value as people read it: ratios as percentages, everything else with the decimals of its scale. */
export function featureText(spec: Pick<FeatureSpec, 'scale'>, value: number, locale: Locale): string {
  return spec.scale === RATIO_SCALE && value !== MISSING ? formatBps(value) : formatFeature(spec, value, locale)
}
