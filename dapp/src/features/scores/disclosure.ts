import {
  disclosureMessage,
  type FeatureRow,
  featureCommitment,
  isSignedFeatures,
  rowOf,
  type SignedFeatures,
} from '@tallystick/sdk'
import type { Address, Hex } from 'viem'

/** A merchant's own figures, as the platform has released them. */
export interface Disclosure {
  readonly file: SignedFeatures
  readonly row: FeatureRow
  /** Whether they are what the commitment on chain was made of. */
  readonly isCommitted: boolean
}

/** Why a platform did not give the figures; `code` is the platform's, or `UNREACHABLE` or `MALFORMED`. */
export class DisclosureError extends Error {
  override readonly name = 'DisclosureError'
  readonly code: string

  constructor(code: string) {
    super(`the platform did not give the figures: ${code}`)
    this.code = code
  }
}

export interface DisclosureCall {
  readonly merchant: Address
  readonly platform: { readonly slug: string; readonly url: string }
  readonly chainId: number
  /** Commitment of the score. */
  readonly commitment: Hex
  sign(message: string): Promise<Hex>
}

/**
 * Asks a platform for the figures behind a score; the merchant proves itself by a signed sentence.
 * @throws DisclosureError when the platform refuses, cannot be reached or answers something else
 */
export async function requestDisclosure(call: DisclosureCall): Promise<Disclosure> {
  const { merchant, platform, chainId, commitment, sign } = call
  // The platform compares with its own clock, which is the world's and not the chain's.
  const timestamp = Math.floor(Date.now() / 1_000)
  const signature = await sign(disclosureMessage({ merchant, platform: platform.slug, chainId, timestamp }))
  const answer = await fetch(`${platform.url}/v1/merchants/${merchant.toLowerCase()}/disclosure`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ timestamp, signature, commitment }),
  }).catch(() => {
    throw new DisclosureError('UNREACHABLE')
  })
  const body: unknown = await answer.json().catch(() => undefined)
  if (!answer.ok) throw new DisclosureError(codeOf(body))
  return readDisclosure(body, commitment)
}

/**
 * Checks figures against the commitment of a score.
 * @throws DisclosureError when they are not of the agreed form
 */
export function readDisclosure(body: unknown, commitment: Hex): Disclosure {
  if (!isSignedFeatures(body)) throw new DisclosureError('MALFORMED')
  const row = rowOf(body.features)
  const own = featureCommitment({
    salt: body.salt as Hex,
    merchant: body.merchant as Address,
    asOf: body.asOf,
    features: row,
  })
  return { file: body, row, isCommitted: own === commitment.toLowerCase() }
}

function codeOf(body: unknown): string {
  const code = (body as { code?: unknown } | undefined)?.code
  return typeof code === 'string' ? code : 'UNREACHABLE'
}
