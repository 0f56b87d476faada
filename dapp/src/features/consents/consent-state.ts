/** What a merchant has allowed one platform. */
export interface Grant {
  /** Kinds of data, one bit each. */
  readonly scopes: number
  /** Second from which the consent is over; 0 without one. */
  readonly expiry: number
}

export interface PlatformTerms {
  /** False once the network has stopped the platform. */
  readonly active: boolean
  /** Kinds of data that the bank's model needs of this platform. */
  readonly needed: number
}

/**
 * `partial`: in force, but for fewer kinds of data than the model needs. `stopped`: the network has stopped the platform,
 * so that no consent for it counts. `not-needed`: the active model asks nothing of this platform.
 */
export type ConsentState = 'live' | 'partial' | 'expired' | 'none' | 'stopped' | 'not-needed'

/** What a consent is worth now. */
export function consentState(grant: Grant, platform: PlatformTerms, now: bigint): ConsentState {
  if (!platform.active) return 'stopped'
  if (grant.expiry === 0) return platform.needed === 0 ? 'not-needed' : 'none'
  if (BigInt(grant.expiry) <= now) return 'expired'
  return (grant.scopes & platform.needed) === platform.needed ? 'live' : 'partial'
}
