import type { Merchants } from './generator.ts'
import { type Interval, wilsonInterval } from './metrics.ts'

/** A share of rows with its 95 % interval (Wilson). */
export interface Share {
  readonly rows: number
  readonly of: number
  readonly share: number
  readonly ci: Interval
}

/** Who is approved, and how many of them default. */
export interface Approvals {
  readonly approved: Share
  readonly defaulted: Share
}

/** Two policies held against each other merchant by merchant. */
export interface SwapSet {
  readonly bothApproved: Approvals
  /** Approved by the model only. */
  readonly swapIn: Approvals
  /** Approved by the rule only. */
  readonly swapOut: Approvals
  readonly neither: Approvals
}

export interface Backtest {
  /** Highest share of defaults among approved merchants that the policy accepts. */
  readonly maxDefaultRate: number
  /** Lowest score that the model approves, found on the development merchants; null when none keeps the policy. */
  readonly scoreCut: number | null
  readonly model: Approvals
  /** Collateral worth 120 % of the line, at least a year in business, no default on record. */
  readonly rule: Approvals
  /** The rule with the cover raised until the development merchants keep the highest default rate; null when none does. */
  readonly tightRule: (Approvals & { readonly cover: number }) | null
  readonly swapSet: SwapSet
}

/** Merchants with the scores that a model gives them. */
export interface ScoredMerchants {
  readonly merchants: Merchants
  readonly scores: ArrayLike<number>
}

const RULE_COVER = 1.2
const RULE_TENURE_MONTHS = 12

/**
 * Holds a score policy against the usual collateral rule. Cuts are chosen on the development merchants and judged on
 * others, which neither the model nor the cuts have seen.
 */
export function backtest(development: ScoredMerchants, test: ScoredMerchants, maxDefaultRate: number): Backtest {
  const scoreCut = lowestCut(development.scores, development.merchants.table.target, maxDefaultRate)
  const cover = tightCover(development.merchants, maxDefaultRate)
  const { target } = test.merchants.table
  const byModel = decide(target, (row) => scoreCut !== null && test.scores[row]! >= scoreCut)
  const byRule = decide(target, (row) => passesRule(test.merchants, row, RULE_COVER))
  return {
    maxDefaultRate,
    scoreCut,
    model: approvals(target, byModel),
    rule: approvals(target, byRule),
    tightRule:
      cover === null
        ? null
        : {
            ...approvals(
              target,
              decide(target, (row) => passesRule(test.merchants, row, cover)),
            ),
            cover,
          },
    swapSet: swapSet(target, byModel, byRule),
  }
}

/** Splits merchants by which of two policies approves them. */
export function swapSet(target: Uint8Array, byModel: readonly boolean[], byRule: readonly boolean[]): SwapSet {
  const group = (model: boolean, rule: boolean) =>
    approvals(
      target,
      byModel.map((approved, row) => approved === model && byRule[row] === rule),
    )
  return {
    bothApproved: group(true, true),
    swapIn: group(true, false),
    swapOut: group(false, true),
    neither: group(false, false),
  }
}

function decide(target: Uint8Array, approve: (row: number) => boolean): boolean[] {
  return Array.from(target, (_, row) => approve(row))
}

function approvals(target: Uint8Array, approved: readonly boolean[]): Approvals {
  const rows = approved.filter(Boolean).length
  const defaults = approved.filter((isApproved, row) => isApproved && target[row] === 1).length
  return { approved: shareOf(rows, target.length), defaulted: shareOf(defaults, rows) }
}

function shareOf(rows: number, of: number): Share {
  return { rows, of, share: of === 0 ? 0 : rows / of, ci: wilsonInterval(rows, of) }
}

/** Fewer rows say nothing about a default rate of one or two percent. */
const MIN_APPROVED = 200

/** The lowest cut such that the rows at or above it are enough to judge and default no more often than allowed. */
function lowestCut(ranks: ArrayLike<number>, target: Uint8Array, maxDefaultRate: number): number | null {
  const order = Int32Array.from(target, (_, row) => row).sort((a, b) => ranks[b]! - ranks[a]!)
  let cut: number | null = null
  let defaults = 0
  order.forEach((row, position) => {
    defaults += target[row]!
    const isLastOfTie = ranks[order[position + 1] ?? -1] !== ranks[row]
    const isEnough = position + 1 >= MIN_APPROVED
    if (isLastOfTie && isEnough && defaults <= maxDefaultRate * (position + 1)) cut = ranks[row]!
  })
  return cut
}

/** The lowest cover from the rule's own upwards that keeps the default rate, null when none does. */
function tightCover(merchants: Merchants, maxDefaultRate: number): number | null {
  const { target } = merchants.table
  const passing = Int32Array.from(target, (_, row) => row).filter((row) => passesRule(merchants, row, RULE_COVER))
  const covers = Float64Array.from(passing, (row) => merchants.collateralCover[row]!)
  const outcomes = Uint8Array.from(passing, (row) => target[row]!)
  return lowestCut(covers, outcomes, maxDefaultRate)
}

function passesRule({ table, collateralCover }: Merchants, row: number, cover: number) {
  const value = (name: string) => table.columns.find((column) => column.name === name)!.values[row]!
  return collateralCover[row]! >= cover && value('tenure_months') >= RULE_TENURE_MONTHS && value('past_defaults') === 0
}
