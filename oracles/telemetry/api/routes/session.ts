import type { FastifyInstance } from 'fastify'
import type { ApiParts } from '../app.ts'
import { refusals, sessionAnswer, sessionBody } from '../schemas.ts'
import type { SessionRequest } from '../sessions.ts'

const schema = {
  operationId: 'openSession',
  summary: 'A token for an account that has signed for it',
  body: sessionBody,
  response: {
    200: sessionAnswer,
    ...refusals({
      400: 'BAD_REQUEST: the body is malformed',
      401: 'SESSION_EXPIRED: "expires" is past or too far ahead; SIGNATURE_INVALID',
      403: 'NOT_A_MEMBER: neither a member that may act nor an officer',
      409: 'SESSION_REPLAYED: the signature has been used',
      429: 'RATE_LIMITED',
      503: 'CHAIN_UNAVAILABLE, DATABASE_UNAVAILABLE',
    }),
  },
}

/** `POST /v1/session` */
export async function sessionRoute(app: FastifyInstance, { sessions, rateLimits }: ApiParts): Promise<void> {
  app.post<{ Body: SessionRequest }>(
    '/v1/session',
    { schema, config: { rateLimit: { max: rateLimits.session } } },
    async ({ body }) => ({ token: await sessions.open(body), expires: body.expires }),
  )
}
