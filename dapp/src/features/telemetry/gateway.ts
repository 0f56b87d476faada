import { currentDeployment } from '../../chain/deployment'

/** The gateway refused a call, or could not be reached. `code` is the gateway's own, or one of the two below. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Nobody answers, or something else than the gateway does. */
export const UNREACHABLE = 'UNREACHABLE'

/** Codes after which a new signature is needed. */
const SESSION_OVER = new Set(['UNAUTHORISED', 'SESSION_EXPIRED'])

export function isSessionOver(error: unknown): boolean {
  return error instanceof GatewayError && SESSION_OVER.has(error.code)
}

export function isUnreachable(error: unknown): boolean {
  return error instanceof GatewayError && error.code === UNREACHABLE
}

export interface GatewayCall {
  readonly token?: string
  readonly signal?: AbortSignal
  /** Sent as JSON with POST; without it the call is a GET. */
  readonly body?: object
}

/**
 * Calls the gateway.
 * @throws GatewayError with the gateway's code, or `UNREACHABLE`
 */
export async function callGateway(path: string, { token, signal, body }: GatewayCall = {}): Promise<Response> {
  const answer = await fetch(`${currentDeployment().telemetry.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
    cache: 'no-store',
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new GatewayError(UNREACHABLE, error instanceof Error ? error.message : String(error))
  })
  if (!answer.ok) throw await refusalOf(answer)
  return answer
}

/** As {@link callGateway}, for an answer in JSON. */
export async function askGateway<Answer>(path: string, call?: GatewayCall): Promise<Answer> {
  const answer = await callGateway(path, call)
  return answer.json().catch(() => {
    throw new GatewayError(UNREACHABLE, `${path}: the answer is no JSON`)
  })
}

/** A proxy in front of a gateway that is down answers too, but without the gateway's code. */
async function refusalOf(answer: Response): Promise<GatewayError> {
  const body = (await answer.json().catch(() => ({}))) as { readonly code?: unknown; readonly message?: unknown }
  if (typeof body.code !== 'string') return new GatewayError(UNREACHABLE, `HTTP ${answer.status}`)
  return new GatewayError(body.code, String(body.message ?? body.code))
}
