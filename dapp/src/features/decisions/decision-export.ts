import type { Deployment } from '@tallystick/sdk'
import { exportRows, type RowFormat } from '../../lib/export-rows'
import type { LimitDecision } from '../line-book/use-line-decisions'

const COLUMNS = [
  'chainId',
  'timestamp',
  'transaction',
  'merchant',
  'kind',
  'policyVersion',
  'band',
  'score',
  'pdBps',
  'turnover',
  'oldLimit',
  'newLimit',
  'rateBps',
  'mayRise',
  'by',
  'justification',
  'untilDay',
] as const

/** Hands decisions to the browser as a file; limits are minor units, turnover is 1/100 of the currency. */
export function exportDecisions(
  decisions: readonly LimitDecision[],
  format: RowFormat,
  { chainId }: Pick<Deployment, 'chainId'>,
  block: bigint | undefined,
): void {
  const rows = decisions.map((decision) => ({
    ...decision,
    chainId,
    policyVersion: decision.policyVersion?.version,
    answer: undefined,
  }))
  exportRows(`tallystick-decisions-${chainId}-block-${block ?? 'unknown'}`, COLUMNS, rows, format)
}
