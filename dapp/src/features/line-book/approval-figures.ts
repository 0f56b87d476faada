import {
  approvalRate,
  autoDecisionRate,
  type DecidedRequest,
  type Policy,
  policyLimit,
  type Ratio,
  timeToDecision,
} from '@tallystick/sdk'
import type { BookRecords, RequestRecord } from './read-book'

/** How applications end, and how fast. */
export interface ApprovalFigures {
  /** Requests by what became of them. */
  readonly requested: number
  readonly failed: number
  readonly open: number
  /** Answers to which the policy in force gives a limit, over all answers. */
  readonly approval: Ratio
  /** Decisions on limits that the policy took, over those and the bank's own. */
  readonly automatic: Ratio
  /** Seconds from request to answer: half of them, and 95 of 100, were no slower. Null without answers. */
  readonly medianSeconds: bigint | null
  readonly slowSeconds: bigint | null
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
  const decided = requests.flatMap((request) => decidedRequest(request, policy, decimals))
  const count = (state: string) => requests.filter((request) => request.state === state).length
  const byPolicy = decisions.filter(({ kind }) => kind === 'Policy').length
  const byBank = decisions.filter(({ kind }) => kind === 'Override').length
  return {
    requested: requests.length,
    failed: count('Failed') + count('Expired'),
    open: count('Open'),
    approval: approvalRate(decided),
    automatic: autoDecisionRate(byPolicy, byBank),
    medianSeconds: timeToDecision(decided, 50),
    slowSeconds: timeToDecision(decided, 95),
  }
}

/** Nothing while a request is open. */
function decidedRequest(request: RequestRecord, policy: Policy, decimals: number): readonly DecidedRequest[] {
  const { state, answers, requestedAt, closedAt } = request
  if (closedAt === null) return []
  return [
    {
      answered: state === 'Answered',
      approved: answers.some(
        ({ score, turnover }) => policyLimit(policy, score, BigInt(turnover), decimals).limit > 0n,
      ),
      requestedAt: BigInt(requestedAt),
      closedAt: BigInt(closedAt),
    },
  ]
}
