import { timingSafeEqual } from 'node:crypto'
import Fastify, { type FastifyInstance } from 'fastify'
import type { InputRequest, PartyClient, SignedKeys } from './messages.ts'
import { hashOf, ProtocolError } from './party.ts'

const BODY_LIMIT_BYTES = 1_048_576

type RoundParams = { Params: { round: number } }

const params = {
  type: 'object',
  required: ['round'],
  properties: { round: { type: 'integer', minimum: 1 } },
} as const

const text = { type: 'string', maxLength: 2_000 } as const
const number = { type: 'number' } as const
const list = (items: object, maxItems: number) => ({ type: 'array', items, maxItems })
const record = (properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  required: Object.keys(properties),
  additionalProperties: false,
  properties,
})

const task = {
  oneOf: [
    record({ kind: { const: 'histogram' } }),
    record({
      kind: { const: 'logistic' },
      attributes: list(
        record({
          feature: { type: 'integer', minimum: 0 },
          cuts: list(number, 256),
          bins: list(record({ woe: number }), 257),
        }),
        64,
      ),
      beta: list(number, 65),
    }),
  ],
}

const bodies = {
  shares: list(record({ party: text, letterKey: text, maskKey: text, signature: text }), 255),
  input: record({ letters: { type: 'object', additionalProperties: text }, task }),
  reveal: list(text, 255),
}

/**
 * The HTTP interface of a party, for its coordinator: `POST /rounds/{round}/keys|shares|input|reveal`.
 * @param token what the coordinator shows as `Authorization: Bearer TOKEN`
 */
export function partyServer(party: PartyClient, token: string): FastifyInstance {
  // Removing what a schema does not name would spoil the other schemas of a choice.
  const app = Fastify({ bodyLimit: BODY_LIMIT_BYTES, ajv: { customOptions: { removeAdditional: false } } })
  app.addHook('onRequest', async ({ headers }, reply) => {
    const shown = Buffer.from(hashOf(Buffer.from(headers.authorization ?? '')))
    if (timingSafeEqual(shown, Buffer.from(hashOf(Buffer.from(`Bearer ${token}`))))) return
    return reply.status(401).send({ error: 'only the coordinator of this federation may ask' })
  })
  app.setErrorHandler((error: Error & { statusCode?: number }, _, reply) => {
    const isOurs = error instanceof ProtocolError || error instanceof RangeError
    const status = isOurs ? 409 : (error.statusCode ?? 500)
    // An unexpected error could quote rows.
    void reply.status(status).send({ error: status === 500 ? 'this party failed' : error.message })
  })
  app.post<RoundParams>('/rounds/:round/keys', { schema: { params } }, ({ params: { round } }) => party.keys(round))
  app.post<RoundParams & { Body: SignedKeys[] }>(
    '/rounds/:round/shares',
    { schema: { params, body: bodies.shares } },
    ({ params: { round }, body }) => party.shares(round, body),
  )
  app.post<RoundParams & { Body: InputRequest }>(
    '/rounds/:round/input',
    { schema: { params, body: bodies.input } },
    ({ params: { round }, body }) => party.input(round, body),
  )
  app.post<RoundParams & { Body: string[] }>(
    '/rounds/:round/reveal',
    { schema: { params, body: bodies.reveal } },
    ({ params: { round }, body }) => party.reveal(round, body),
  )
  return app
}
