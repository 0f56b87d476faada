import { modelHash } from '@tallystick/sdk'
import type { FastifyInstance } from 'fastify'
import type { AppParts } from '../app.ts'
import { Refusal } from '../refusal.ts'
import { modelParams, refusals } from '../schemas.ts'

const schema = {
  operationId: 'model',
  summary: 'The scoring model with this hash',
  params: modelParams,
  response: {
    200: {
      description: 'the blob of docs/scoring.md',
      content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
    },
    ...refusals({ 400: 'the hash is malformed', 404: 'UNKNOWN_MODEL', 429: 'RATE_LIMITED' }),
  },
}

/** `GET /v1/model/{hash}` */
export async function modelRoute(app: FastifyInstance, { model, rateLimits }: AppParts): Promise<void> {
  const hash = modelHash(model)
  const blob = Buffer.from(model)
  app.get<{ Params: { hash: string } }>(
    '/v1/model/:hash',
    { schema, config: { rateLimit: { max: rateLimits.oracle } } },
    async ({ params }, reply) => {
      if (params.hash.toLowerCase() !== hash) throw new Refusal('UNKNOWN_MODEL', 'this platform has no such model')
      return reply
        .type('application/octet-stream')
        .header('cache-control', 'public, max-age=31536000, immutable')
        .send(blob)
    },
  )
}
