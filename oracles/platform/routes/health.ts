import type { FastifyInstance } from 'fastify'
import type { AppParts } from '../app.ts'
import { chainAnswer } from '../consent.ts'
import { health, refusals } from '../schemas.ts'

const schema = {
  operationId: 'health',
  summary: 'Whether database and chain answer',
  response: { 200: health, ...refusals({ 429: 'RATE_LIMITED', 503: 'DATABASE_UNAVAILABLE or CHAIN_UNAVAILABLE' }) },
}

/** `GET /health` */
export async function healthRoute(app: FastifyInstance, { store, client }: AppParts): Promise<void> {
  app.get('/health', { schema }, async () => {
    await store.ping()
    await chainAnswer(client.getBlockNumber({ cacheTime: 0 }))
    return { status: 'ok' }
  })
}
