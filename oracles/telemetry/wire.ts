/** From bytes on a topic to a message of which only the signature has not been checked yet. */
import { type AckMessage, type DecodedReading, decodeReadingMessage, type ReadingMessage } from '@tallystick/sdk'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { Hex } from 'viem'
import type { Refusal } from './ingest/refusal.ts'
import ackSchema from './schema/ack.json' with { type: 'json' }
import birthSchema from './schema/birth.json' with { type: 'json' }
import readingSchema from './schema/reading.json' with { type: 'json' }

/** A message's bytes are looked at and kept up to this size. */
export const MAX_MESSAGE_BYTES = 8_192

/** What a device says of itself when it starts. */
export interface BirthMessage {
  readonly v: 1
  readonly firmwareHash: Hex
  readonly keyVersion: number
}

/** A reading taken apart, with the JSON value that it came as. */
export interface WireReadingMessage extends DecodedReading {
  readonly message: ReadingMessage
}

export type Parsed<Message> =
  | { readonly message: Message; readonly refusal?: never }
  | { readonly refusal: Refusal; readonly message?: never }

const ajv = new Ajv2020()
const isReading = ajv.compile<ReadingMessage>(readingSchema)
const isBirth = ajv.compile<BirthMessage>(birthSchema)
const isAck = ajv.compile<AckMessage>(ackSchema)
const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads a message of `fleet/v1/{deviceId}/telemetry`.
 * @param deviceId of the topic
 */
export function parseReading(payload: Uint8Array, deviceId: Hex): Parsed<WireReadingMessage> {
  const parsed = parseJson(payload, isReading)
  if (parsed.refusal) return parsed
  const { message } = parsed
  let decoded: DecodedReading
  try {
    decoded = decodeReadingMessage(message)
  } catch (error) {
    return refused('SCHEMA', (error as Error).message)
  }
  return decoded.reading.deviceId === deviceId
    ? { message: { ...decoded, message } }
    : foreign(decoded.reading.deviceId)
}

/** Reads a message of `fleet/v1/{deviceId}/birth`. */
export function parseBirth(payload: Uint8Array): Parsed<BirthMessage> {
  return parseJson(payload, isBirth)
}

/**
 * Reads a message of `fleet/v1/{deviceId}/ack`.
 * @param deviceId of the topic
 */
export function parseAck(payload: Uint8Array, deviceId: Hex): Parsed<AckMessage> {
  const parsed = parseJson(payload, isAck)
  if (parsed.refusal || parsed.message.ack.deviceId === deviceId) return parsed
  return foreign(parsed.message.ack.deviceId)
}

/** Reads bytes as JSON of a schema, within {@link MAX_MESSAGE_BYTES}. */
export function parseJson<Message>(payload: Uint8Array, isValid: ValidateFunction<Message>): Parsed<Message> {
  if (payload.length > MAX_MESSAGE_BYTES) {
    return refused('OVERSIZED', `${payload.length} bytes, of at most ${MAX_MESSAGE_BYTES}`)
  }
  let json: unknown
  try {
    json = JSON.parse(utf8.decode(payload))
  } catch (error) {
    return refused('MALFORMED', error instanceof SyntaxError ? 'not JSON' : 'not UTF-8')
  }
  if (isValid(json)) return { message: json }
  const [problem] = isValid.errors ?? []
  return refused('SCHEMA', `${problem?.instancePath ?? ''} ${problem?.message ?? 'does not fit'}`.trimStart())
}

function foreign(deviceId: Hex): { refusal: Refusal } {
  return refused('WRONG_TOPIC', `device ${deviceId} on another device's topic`)
}

function refused(code: Refusal['code'], detail: string): { refusal: Refusal } {
  return { refusal: { code, detail } }
}
