import type { MerchantLineQuery } from '@tallystick/sdk'
import type { LimitStep } from '../../charts'

type IndexedLine = NonNullable<MerchantLineQuery['line']>

/** One thing that happened on a line. */
export interface HistoryEntry {
  readonly key: string
  /** Unix seconds. */
  readonly at: number
  readonly kind: 'draw' | 'repayment' | 'bill' | 'limit' | 'mark'
  /** Money that moved or fell due, or the new limit; for a mark the amount marked down. */
  readonly amount: bigint
  /** Principal after it; undefined where it does not change. */
  readonly principal?: bigint
  readonly transaction: string
}

/** Everything that happened, the newest first. */
export function historyOf(line: IndexedLine): readonly HistoryEntry[] {
  const { draws, repayments, bills, limitDecisions, marks } = line
  const entries: readonly HistoryEntry[] = [
    ...draws.map((draw) => ({
      ...common(draw),
      kind: 'draw' as const,
      amount: BigInt(draw.amount),
      principal: BigInt(draw.principal),
    })),
    ...repayments.map((repayment) => ({
      ...common(repayment),
      kind: 'repayment' as const,
      amount: BigInt(repayment.penaltyPaid) + BigInt(repayment.interestPaid) + BigInt(repayment.principalPaid),
      principal: BigInt(repayment.principal),
    })),
    ...bills.map((bill) => ({
      ...common(bill),
      kind: 'bill' as const,
      amount: BigInt(bill.interest) + BigInt(bill.principalPart),
    })),
    ...limitDecisions.map((decision) => ({
      ...common(decision),
      kind: 'limit' as const,
      amount: BigInt(decision.newLimit),
    })),
    ...marks.map((mark) => ({ ...common(mark), kind: 'mark' as const, amount: BigInt(mark.impaired) })),
  ]
  return [...entries].sort((left, right) => right.at - left.at)
}

interface IndexedEvent {
  readonly id: string
  readonly timestamp: string
  readonly transaction: string
}

function common({ id, timestamp, transaction }: IndexedEvent) {
  return { key: id, at: Number(timestamp), transaction }
}

/** Limit and principal after each change of either, oldest first. */
export function limitSteps(history: readonly HistoryEntry[]): readonly LimitStep[] {
  let [limit, drawn] = [0n, 0n]
  const changes = history.filter(({ kind, principal }) => kind === 'limit' || principal !== undefined)
  return changes.toReversed().map((entry) => {
    if (entry.kind === 'limit') limit = entry.amount
    else drawn = entry.principal ?? drawn
    return { key: entry.key, at: entry.at, limit, drawn }
  })
}
