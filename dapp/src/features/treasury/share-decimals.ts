/** Decimals that a treasury's shares have beyond its asset's, so that rounding cannot be turned against a depositor. */
const SHARE_OFFSET = 6

/** Decimals of a treasury's shares; equals `Treasury.decimals()`. */
export function shareDecimals(assetDecimals: number): number {
  return assetDecimals + SHARE_OFFSET
}
