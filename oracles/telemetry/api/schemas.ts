/** JSON schemas of what callers send and get; the OpenAPI document is made from them. */

const hex = (bytes: number, description: string) => ({
  type: 'string',
  pattern: `^0x[0-9a-f]{${2 * bytes}}$`,
  description,
})
const digits = (description: string) => ({ type: 'string', pattern: '^(0|[1-9][0-9]{0,19})$', description })
const address = (description: string) => ({ type: 'string', pattern: '^0x[0-9a-fA-F]{40}$', description })
const milliseconds = (description: string) => ({ type: 'integer', minimum: 0, description: `${description}, Unix ms` })
const object = <const Properties extends Readonly<Record<string, object>>>(properties: Properties) => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
})
const list = (items: object) => ({ type: 'array', items })
const orNull = (schema: object) => ({ anyOf: [schema, { type: 'null' }] })
const text = { type: 'string' } as const
const integer = { type: 'integer' } as const

/** A query takes nothing that it does not know. */
const query = (properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  additionalProperties: false,
  properties,
})

export const sessionBody = {
  type: 'object',
  additionalProperties: false,
  required: ['account', 'expires', 'signature'],
  properties: {
    account: address('who wants to read'),
    expires: { type: 'integer', minimum: 0, maximum: 2 ** 40, description: 'Unix second, at most 12 hours ahead' },
    signature: {
      type: 'string',
      pattern: '^0x([0-9a-fA-F]{2}){64,4096}$',
      description:
        'over TelemetryAccess(address account,uint64 expires), see telemetryAccessTypedData of @tallystick/sdk',
    },
  },
} as const

export const sessionAnswer = object({ token: text, expires: integer })

export const deviceParams = object({ id: hex(32, 'device id') })

export const seriesQuery = query({
  from: { ...milliseconds('begin'), description: 'Unix ms; default: a day before "to"' },
  to: { ...milliseconds('end, exclusive'), description: 'Unix ms, exclusive; default: now' },
  every: { type: 'integer', minimum: 1, maximum: 31_536_000, description: 'seconds from point to point' },
})

const readingFields = {
  seq: digits('number of the reading'),
  ts: digits('Unix ms by the device'),
  latE7: integer,
  lonE7: integer,
  accuracyCm: integer,
  opSec: digits('CumulativeOperatingHours in seconds'),
  idleSec: digits('CumulativeIdleHours in seconds'),
  fuelMl: digits('FuelUsed in millilitres'),
  fuelPctBp: { type: 'integer', description: 'FuelRemaining in 1/100 %' },
  engine: integer,
  flags: integer,
} as const

export const series = object({
  deviceId: hex(32, 'device'),
  from: milliseconds('begin'),
  to: milliseconds('end'),
  every: { type: 'integer', description: 'seconds from point to point' },
  points: list(object(readingFields)),
})

/** As devices publish it. */
export const readingMessage = {
  type: 'object',
  required: ['v', 'alg', 'r', 'sig'],
  properties: {
    v: integer,
    alg: text,
    r: object({
      deviceId: hex(32, 'device'),
      keyVersion: integer,
      prevHash: hex(32, 'digest of the reading before'),
      extHash: hex(32, 'hash of ext'),
      ...readingFields,
    }),
    ext: { type: 'object', additionalProperties: true },
    sig: text,
  },
} as const

const activeAlarm = object({
  id: text,
  key: text,
  severity: text,
  since: milliseconds('begin of the condition'),
  raisedAt: milliseconds('raised'),
})

export const deviceList = object({
  devices: list(
    object({
      deviceId: hex(32, 'device'),
      manufacturer: address('who registered it'),
      oem: text,
      model: text,
      tier: { type: 'integer', description: 'trust tier, 0 to 3' },
      keyVersion: integer,
      ratedFuelMlPerHour: integer,
      lease: orNull(
        object({ book: address('lease book'), leaseId: digits('lease'), state: text, lessee: address('lessee') }),
      ),
      last: orNull(
        object({ message: readingMessage, digest: hex(32, 'EIP-712'), receivedAt: milliseconds('arrival') }),
      ),
      snapshot: orNull(
        object({
          ts: readingFields.ts,
          latE7: integer,
          lonE7: integer,
          opSec: readingFields.opSec,
          idleSec: readingFields.idleSec,
          fuelMl: readingFields.fuelMl,
          receivedAt: milliseconds('arrival'),
        }),
      ),
      received: digits('accepted readings'),
      missing: digits('numbers that never came'),
      alarms: list(activeAlarm),
      alarmsOnChain: list(text),
      command: orNull(
        object({
          commandId: digits('number'),
          locked: { type: 'boolean' },
          reason: text,
          issuedAt: { type: 'integer', description: 'Unix seconds' },
          acknowledgedAt: { type: ['integer', 'null'], description: 'Unix ms by the device' },
        }),
      ),
    }),
  ),
})

