import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify'
import type { Pool } from 'pg'
import type { Registry } from 'prom-client'
import type { ChainPicture } from '../chain/picture.ts'
import type { Clock } from '../clock.ts'
import { type Log, reasonOf } from '../log.ts'
import { isTransient } from '../store/outages.ts'
import type { GatewayKey } from './gateway-key.ts'
import { ApiRefusal, type ApiRefusalCode } from './refusal.ts'
import type { Viewer } from './rights.ts'
import { alarmBatchRoutes } from './routes/alarm-batches.ts'
import { alarmsRoute } from './routes/alarms.ts'
import { deviceRoutes } from './routes/devices.ts'
import { evidenceRoutes } from './routes/evidence.ts'
import { notesRoute } from './routes/notes.ts'
import { operationRoutes } from './routes/operation.ts'
import { sessionRoute } from './routes/session.ts'
import { streamRoute } from './routes/stream.ts'
import type { Session, Sessions } from './sessions.ts'
import type { EventStream } from './stream.ts'
import type { Viewers } from './viewers.ts'

/** Calls in a minute from one address. */
export interface ApiRateLimits {
  readonly public: number
  readonly session: number
  /** The oracle network: each request makes every node read a picture. */
  readonly oracle: number
}

export const DEFAULT_API_LIMITS: ApiRateLimits = { public: 600, session: 30, oracle: 3_000 }

/** What the routes work with. */
export interface ApiParts {
  readonly pool: Pool
  /** The picture of the moment; a reorganisation replaces it. */
  readonly picture: () => ChainPicture
  /** The chain's. */
  readonly clock: Clock
  readonly key: GatewayKey
  readonly sessions: Sessions
  readonly viewers: Viewers
  readonly stream: EventStream
  readonly registry: Registry
  readonly rateLimits: ApiRateLimits
  /** How long a note waits for its event on chain, milliseconds. */
  readonly notePatienceMs: number
}

const BODY_LIMIT_BYTES = 16_384
const REQUEST_TIMEOUT_MS = 10_000

/** The HTTP interface, not yet listening. */
export async function buildApi(parts: ApiParts, log: Log): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Parameters of a URL are texts, so numbers in them are read as such; nothing is cut out to make a call fit.
    ajv: { customOptions: { coerceTypes: true, removeAdditional: false } },
    forceCloseConnections: true,
  })
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const refusal = asRefusal(error, log)
    void reply.status(refusal.statusCode).send({ code: refusal.code, message: refusal.message })
  })
  app.setNotFoundHandler(() => {
    throw new ApiRefusal('NOT_FOUND', 'there is nothing at this address; see /openapi.json')
  })
  await app.register(swagger, { openapi: documentHead })
  await app.register(rateLimit, {
    max: parts.rateLimits.public,
    timeWindow: '1 minute',
    errorResponseBuilder: (_, { after }) => new ApiRefusal('RATE_LIMITED', `too many calls; try again in ${after}`),
  })
  for (const routes of [
    sessionRoute,
    deviceRoutes,
    alarmsRoute,
    alarmBatchRoutes,
    evidenceRoutes,
    notesRoute,
    streamRoute,
    operationRoutes,
  ]) {
    await app.register(routes, parts)
  }
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger())
  app.addHook('onClose', () => parts.stream.close())
  return app
}

const documentHead = {
  openapi: '3.1.0',
  info: {
    title: 'Tallystick telemetry gateway',
    version: '1',
    description: 'Leased machines: readings, alarms, evidence of bills. See docs/telemetry.md.',
  },
  components: { securitySchemes: { bearer: { type: 'http' as const, scheme: 'bearer' } } },
}

/** Who calls, by the token that it sends. */
export async function callerOf(
  request: FastifyRequest,
  { sessions, viewers }: Pick<ApiParts, 'sessions' | 'viewers'>,
): Promise<{ readonly session: Session; readonly viewer: Viewer }> {
  const session = await sessions.find(/^Bearer ([\w-]{1,100})$/.exec(request.headers.authorization ?? '')?.[1])
  const { viewer } = await viewers.membershipOf(session.account)
  return { session, viewer }
}

/** What the framework refuses by itself, in our codes. */
const frameworkCodes: Readonly<Record<number, ApiRefusalCode>> = {
  400: 'BAD_REQUEST',
  413: 'BODY_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
}

function asRefusal(error: FastifyError | ApiRefusal, log: Log): ApiRefusal {
  if (error instanceof ApiRefusal) {
    if (error.cause !== undefined) log.warn({ code: error.code, cause: reasonOf(error.cause) }, error.message)
    return error
  }
  const code = frameworkCodes[error.statusCode ?? 500]
  if (code !== undefined) return new ApiRefusal(code, error.message)
  if (isTransient(error)) {
    log.warn({ code: 'DATABASE_UNAVAILABLE', cause: reasonOf(error) }, 'the database does not answer')
    return new ApiRefusal('DATABASE_UNAVAILABLE', 'the data could not be read; try again in a moment')
  }
  log.error({ code: 'INTERNAL', cause: reasonOf(error) }, 'unexpected failure')
  return new ApiRefusal('INTERNAL', 'the gateway failed; its operator finds the reason in the log')
}
