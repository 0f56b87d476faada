const statuses = {
  BAD_REQUEST: 400,
  UNAUTHORISED: 401,
  SIGNATURE_EXPIRED: 401,
  NO_CONSENT: 403,
  NOT_FOUND: 404,
  UNKNOWN_MERCHANT: 404,
  UNKNOWN_MODEL: 404,
  NOT_RELEASED: 404,
  NO_OPEN_REQUEST: 409,
  BODY_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  DATA_TOO_YOUNG: 422,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  CHAIN_UNAVAILABLE: 503,
  DATABASE_UNAVAILABLE: 503,
} as const

/** Why a call was refused, for programs. */
export type RefusalCode = keyof typeof statuses

/** A call that is answered with `{ error, code }`. The message is shown to callers: nothing personal belongs in it. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RefusalCode
  readonly statusCode: number

  constructor(code: RefusalCode, message: string) {
    super(message)
    this.code = code
    this.statusCode = statuses[code]
  }
}