export const alarmQuery = query({
  state: { type: 'string', enum: ['active', 'cleared', 'all'], default: 'all' },
  deviceId: hex(32, 'only of this device'),
  before: { ...milliseconds('raised before'), description: 'only raised before, Unix ms: the next page' },
  limit: { type: 'integer', minimum: 1, maximum: 500, default: 100 },
})

const action = {
  by: address('officer'),
  at: { type: 'integer', description: 'Unix seconds of the block' },
  note: orNull(object({ hash: hex(32, 'as on chain'), text: { type: ['string', 'null'] } })),
} as const

export const alarmList = object({
  alarms: list(
    object({
      id: text,
      deviceId: hex(32, 'device'),
      lease: { type: 'string', description: 'book/number, empty for none' },
      key: text,
      severity: text,
      since: milliseconds('begin of the condition'),
      raisedAt: milliseconds('raised'),
      clearedAt: { type: ['integer', 'null'] },
      clearReason: { type: ['string', 'null'] },
      acknowledgement: orNull(object(action)),
      followUps: list(
        object({
          ...action,
          followUpId: digits('number'),
          dueDay: { type: 'integer', description: 'days since 1970-01-01, local time' },
          closed: orNull(object(action)),
        }),
      ),
    }),
  ),
})

export const batchParams = object({ batch: { type: 'integer', minimum: 0, maximum: 65_535 } })
export const bankBatchParams = object({ oracle: address('DeviceOracle'), ...batchParams.properties })
export const signedPicture = object({
  answer: hex(256, 'header and alarm bytes, see docs/telemetry.md'),
  signature: hex(64, 'ECDSA-SHA-256 on P-256, r ‖ s'),
})

export const periodParams = object({
  id: digits('lease'),
  period: { type: 'integer', minimum: 1, maximum: 65_535 },
})
const book = address('lease book; the first bank when left out')
export const evidenceQuery = query({ seq: digits('reading to pick out; default: the closing one'), book })
export const evidence = object({
  leaseId: digits('lease'),
  period: integer,
  deviceId: hex(32, 'device'),
  root: hex(32, 'Merkle root over all digests'),
  closing: readingMessage,
  digests: list(hex(32, 'in order of seq')),
  picked: object({ message: readingMessage, proof: list(hex(32, 'sibling')) }),
})
export const rawReadingsQuery = query({ after: digits('number of the last reading that the caller has'), book })
export const rawReadings = object({
  readings: list(readingMessage),
  next: { type: ['string', 'null'], description: 'what to send as "after"; null after the last' },
})

const MAX_NOTE_LENGTH = 2_000
export const noteBody = {
  type: 'object',
  additionalProperties: false,
  required: ['text'],
  properties: { text: { type: 'string', minLength: 1, maxLength: MAX_NOTE_LENGTH } },
} as const
export const noteAnswer = object({ hash: hex(32, 'keccak256 of the text in UTF-8') })

export const streamQuery = query({
  token: { type: 'string', maxLength: 100, description: 'for browsers, whose EventSource sends no headers' },
  lastEventId: { type: 'string', maxLength: 40, description: 'as the header Last-Event-ID' },
})

export const health = object({ status: { type: 'string', enum: ['ok'] }, block: { type: ['integer', 'null'] } })

/** Every refusal, by status. */
export function refusals<Status extends number>(descriptions: Readonly<Record<Status, string>>) {
  const entries = Object.entries<string>(descriptions).map(([status, description]) => [
    status,
    { description, ...object({ code: text, message: text }) },
  ])
  return Object.fromEntries(entries) as Record<Status, object>
}

/** Refusals of every call that needs a session. */
export const sessionRefusals = {
  400: 'BAD_REQUEST: a parameter is malformed or unknown',
  401: 'UNAUTHORISED, SESSION_EXPIRED',
  403: 'NOT_A_MEMBER',
  429: 'RATE_LIMITED',
  503: 'CHAIN_UNAVAILABLE, DATABASE_UNAVAILABLE',
} as const

export const secured = [{ bearer: [] }]
