import fastify, { type FastifyInstance } from 'fastify'
import type { Agent } from './agent.ts'
import { INCIDENT_KINDS } from './incident.ts'

const MAX_HOURS = 24 * 30

const incidentSchema = {
  body: {
    type: 'object',
    additionalProperties: false,
    required: ['kind'],
    properties: {
      kind: { enum: INCIDENT_KINDS },
      hours: { type: 'number', exclusiveMinimum: 0, maximum: MAX_HOURS },
    },
  },
} as const

/**
 * The demo's hand on its machines, for the local machine only:
 * `GET /devices`, `POST /devices/:id/incident {kind, hours?}`, `POST /devices/:id/reading` (signs one now).
 */
export function controlServer(agents: readonly Agent[]): FastifyInstance {
  const server = fastify()
  const agentOf = (id: string) => agents.find(({ device }) => device.spec.deviceId === id.toLowerCase())

  server.get('/devices', () => agents.map(picture))

  server.post<{ Params: { id: string }; Body: { kind: (typeof INCIDENT_KINDS)[number]; hours?: number } }>(
    '/devices/:id/incident',
    { schema: incidentSchema },
    (request, reply) => {
      const agent = agentOf(request.params.id)
      if (!agent) return reply.code(404).send({ error: `there is no device ${request.params.id}` })
      return agent.start(request.body.kind, request.body.hours)
    },
  )

  server.post<{ Params: { id: string } }>('/devices/:id/reading', (request, reply) => {
    const agent = agentOf(request.params.id)
    if (!agent) return reply.code(404).send({ error: `there is no device ${request.params.id}` })
    return agent.measureNow().message
  })

  return server
}

function picture({ device, waiting, latest }: Agent): object {
  const { machine, seq, incidents, locked, pending } = device.state
  return {
    deviceId: device.spec.deviceId,
    seq,
    time: new Date(machine.ts).toISOString(),
    running: device.isRunning,
    hours: machine.opMs / 3_600_000,
    fuelPercent: (100 * machine.tankMl) / device.spec.profile.tankMl,
    locked,
    pending,
    incidents,
    waiting,
    latest: latest?.message ?? null,
  }
}
