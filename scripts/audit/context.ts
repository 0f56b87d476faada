import type { BankDeployment, Deployment } from '@tallystick/sdk'
import type { ChainReader } from './chain-reader.ts'
import type { IndexReader } from './index-reader.ts'
import type { ContractLog } from './logs.ts'

/** What every part of the audit reads. */
export interface AuditContext {
  readonly deployment: Deployment
  readonly index: IndexReader
  readonly chain: ChainReader
  /** Every log of our contracts up to the block, decoded. */
  readonly logs: readonly ContractLog[]
}

/** A bank's part of the audit. */
export interface BankContext extends AuditContext {
  readonly bank: BankDeployment
}

/** Whether two addresses are the same. */
export function sameAddress(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase()
}

/** How many reads are under way at once; the transport sends them as batches. */
const parallelReads = 500

/**
 * Reads something for each row, many at once.
 * @returns each row with what was read for it, in the order of the rows
 */
export async function withReads<Row, Read>(
  rows: readonly Row[],
  read: (row: Row) => Promise<Read>,
): Promise<(readonly [Row, Read])[]> {
  const pairs: (readonly [Row, Read])[] = []
  for (let first = 0; first < rows.length; first += parallelReads) {
    const part = rows.slice(first, first + parallelReads)
    pairs.push(...(await Promise.all(part.map(async (row) => [row, await read(row)] as const))))
  }
  return pairs
}
