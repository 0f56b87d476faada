/** Devices of before, which publish plain JSON on `device/{name}/data`. */
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Refusal } from '../ingest/refusal.ts'
import type { Log } from '../log.ts'
import { parseJson } from '../wire.ts'
import type { Snapshot } from './snapshot.ts'
import type { SnapshotSink } from './snapshot-sink.ts'

/** What such a device publishes: hours and litres since it was new. */
interface LegacyMessage {
  readonly device_id: string
  /** Unix seconds, Unix milliseconds, or ISO 8601. */
  readonly timestamp: number | string
  readonly location: { readonly lat: number; readonly lon: number }
  readonly working_hours: number
  readonly fuel_consumption: number
}

const isLegacy = new Ajv2020().compile<LegacyMessage>({
  type: 'object',
  required: ['device_id', 'timestamp', 'location', 'working_hours', 'fuel_consumption'],
  properties: {
    device_id: { type: 'string', pattern: '^[\\w.-]{1,64}$' },
    timestamp: { anyOf: [{ type: 'number' }, { type: 'string' }] },
    location: {
      type: 'object',
      required: ['lat', 'lon'],
      properties: {
        lat: { type: 'number', minimum: -90, maximum: 90 },
        lon: { type: 'number', minimum: -180, maximum: 180 },
      },
    },
    working_hours: { type: 'number', minimum: 0, maximum: 1e6 },
    fuel_consumption: { type: 'number', minimum: 0, maximum: 1e8 },
  },
})

/** Larger numbers are milliseconds: as seconds they would be past the year 5000. */
const MAX_SECONDS = 1e11
const E7 = 1e7

/**
 * Reads a message of `device/{name}/data`.
 * @param name of the topic
 */
export function parseLegacy(payload: Uint8Array, name: string): Snapshot | Refusal {
  const { message, refusal } = parseJson(payload, isLegacy)
  if (refusal) return refusal
  if (message.device_id !== name) {
    return { code: 'WRONG_TOPIC', detail: `device "${message.device_id}" on the topic of "${name}"` }
  }
  const ts = timeOf(message.timestamp)
  if (ts === undefined) return { code: 'SCHEMA', detail: '/timestamp must be a time' }
  return {
    names: [name],
    ts,
    latE7: Math.round(message.location.lat * E7),
    lonE7: Math.round(message.location.lon * E7),
    opSec: BigInt(Math.round(message.working_hours * 3_600)),
    idleSec: undefined,
    fuelMl: BigInt(Math.round(message.fuel_consumption * 1_000)),
    fuelPctBp: undefined,
    engine: undefined,
  }
}

/** @returns Unix milliseconds */
function timeOf(timestamp: number | string): number | undefined {
  const time = typeof timestamp === 'string' ? isoTime(timestamp) : timestamp * (timestamp > MAX_SECONDS ? 1 : 1_000)
  return Number.isSafeInteger(Math.trunc(time)) && time > 0 ? Math.trunc(time) : undefined
}

/** Only with a date, a time and a zone: what is left out would be guessed by each reader in its own way. */
export function isoTime(text: string): number {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
}

export class LegacyAdapter {
  readonly #sink: SnapshotSink
  readonly #log: Log

  constructor(sink: SnapshotSink, log: Log) {
    this.#sink = sink
    this.#log = log
  }

  /**
   * Takes a message of `device/{name}/data`.
   * @throws Error when it could not be stored: the broker is to send it again
   */
  async take(name: string, payload: Uint8Array): Promise<void> {
    const parsed = parseLegacy(payload, name)
    if ('code' in parsed) {
      this.#log.debug({ event: 'legacy-refused', code: parsed.code, reason: parsed.detail }, 'a message was not taken')
      return
    }
    const outcome = await this.#sink.take(parsed)
    if (outcome !== 'SIGNED' && outcome !== 'UNSIGNED') {
      this.#log.debug({ event: 'legacy-refused', code: outcome }, 'a snapshot was not taken')
    }
  }
}
