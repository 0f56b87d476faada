import type { Address } from 'viem'

/** Whether two spellings are one account. */
export function isSame(left: Address, right: Address): boolean {
  return left.toLowerCase() === right.toLowerCase()
}
