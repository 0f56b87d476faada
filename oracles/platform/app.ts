import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyServerOptions,
} from 'fastify'
import type { PublicClient } from 'viem'
import type { Gate } from './consent.ts'
import type { Provider } from './provider.ts'
import { Refusal, type RefusalCode } from './refusal.ts'
import { disclosureRoute } from './routes/disclosure.ts'
import { featuresRoute } from './routes/features.ts'
import { fieldsRoute } from './routes/fields.ts'
import { healthRoute } from './routes/health.ts'
import { modelRoute } from './routes/model.ts'
import type { FeatureSigner } from './signing.ts'
import { isUnavailable, type PlatformStore } from './store.ts'

/** Calls in a minute from one address. */
export interface RateLimits {
  /** The oracle network: each request makes every node read a model and features. */
  readonly oracle: number
  readonly public: number
  readonly disclosure: number
}

export const DEFAULT_RATE_LIMITS: RateLimits = { oracle: 6_000, public: 300, disclosure: 20 }

/** What the routes work with. */
export interface AppParts {
  readonly provider: Provider
  readonly store: PlatformStore
  readonly gate: Gate
  readonly client: PublicClient
  readonly signer: FeatureSigner
  readonly apiKey: string
  readonly model: Uint8Array
  readonly rateLimits: RateLimits
  /** Seconds now. */
  readonly clock: () => number
}

const BODY_LIMIT_BYTES = 16_384
const REQUEST_TIMEOUT_MS = 10_000

/** The HTTP interface, not yet listening. */
export async function buildApp(
  parts: AppParts,
  logger: FastifyServerOptions['logger'] = false,
): Promise<FastifyInstance> {
  const app = Fastify({
    logger: logger ?? false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  })
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = asRefusal(error, request.log)
    void reply.status(refusal.statusCode).send({ error: refusal.message, code: refusal.code })
  })
  app.setNotFoundHandler(() => {
    throw new Refusal('NOT_FOUND', 'there is nothing at this address; see /openapi.json')
  })
  await app.register(swagger, { openapi: documentHead })
  await app.register(rateLimit, {
    max: parts.rateLimits.public,
    timeWindow: '1 minute',
    errorResponseBuilder: (_, { after }) => new Refusal('RATE_LIMITED', `too many calls; try again in ${after}`),
  })
  for (const route of [featuresRoute, fieldsRoute, disclosureRoute, modelRoute, healthRoute]) {
    await app.register(route, parts)
  }
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger())
  return app
}

const documentHead = {
  openapi: '3.1.0',
  info: {
    title: 'Tallystick platform',
    version: '1',
    description: 'Data of merchants, released to an oracle network with their consent. See oracles/platform/README.md.',
  },
  components: { securitySchemes: { bearer: { type: 'http' as const, scheme: 'bearer' } } },
}

/** What the framework refuses by itself, in our codes. */
const frameworkCodes: Readonly<Record<number, RefusalCode>> = {
  400: 'BAD_REQUEST',
  413: 'BODY_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
}

function asRefusal(error: FastifyError | Refusal, log: FastifyBaseLogger): Refusal {
  if (error instanceof Refusal) {
    if (error.cause !== undefined) log.warn({ code: error.code, cause: shortReason(error.cause) }, error.message)
    return error
  }
  const code = frameworkCodes[error.statusCode ?? 500]
  if (code !== undefined) return new Refusal(code, error.message)
  if (isUnavailable(error)) {
    log.warn({ code: 'DATABASE_UNAVAILABLE', cause: shortReason(error) }, 'the database does not answer')
    return new Refusal('DATABASE_UNAVAILABLE', 'the data could not be read; try again in a moment')
  }
  log.error({ code: 'INTERNAL', cause: shortReason(error) }, 'unexpected failure')
  return new Refusal('INTERNAL', 'this platform failed; its operator finds the reason in the log')
}

/** The first line: what follows may quote request data. */
function shortReason(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return text.split('\n', 1)[0] ?? ''
}
