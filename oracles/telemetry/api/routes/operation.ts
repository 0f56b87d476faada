import type { FastifyInstance } from 'fastify'
import type { ApiParts } from '../app.ts'
import { health, refusals } from '../schemas.ts'

const healthSchema = {
  operationId: 'health',
  summary: 'Whether the database answers, and the block up to which the chain has been read',
  response: { 200: health, ...refusals({ 429: 'RATE_LIMITED', 503: 'DATABASE_UNAVAILABLE' }) },
}

const metricsSchema = {
  operationId: 'metrics',
  summary: 'Figures for Prometheus; none of them names a machine or an account',
  response: {
    200: { description: 'text format', content: { 'text/plain': { schema: { type: 'string' } } } },
    ...refusals({ 429: 'RATE_LIMITED' }),
  },
}

/** `GET /health`, `GET /metrics` */
export async function operationRoutes(app: FastifyInstance, { pool, picture, registry }: ApiParts): Promise<void> {
  app.get('/health', { schema: healthSchema }, async () => {
    await pool.query('SELECT 1')
    return { status: 'ok', block: picture().head?.number ?? null }
  })
  app.get('/metrics', { schema: metricsSchema }, async (_, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  )
}
