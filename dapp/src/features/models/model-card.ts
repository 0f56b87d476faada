import { sha256 } from 'viem'

/** A quality of a model with its 95 % interval. */
export interface CardMetric {
  readonly name: 'auc' | 'ks' | 'brier' | 'ece'
  readonly value: number
  readonly interval: readonly [low: number, high: number] | undefined
}

/** Merchants of like predictions, and how many of them defaulted; shares from 0 to 1. */
export interface CalibrationBin {
  readonly rows: number
  readonly predicted: number
  readonly observed: number
}

/** How much a feature matters, in points of the score. */
export interface FeatureImportance {
  readonly name: string
  readonly points: number
}

/** What the page shows of a model card. */
export interface ModelCard {
  readonly name: string
  readonly rows: number
  readonly defaults: number
  /** Out of fold, on the development data. */
  readonly metrics: readonly CardMetric[]
  readonly calibration: readonly CalibrationBin[]
  /** The weightiest first. */
  readonly importance: readonly FeatureImportance[]
}

/** A card file and whether it is the one that the bank has registered. */
export interface FetchedCard {
  readonly card: ModelCard
  readonly isRegistered: boolean
}

const METRICS = ['auc', 'ks', 'brier', 'ece'] as const

/**
 * Reads `card.json` as `npm run model:train` writes it.
 * @throws TypeError when it is of another form
 */
export function readCard(text: string): ModelCard {
  const json = JSON.parse(text) as Partial<CardFile>
  const { name, data, crossValidation, calibration, features } = json
  if (!name || !data || !crossValidation || !calibration?.table || !features) throw new TypeError('no model card')
  const { overall } = crossValidation
  return {
    name,
    rows: data.rows,
    defaults: data.defaults,
    metrics: METRICS.map((metric) => ({ name: metric, value: overall[metric], interval: overall.ci?.[metric] })),
    calibration: calibration.table,
    importance: features
      .map((feature) => ({ name: feature.name, points: feature.importance }))
      .sort((left, right) => right.points - left.points),
  }
}

type MetricName = (typeof METRICS)[number]

interface CardFile {
  readonly name: string
  readonly data: { readonly rows: number; readonly defaults: number }
  readonly crossValidation: {
    readonly overall: Readonly<Record<MetricName, number>> & {
      readonly ci?: Readonly<Record<MetricName, readonly [number, number]>>
    }
  }
  readonly calibration: { readonly table: readonly CalibrationBin[] }
  readonly features: readonly { readonly name: string; readonly importance: number }[]
}

/**
 * Fetches a card and compares its SHA-256 with the registered one.
 * @param uri from the register; only cards on the page's own origin can be fetched
 */
export async function fetchCard(uri: string, cardHash: string, signal: AbortSignal): Promise<FetchedCard> {
  const answer = await fetch(uri, { signal })
  if (!answer.ok) throw new Error(`${uri}: HTTP ${answer.status}`)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  return { card: readCard(new TextDecoder().decode(bytes)), isRegistered: sha256(bytes) === cardHash }
}

/** A share as whole bps. */
export function shareBps(share: number): number {
  return Math.round(share * 10_000)
}
