import { type FeatureSpec, MERCHANT_V1, SCOPES } from '@tallystick/sdk'
import type { FastifyInstance } from 'fastify'
import type { Address } from 'viem'
import type { AppParts } from '../app.ts'
import { Refusal } from '../refusal.ts'
import { fieldList, merchantParams, refusals } from '../schemas.ts'

const schema = {
  operationId: 'fields',
  summary: 'Which fields exist about a merchant, by kind of data; no values',
  params: merchantParams,
  response: {
    200: fieldList,
    ...refusals({
      400: 'the address is malformed',
      404: 'UNKNOWN_MERCHANT',
      429: 'RATE_LIMITED',
      503: 'DATABASE_UNAVAILABLE',
    }),
  },
}

/** `GET /v1/merchants/{address}/fields` */
export async function fieldsRoute(app: FastifyInstance, { provider, signer, store }: AppParts): Promise<void> {
  const { id, name, nameZh } = provider
  const fields = MERCHANT_V1.filter(({ scope }) => (provider.scopes >> scope) & 1).map(described)
  app.get<{ Params: { address: Address } }>('/v1/merchants/:address/fields', { schema }, async ({ params }) => {
    if (!(await store.knows(params.address))) {
      throw new Refusal('UNKNOWN_MERCHANT', 'this platform has no such merchant')
    }
    return { provider: { id, name, nameZh, key: signer.publicKey }, fields }
  })
}

function described({ name, label, unit, scope }: FeatureSpec) {
  return { name, label, unit, scope, scopeLabel: SCOPES[scope] }
}
