import { type Policy, policyLimit, type Ratio } from '@tallystick/sdk'
import type { BookRecords } from './read-book'

/** How applications end, and how fast. */
export interface ApprovalFigures {
  /** Requests by what became of them. */
  readonly requested: number
  readonly answered: number
  readonly failed: number
  readonly open: number
  /** Answers to which the policy in force gives a limit, over all answers. */
  readonly approval: Ratio
  /** Decisions on limits that the policy took, over those and the bank's own. */
  readonly automatic: Ratio
  /** Seconds from request to answer: half of them, and 95 of 100, were no slower. Undefined without answers. */
  readonly medianSeconds: number | undefined
  readonly slowSeconds: number | undefined
}

/**
 * Adds applications up.
 * @param decimals of the settlement asset
 */
export function approvalFigures(
  { requests, decisions }: Pick<BookRecords, 'requests' | 'decisions'>,
  policy: Policy,
  decimals: number,
): ApprovalFigures {
  const answers = requests.flatMap((request) => request.answers)
  const approved = answers.filter(({ score, turnover }) => isApproved(policy, score, BigInt(turnover), decimals))
  const count = (state: string) => requests.filter((request) => request.state === state).length
  const byPolicy = decisions.filter(({ kind }) => kind === 'Policy').length
  const byBank = decisions.filter(({ kind }) => kind === 'Override').length
  const seconds = requests
    .filter(({ state }) => state === 'Answered')
    .map(({ requestedAt, closedAt }) => Number(closedAt) - Number(requestedAt))
    .sort((left, right) => left - right)
  return {
    requested: requests.length,
    answered: answers.length,
    failed: count('Failed') + count('Expired'),
    open: count('Open'),
    approval: { numerator: BigInt(approved.length), denominator: BigInt(answers.length) },
    automatic: { numerator: BigInt(byPolicy), denominator: BigInt(byPolicy + byBank) },
    medianSeconds: percentile(seconds, 50),
    slowSeconds: percentile(seconds, 95),
  }
}

function isApproved(policy: Policy, score: number, turnover: bigint, decimals: number): boolean {
  return policyLimit(policy, score, turnover, decimals).limit > 0n
}

/** Nearest rank: the least value that `percent` of the values do not exceed. */
function percentile(sorted: readonly number[], percent: number): number | undefined {
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)]
}
