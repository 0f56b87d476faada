import { createHash, timingSafeEqual } from 'node:crypto'
import { featureCommitment, type SignedFeatures } from '@tallystick/sdk'
import type { FastifyInstance } from 'fastify'
import type { Address } from 'viem'
import type { AppParts } from '../app.ts'
import type { Permission } from '../consent.ts'
import { featuresOf, withinScopes } from '../features.ts'
import { Refusal } from '../refusal.ts'
import { merchantParams, refusals, signedFeatures } from '../schemas.ts'
import type { Release } from '../store.ts'

const schema = {
  operationId: 'features',
  summary: 'Signed features of a merchant, for the oracle network',
  security: [{ bearer: [] }],
  params: merchantParams,
  response: {
    200: signedFeatures,
    ...refusals({
      400: 'the address is malformed',
      401: 'UNAUTHORISED: no or a wrong key',
      403: 'NO_CONSENT: none, expired, revoked, or for other kinds of data',
      404: 'UNKNOWN_MERCHANT',
      409: 'NO_OPEN_REQUEST: no score of this merchant was asked for on chain',
      422: 'DATA_TOO_YOUNG: fewer days of orders than a score needs',
      429: 'RATE_LIMITED',
      503: 'CHAIN_UNAVAILABLE: consent could not be checked, so nothing is released; DATABASE_UNAVAILABLE',
    }),
  },
}

/** `GET /v1/merchants/{address}/features` */
export async function featuresRoute(app: FastifyInstance, parts: AppParts): Promise<void> {
  const shared = shareWhileUnderway()
  app.get<{ Params: { address: Address } }>(
    '/v1/merchants/:address/features',
    { schema, config: { rateLimit: { max: parts.rateLimits.oracle } } },
    async ({ params, headers, log }): Promise<SignedFeatures> => {
      requireKey(headers.authorization, parts.apiKey)
      const merchant = params.address.toLowerCase() as Address
      const permission = await parts.gate(merchant)
      const { asOf, features, requestId, scopes } = await shared(permission, () =>
        releaseFor(merchant, permission, parts),
      )
      log.info({ merchant, requestId, scopes, asOf }, 'features released')
      return parts.signer.sign(merchant, asOf, features)
    },
  )
}

/** Lets the nodes of a network, which all ask at the same moment, wait for one computation. */
function shareWhileUnderway(): (permission: Permission, work: () => Promise<Release>) => Promise<Release> {
  const underway = new Map<string, Promise<Release>>()
  return ({ requestId, scopes }, work) => {
    const key = `${requestId} ${scopes}`
    const release = underway.get(key) ?? work().finally(() => underway.delete(key))
    underway.set(key, release)
    return release
  }
}

/** What this request has been given before, or what the facts say now: every oracle node gets the same row. */
async function releaseFor(
  merchant: Address,
  { requestId, scopes }: Permission,
  { store, signer }: AppParts,
): Promise<Release> {
  const earlier = await store.releaseFor(requestId, scopes)
  if (earlier !== undefined) return earlier
  const history = await store.factsOf(merchant)
  if (history.length === 0) throw new Refusal('UNKNOWN_MERCHANT', 'this platform has no such merchant')
  const { asOf, features: all } = featuresOf(history)
  const features = withinScopes(all, scopes)
  const commitment = featureCommitment({ salt: signer.saltOf(merchant, asOf), merchant, asOf, features })
  return store.keepRelease({ requestId, scopes, merchant, asOf, features, commitment })
}

function requireKey(header: string | undefined, apiKey: string): void {
  // Hashes have one length, which timingSafeEqual needs, and give nothing away by it.
  const digest = (text: string) => createHash('sha256').update(text).digest()
  if (!timingSafeEqual(digest(header ?? ''), digest(`Bearer ${apiKey}`))) {
    throw new Refusal('UNAUTHORISED', 'send the key of the oracle network as "Authorization: Bearer KEY"')
  }
}
