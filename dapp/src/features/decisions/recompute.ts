import {
  decideLimit,
  evaluate,
  type FeatureRow,
  type Model,
  type Policy,
  type PolicyLimit,
  reasonCodes,
} from '@tallystick/sdk'
import type { AuditedDecision } from './use-decision'

/** Band of a decision that has none, as the records write it. */
const NO_BAND = 255

/** One figure from two or three sources. */
export interface ComparedFigure<Value> {
  readonly recorded: Value
  readonly recomputed: Value
  /** From the contract, where it can compute it. */
  readonly contract?: Value | undefined
}

/** Whether all sources that there are say the same. */
export function isSame({ recorded, recomputed, contract }: ComparedFigure<unknown>): boolean {
  return recorded === recomputed && (contract === undefined || contract === recorded)
}

export interface RecomputedLimit {
  readonly limit: ComparedFigure<bigint>
  readonly rateBps: ComparedFigure<number>
  /** Index of the band, undefined for none. */
  readonly band: ComparedFigure<number | undefined>
}

/**
 * Takes a recorded decision again from what it followed from.
 * @param decimals of the settlement asset
 * @returns undefined for decisions that no policy took
 */
export function recomputeLimit(
  decision: Pick<
    AuditedDecision,
    'score' | 'turnover' | 'oldLimit' | 'newLimit' | 'rateBps' | 'band' | 'raisedDay' | 'day' | 'mayRise' | 'isFirst'
  >,
  policy: Policy | undefined,
  decimals: number,
): RecomputedLimit | undefined {
  if (!policy) return undefined
  const again: PolicyLimit = decideLimit(policy, decimals, {
    score: decision.score,
    turnover: BigInt(decision.turnover),
    oldLimit: BigInt(decision.oldLimit),
    raisedDay: decision.raisedDay,
    day: decision.day,
    mayRise: decision.mayRise,
    isFirst: decision.isFirst,
  })
  return {
    limit: { recorded: BigInt(decision.newLimit), recomputed: again.limit },
    rateBps: { recorded: decision.rateBps, recomputed: again.rateBps },
    band: { recorded: decision.band === NO_BAND ? undefined : decision.band, recomputed: again.band },
  }
}

/** A score as it was answered. */
export interface AnsweredScore {
  readonly score: number
  readonly pdBps: number
  readonly turnover: string
  readonly reasons: readonly number[]
}

/** What the contract makes of the same features. */
export interface ContractScore {
  readonly score: number
  readonly pdBps: number
  readonly turnover: bigint
}

export interface RecomputedScore {
  readonly score: ComparedFigure<number>
  readonly pdBps: ComparedFigure<number>
  readonly turnover: ComparedFigure<bigint>
  /** Codes, joined; the contract does not compute reasons. */
  readonly reasons: ComparedFigure<string>
}

/**
 * Scores the merchant's own figures again.
 * @throws FeatureRowError when the row does not fit the model
 */
export function recomputeScore(
  answered: AnsweredScore,
  model: Model,
  row: FeatureRow,
  contract: ContractScore | undefined,
): RecomputedScore {
  const { score, pdBps, turnover } = evaluate(model, row)
  const known = (codes: readonly number[]) => codes.filter((code) => code !== 0).join(' ')
  return {
    score: { recorded: answered.score, recomputed: score, contract: contract?.score },
    pdBps: { recorded: answered.pdBps, recomputed: pdBps, contract: contract?.pdBps },
    turnover: { recorded: BigInt(answered.turnover), recomputed: turnover, contract: contract?.turnover },
    reasons: { recorded: known(answered.reasons), recomputed: known(reasonCodes(model, row)) },
  }
}
