import type { FastifyInstance } from 'fastify'
import type { ApiParts } from '../app.ts'
import { refusals, secured, sessionRefusals, streamQuery } from '../schemas.ts'

const schema = {
  operationId: 'stream',
  summary: 'Server-sent events of the caller’s machines: reading, alarm, command; reset when some were missed',
  security: secured,
  querystring: streamQuery,
  response: {
    200: { description: 'events', content: { 'text/event-stream': { schema: { type: 'string' } } } },
    ...refusals({ ...sessionRefusals, 429: 'RATE_LIMITED, TOO_MANY_STREAMS' }),
  },
}

/** `GET /v1/stream` */
export async function streamRoute(app: FastifyInstance, { sessions, viewers, stream }: ApiParts): Promise<void> {
  app.get<{ Querystring: { token?: string; lastEventId?: string } }>(
    '/v1/stream',
    { schema },
    async (request, reply) => {
      const { token, lastEventId } = request.query
      const sent = token ?? /^Bearer ([\w-]{1,100})$/.exec(request.headers.authorization ?? '')?.[1]
      const { account } = await sessions.find(sent)
      const viewer = async () => {
        await sessions.find(sent)
        return (await viewers.membershipOf(account)).viewer
      }
      const last = [request.headers['last-event-id'], lastEventId].find((id) => typeof id === 'string') as
        | string
        | undefined
      await stream.listen(reply.raw, { account, viewer }, last)
      reply.hijack()
    },
  )
}
