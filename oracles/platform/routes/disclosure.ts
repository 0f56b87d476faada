import { disclosureMessage, type SignedFeatures } from '@tallystick/sdk'
import type { FastifyInstance } from 'fastify'
import { type Address, type Hex, type PublicClient, verifyMessage } from 'viem'
import type { AppParts } from '../app.ts'
import { chainAnswer } from '../consent.ts'
import { featuresOf, withinScopes } from '../features.ts'
import { Refusal } from '../refusal.ts'
import { disclosureBody, merchantParams, refusals, signedFeatures } from '../schemas.ts'

/** Seconds after which a signed request is no longer answered, and by which its clock may be ahead of ours. */
const MAX_AGE = 300
const MAX_AHEAD = 60

interface Body {
  readonly timestamp: number
  readonly signature: Hex
  readonly commitment?: Hex
}

const schema = {
  operationId: 'disclosure',
  summary: "A merchant's own features, salt and signature: what it needs to recompute a score or to prove it wrong",
  params: merchantParams,
  body: disclosureBody,
  response: {
    200: signedFeatures,
    ...refusals({
      400: 'the body is malformed',
      401: "UNAUTHORISED: not the merchant's signature; SIGNATURE_EXPIRED: older than five minutes",
      404: 'UNKNOWN_MERCHANT; NOT_RELEASED: no score with this commitment came from here',
      422: 'DATA_TOO_YOUNG: fewer days of orders than a score needs',
      429: 'RATE_LIMITED',
      503: 'CHAIN_UNAVAILABLE or DATABASE_UNAVAILABLE',
    }),
  },
}

/** `POST /v1/merchants/{address}/disclosure` */
export async function disclosureRoute(app: FastifyInstance, parts: AppParts): Promise<void> {
  app.post<{ Params: { address: Address }; Body: Body }>(
    '/v1/merchants/:address/disclosure',
    { schema, config: { rateLimit: { max: parts.rateLimits.disclosure } } },
    async ({ params, body, log }) => {
      const merchant = params.address.toLowerCase() as Address
      await requireMerchant(merchant, body, parts)
      log.info({ merchant, commitment: body.commitment }, 'features disclosed to their merchant')
      return body.commitment === undefined
        ? currentFeatures(merchant, parts)
        : releasedFeatures(merchant, body.commitment, parts)
    },
  )
}

async function requireMerchant(merchant: Address, { timestamp, signature }: Body, parts: AppParts): Promise<void> {
  const age = parts.clock() - timestamp
  if (age > MAX_AGE || age < -MAX_AHEAD) {
    throw new Refusal('SIGNATURE_EXPIRED', 'the signature is older than five minutes, or from the future; sign again')
  }
  const chainId = await chainAnswer(parts.client.getChainId())
  const message = disclosureMessage({ merchant, platform: parts.provider.id, chainId, timestamp })
  if (!(await isSignedBy(merchant, message, signature, parts.client))) {
    throw new Refusal('UNAUTHORISED', 'this is not the signature of the merchant')
  }
}

/** Plain accounts are checked without the chain; accounts that are contracts by ERC-1271. */
async function isSignedBy(address: Address, message: string, signature: Hex, client: PublicClient): Promise<boolean> {
  if (await verifyMessage({ address, message, signature }).catch(() => false)) return true
  const code = await chainAnswer(client.getCode({ address }))
  return code !== undefined && chainAnswer(client.verifyMessage({ address, message, signature }))
}

async function releasedFeatures(
  merchant: Address,
  commitment: Hex,
  { store, signer }: AppParts,
): Promise<SignedFeatures> {
  const release = await store.releaseOf(merchant, commitment.toLowerCase() as Hex)
  if (release === undefined) {
    throw new Refusal('NOT_RELEASED', 'no data of this merchant were released with this commitment')
  }
  return signer.sign(merchant, release.asOf, release.features)
}

async function currentFeatures(merchant: Address, { store, signer, provider }: AppParts): Promise<SignedFeatures> {
  const history = await store.factsOf(merchant)
  if (history.length === 0) throw new Refusal('UNKNOWN_MERCHANT', 'this platform has no such merchant')
  const { asOf, features } = featuresOf(history)
  return signer.sign(merchant, asOf, withinScopes(features, provider.scopes))
}
