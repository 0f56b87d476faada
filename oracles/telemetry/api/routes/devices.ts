import type { FastifyInstance } from 'fastify'
import type { Hex } from 'viem'
import { type ApiParts, callerOf } from '../app.ts'
import { deviceViews } from '../device-views.ts'
import { ApiRefusal } from '../refusal.ts'
import { type TimeSpan, visibleSpan } from '../rights.ts'
import { deviceList, deviceParams, refusals, secured, series, seriesQuery, sessionRefusals } from '../schemas.ts'
import { intervalFor, readSeries } from '../series.ts'

const listSchema = {
  operationId: 'devices',
  summary: "The caller's machines with their last readings and alarms",
  security: secured,
  response: { 200: deviceList, ...refusals(sessionRefusals) },
}

const seriesSchema = {
  operationId: 'readings',
  summary: "A machine's readings thinned out: of each interval the last one",
  security: secured,
  params: deviceParams,
  querystring: seriesQuery,
  response: {
    200: series,
    ...refusals({ ...sessionRefusals, 404: "NO_SUCH_DEVICE: not registered, or none of the caller's" }),
  },
}

interface SeriesQuery {
  readonly from?: number
  readonly to?: number
  readonly every?: number
}

const DAY_MS = 86_400_000

/** `GET /v1/devices`, `GET /v1/devices/{id}/readings` */
export async function deviceRoutes(app: FastifyInstance, parts: ApiParts): Promise<void> {
  const { pool, picture, clock } = parts
  app.get('/v1/devices', { schema: listSchema }, async (request) => {
    const { viewer } = await callerOf(request, parts)
    return { devices: await deviceViews(pool, picture(), viewer) }
  })
  app.get<{ Params: { id: Hex }; Querystring: SeriesQuery }>(
    '/v1/devices/:id/readings',
    { schema: seriesSchema },
    async (request) => {
      const { viewer } = await callerOf(request, parts)
      const { id } = request.params
      const visible = visibleSpan(viewer, picture(), id)
      if (visible === undefined) throw new ApiRefusal('NO_SUCH_DEVICE', 'this is not one of your machines')
      const asked = askedSpan(request.query, clock.now())
      const every = Math.max(request.query.every ?? 1, intervalFor(asked))
      const points = await readSeries(pool, id, common(asked, visible), every * 1_000)
      return { deviceId: id, ...asked, every, points }
    },
  )
}

function askedSpan({ from, to }: SeriesQuery, now: number): TimeSpan {
  const end = to ?? now
  const begin = from ?? end - DAY_MS
  if (begin >= end) throw new ApiRefusal('BAD_REQUEST', '"from" must be before "to"')
  return { from: begin, to: end }
}

function common(asked: TimeSpan, visible: TimeSpan): TimeSpan {
  return { from: Math.max(asked.from, visible.from), to: Math.min(asked.to, visible.to) }
}
