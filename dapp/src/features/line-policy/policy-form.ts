import {
  formatAmount,
  formatBps,
  type Policy,
  type PolicyBand,
  parseAmount,
  parsePercent,
  SECONDS_PER_DAY,
} from '@tallystick/sdk'

/** What the officer types for one band. */
export interface BandDraft {
  readonly minScore: string
  readonly multiple: string
  readonly rate: string
  readonly cap: string
}

/** What the officer types for the rules of all bands. */
export interface RulesDraft {
  readonly maxAge: string
  readonly step: string
  readonly stepDays: string
  readonly lot: string
  readonly starter: string
}

export interface PolicyDraft {
  readonly rules: RulesDraft
  readonly bands: readonly BandDraft[]
}

/** A field that cannot be taken: `maxAge`, or `0.cap` for a band's. */
export type WrongField = string

export interface ReadPolicy {
  readonly policy: Policy
  readonly wrong: readonly WrongField[]
  /** Bands do not go from the best score down, or a worse one gets more or is cheaper. */
  readonly disordered: boolean
}

/** Most bands that the contract takes. */
export const MAX_BANDS = 8

const MAX_LIMIT = 10n ** 16n
const MAX_UINT16 = 65_535
const MAX_UINT64 = (1n << 64n) - 1n
const MAX_AGE_DAYS = 49_710
const DAY = Number(SECONDS_PER_DAY)

/** A policy as text to be edited; percentages without their sign. */
export function draftOf({ rules, bands }: Policy, decimals: number): PolicyDraft {
  return {
    rules: {
      maxAge: String(rules.scoreMaxAge / DAY),
      step: percentText(rules.stepBps),
      stepDays: String(rules.stepDays),
      lot: formatAmount(rules.lot, decimals),
      starter: formatAmount(rules.starterLimit, decimals),
    },
    bands: bands.map(({ minScore, multipleBps, rateBps, cap }) => ({
      minScore: String(minScore),
      multiple: percentText(multipleBps),
      rate: percentText(rateBps),
      cap: formatAmount(cap, decimals),
    })),
  }
}

/** A band below the others, to be filled in. */
export const EMPTY_BAND: BandDraft = { minScore: '', multiple: '', rate: '', cap: '' }

/** The policy as the contract takes it, and what it would refuse. Bounds are those of the contract. */
export function readDraft({ rules, bands }: PolicyDraft, decimals: number): ReadPolicy {
  const wrong: WrongField[] = []
  const take = <Value>(field: WrongField, value: Value | undefined, otherwise: Value): Value => {
    if (value === undefined) wrong.push(field)
    return value ?? otherwise
  }
  const money = (text: string, most: bigint, least = 0n) => between(parseAmount(text, decimals), least, most)
  const policy: Policy = {
    rules: {
      scoreMaxAge: take('maxAge', between(wholeNumber(rules.maxAge), 1, MAX_AGE_DAYS), 0) * DAY,
      stepBps: take('step', between(parsePercent(rules.step), 0, MAX_UINT16), 0),
      stepDays: take('stepDays', between(wholeNumber(rules.stepDays), 0, MAX_UINT16), 0),
      lot: take('lot', money(rules.lot, MAX_UINT64, 1n), 0n),
      starterLimit: take('starter', money(rules.starter, MAX_LIMIT), 0n),
    },
    bands: bands.map((band, index) => ({
      minScore: take(`${index}.minScore`, between(wholeNumber(band.minScore), 0, MAX_UINT16), 0),
      multipleBps: take(`${index}.multiple`, between(parsePercent(band.multiple), 0, MAX_UINT16), 0),
      rateBps: take(`${index}.rate`, between(parsePercent(band.rate), 1, MAX_UINT16), 0),
      cap: take(`${index}.cap`, money(band.cap, MAX_LIMIT), 0n),
    })),
  }
  return { policy, wrong, disordered: wrong.length === 0 && isDisordered(policy.bands) }
}

function isDisordered(bands: readonly PolicyBand[]): boolean {
  return bands.some((band, index) => {
    const better = bands[index - 1]
    return better !== undefined && !isBelow(band, better)
  })
}

function isBelow(lower: PolicyBand, upper: PolicyBand): boolean {
  return (
    lower.minScore < upper.minScore &&
    lower.rateBps >= upper.rateBps &&
    lower.multipleBps <= upper.multipleBps &&
    lower.cap <= upper.cap
  )
}

function percentText(bps: number): string {
  return formatBps(bps).slice(0, -1)
}

function wholeNumber(text: string): number | undefined {
  const plain = text.normalize('NFKC').trim()
  return /^\d{1,6}$/.test(plain) ? Number(plain) : undefined
}

function between<Value extends number | bigint>(value: Value | undefined, least: Value, most: Value) {
  return value !== undefined && value >= least && value <= most ? value : undefined
}
