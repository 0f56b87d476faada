const statuses = {
  BAD_REQUEST: 400,
  UNAUTHORISED: 401,
  SESSION_EXPIRED: 401,
  SIGNATURE_INVALID: 401,
  NOT_A_MEMBER: 403,
  NOT_FOUND: 404,
  NO_SUCH_DEVICE: 404,
  NO_SUCH_LEASE: 404,
  NO_SUCH_BATCH: 404,
  NO_SUCH_READING: 404,
  NOTHING_REPORTED: 404,
  NOTE_UNKNOWN: 404,
  SESSION_REPLAYED: 409,
  BODY_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RATE_LIMITED: 429,
  TOO_MANY_STREAMS: 429,
  INTERNAL: 500,
  CHAIN_UNAVAILABLE: 503,
  DATABASE_UNAVAILABLE: 503,
} as const

/** Why a call was refused, for programs. */
export type ApiRefusalCode = keyof typeof statuses

/** A call that is answered with `{ code, message }`. The message is shown to callers: it holds nothing of others. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal'
  readonly code: ApiRefusalCode
  readonly statusCode: number

  constructor(code: ApiRefusalCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.statusCode = statuses[code]
  }
}
