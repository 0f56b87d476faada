import type { Address } from 'viem'

/** A bank's contracts of leases. */
export interface BankContracts {
  /** Where manufacturers propose. */
  readonly offers: Address
  readonly leases: Address
  readonly meter: Address
  readonly immobiliser: Address
  readonly deviceOracle: Address
}

/** What the follower listens to. */
export interface WatchedContracts {
  /** The network's register of devices. */
  readonly devices: Address
  readonly banks: readonly BankContracts[]
  /** First block with an event of these contracts. */
  readonly startBlock: number
}

/** Names a lease over all banks. */
export function leaseKey(bank: BankContracts, leaseId: bigint): string {
  return `${bank.leases.toLowerCase()}/${leaseId}`
}
