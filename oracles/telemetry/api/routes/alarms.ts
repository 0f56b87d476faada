import type { FastifyInstance } from 'fastify'
import { type AlarmQuery, alarmViews } from '../alarm-views.ts'
import { type ApiParts, callerOf } from '../app.ts'
import { alarmList, alarmQuery, refusals, secured, sessionRefusals } from '../schemas.ts'

const schema = {
  operationId: 'alarms',
  summary: "Alarms of the caller's machines, the newest first, with what officers did about them",
  security: secured,
  querystring: alarmQuery,
  response: { 200: alarmList, ...refusals(sessionRefusals) },
}

/** `GET /v1/alarms` */
export async function alarmsRoute(app: FastifyInstance, parts: ApiParts): Promise<void> {
  app.get<{ Querystring: AlarmQuery }>('/v1/alarms', { schema }, async (request) => {
    const { viewer } = await callerOf(request, parts)
    return { alarms: await alarmViews(parts.pool, parts.picture(), viewer, request.query) }
  })
}
