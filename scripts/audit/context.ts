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
