import type { Address } from 'viem'

/** What a merchant asks of a platform: its own features, for a dispute. */
export interface DisclosureRequest {
  readonly merchant: Address
  /** Id of the platform, such as `lantern-market`. */
  readonly platform: string
  readonly chainId: number
  /** Second at which the merchant signs; platforms answer within five minutes of it. */
  readonly timestamp: number
}

/** The sentence that the merchant signs (EIP-191) to be given its features. */
export function disclosureMessage({ merchant, platform, chainId, timestamp }: DisclosureRequest): string {
  return [
    'Tallystick: give me the data that you hold and released about me.',
    `Merchant: ${merchant.toLowerCase()}`,
    `Platform: ${platform}`,
    `Chain: ${chainId}`,
    `Time: ${timestamp}`,
  ].join('\n')
}
