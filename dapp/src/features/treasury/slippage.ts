import { BPS } from '@tallystick/sdk'
import { smaller } from '../../lib/smaller'

/** Part of an exit that may be lost between preview and execution, in bps. */
export const EXIT_TOLERANCE_BPS = 10n

/** Least that an exit must pay, given its preview; rounded down. */
export function minimumExit(preview: bigint): bigint {
  return (preview * (BPS - EXIT_TOLERANCE_BPS)) / BPS
}

/**
 * Shares whose exit pays `assets` at the previewed price, rounded up and never above `balance`.
 * @param sharesValue what `balance` shares would pay now
 */
export function sharesFor(assets: bigint, balance: bigint, sharesValue: bigint): bigint {
  if (sharesValue === 0n) return 0n
  return smaller((assets * balance + sharesValue - 1n) / sharesValue, balance)
}
