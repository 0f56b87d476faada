import { type Hex, keccak256, stringToBytes, zeroHash } from 'viem'
import type { CommandAck, Reading } from './reading.ts'

/** Signature algorithms of the wire: over the EIP-712 digest, or ECDSA-SHA-256 over it. */
export const SIGNATURE_ALGORITHMS = ['EIP712-secp256k1', 'EIP712-P256'] as const
export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number]

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

/** 64-bit fields are decimal strings on the wire, because JSON numbers lose them. */
export type WireReading = {
  readonly [Field in keyof Reading]: Reading[Field] extends bigint ? string : Reading[Field]
}

/** A reading as it is published on `fleet/v1/{deviceId}/telemetry`. */
export interface ReadingMessage {
  readonly v: 1
  readonly alg: SignatureAlgorithm
  readonly r: WireReading
  /** What else the device tells; bound to the signature by `extHash`. */
  readonly ext?: JsonObject
  /** secp256k1: 65 bytes r‖s‖v. P-256: 64 bytes r‖s. */
  readonly sig: Hex
}

/** An acknowledgement as it is published on `fleet/v1/{deviceId}/ack`. */
export interface AckMessage {
  readonly v: 1
  readonly ack: {
    readonly [Field in keyof CommandAck]: CommandAck[Field] extends bigint ? string : CommandAck[Field]
  }
  readonly sig: Hex
}

/** A command as the gateway publishes it on `fleet/v1/{deviceId}/cmd`. */
export interface CommandMessage {
  readonly v: 1
  readonly commandId: string
  /** 1 lock, 0 unlock. */
  readonly command: 0 | 1
  readonly leaseId: string
}

/** A message that is not a signed reading; the text names the field and what it should be. */
export class ReadingMessageError extends Error {
  override readonly name = 'ReadingMessageError'
}

/** A message taken apart. The signature has not been checked. */
export interface DecodedReading {
  readonly reading: Reading
  readonly alg: SignatureAlgorithm
  readonly signature: Hex
  readonly ext: JsonObject | undefined
}

/** keccak256 of the canonical JSON (RFC 8785) of what else a device tells; zero for nothing. */
export function extHashOf(ext: JsonObject | undefined): Hex {
  return ext === undefined ? zeroHash : keccak256(stringToBytes(canonicalJson(ext)))
}

/** The JSON value to publish; `ext` must be what `reading.extHash` was made of. */
export function encodeReading(reading: Reading, sig: Hex, alg: SignatureAlgorithm, ext?: JsonObject): ReadingMessage {
  const r: WireReading = {
    ...reading,
    seq: reading.seq.toString(),
    ts: reading.ts.toString(),
    opSec: reading.opSec.toString(),
    idleSec: reading.idleSec.toString(),
    fuelMl: reading.fuelMl.toString(),
  }
  return ext === undefined ? { v: 1, alg, r, sig } : { v: 1, alg, r, ext, sig }
}

/**
 * Takes a published JSON value apart: every field of its type and range and none besides, the signature of its
 * algorithm's length, `ext` as hashed.
 * @throws ReadingMessageError at the first thing that is wrong
 */
export function decodeReadingMessage(json: unknown): DecodedReading {
  const message = object(json, 'message', ['v', 'alg', 'r', 'ext', 'sig'])
  if (message.v !== 1) refuse('v', '1')
  const alg = SIGNATURE_ALGORITHMS.find((known) => known === message.alg)
  if (alg === undefined) return refuse('alg', SIGNATURE_ALGORITHMS.join(' or '))
  const signature = hex(message.sig, 'sig', alg === 'EIP712-P256' ? 64 : 65)
  const reading = decodeReading(message.r)
  const ext = message.ext === undefined ? undefined : (object(message.ext, 'ext') as JsonObject)
  if (extHashOf(ext) !== reading.extHash) refuse('r.extHash', 'the hash of ext')
  return { reading, alg, signature, ext }
}

/** Names of a reading's fields with the way each is read. */
const FIELDS: { readonly [Field in keyof Reading]: (value: unknown, path: string) => Reading[Field] } = {
  deviceId: bytes32,
  keyVersion: uint(32),
  seq: uint64,
  ts: uint64,
  prevHash: bytes32,
  latE7: coordinate(90),
  lonE7: coordinate(180),
  accuracyCm: uint(32),
  opSec: uint64,
  idleSec: uint64,
  fuelMl: uint64,
  fuelPctBp: within(0, 10_000),
  engine: within(0, 1),
  flags: uint(32),
  extHash: bytes32,
}

function decodeReading(json: unknown): Reading {
  const wire = object(json, 'r', Object.keys(FIELDS))
  const entries = Object.entries(FIELDS).map(([name, read]) => [name, read(wire[name], `r.${name}`)])
  return Object.fromEntries(entries) as unknown as Reading
}

function object(value: unknown, path: string, known?: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(path, 'an object')
  const stranger = known && Object.keys(value).find((key) => !known.includes(key))
  if (stranger !== undefined) return refuse(`${path}.${stranger}`, 'left out: it is not a known field')
  return value as Record<string, unknown>
}

function hex(value: unknown, path: string, size: number): Hex {
  if (typeof value === 'string' && value.length === 2 + 2 * size && /^0x[0-9a-f]*$/.test(value)) return value as Hex
  return refuse(path, `0x and ${2 * size} hex digits in lower case`)
}

function bytes32(value: unknown, path: string): Hex {
  return hex(value, path, 32)
}

function uint64(value: unknown, path: string): bigint {
  const isDecimal = typeof value === 'string' && /^(0|[1-9]\d{0,19})$/.test(value)
  if (isDecimal && BigInt(value) < 2n ** 64n) return BigInt(value)
  return refuse(path, 'a whole number below 2^64 as a string of digits')
}

function uint(bits: number) {
  return within(0, 2 ** bits - 1)
}

function coordinate(degrees: number) {
  return within(-degrees * 1e7, degrees * 1e7)
}

function within(least: number, most: number) {
  return (value: unknown, path: string): number => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value
    return refuse(path, `a whole number from ${least} to ${most}`)
  }
}

/** RFC 8785: no white space, keys in the order of their UTF-16 code units, numbers as ECMAScript writes them. */
function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1))
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`
}

function refuse(path: string, expected: string): never {
  throw new ReadingMessageError(`${path} must be ${expected}`)
}
