/** Devices for tests and benches: they sign whatever they are told to. */
import {
  devicesDomain,
  encodeReading,
  extHashOf,
  type JsonObject,
  type Reading,
  type ReadingMessage,
  readingHasher,
} from '@tallystick/sdk'
import { type Hex, keccak256, stringToBytes, zeroHash } from 'viem'
import type { MemoryDirectory } from '../ingest/directory.ts'
import { createSigner, type DeviceSigner, type KeyTypeName } from '../simulator/signer.ts'
import { fleetTopic } from '../topics.ts'

export const TEST_DOMAIN = devicesDomain(31_337, '0x00000000000000000000000000000000000000d0')
/** 2026-11-22 08:00 in UTC+8. */
export const TEST_NOW = 1_795_305_600_000
/** What the test devices' passwords are derived from. */
export const TEST_SECRET = 'a secret of tests and benches only'
export const RATED_FUEL_ML_PER_HOUR = 18_000

const STEP_MS = 60_000n
const OP_SEC = 30n
const FUEL_ML = 120n
const digestOf = readingHasher(TEST_DOMAIN)

/** A reading as it is published. */
export interface Published {
  readonly deviceId: Hex
  readonly topic: string
  readonly payload: Buffer
  readonly reading: Reading
  readonly digest: Hex
  readonly message: ReadingMessage
}

export class TestDevice {
  readonly deviceId: Hex
  readonly signer: DeviceSigner
  #last: Published | undefined

  /** @param index any number: the same one is the same device with the same key */
  constructor(index: number, keyType: KeyTypeName = 'secp256k1') {
    this.deviceId = keccak256(stringToBytes(`test device ${index}`))
    this.signer = createSigner(keyType, keccak256(stringToBytes(`test key ${index}`)))
  }

  /** Enters the device with version 1 of its key. */
  register(directory: MemoryDirectory, validUntil = Number.POSITIVE_INFINITY): this {
    directory.register(this.deviceId, RATED_FUEL_ML_PER_HOUR)
    directory.setKey(this.deviceId, 1, { ...this.signer.key, validUntil })
    return this
  }

  /** The reading that follows the last one, a minute later with half a minute of use, but for `changes`. */
  next(changes: Partial<Reading> = {}, ext?: JsonObject): Published {
    this.#last = this.sign({ ...this.#following(), extHash: extHashOf(ext), ...changes }, ext)
    return this.#last
  }

  /** As {@link next}, but the device goes on as if it had not been. */
  variant(changes: Partial<Reading>): Published {
    return this.sign({ ...this.#following(), ...changes })
  }

  sign(reading: Reading, ext?: JsonObject): Published {
    const digest = digestOf(reading)
    const message = encodeReading(reading, this.signer.sign(digest), this.signer.alg, ext)
    const payload = Buffer.from(JSON.stringify(message))
    return { deviceId: this.deviceId, topic: fleetTopic(this.deviceId, 'telemetry'), payload, reading, digest, message }
  }

  #following(): Reading {
    const { deviceId } = this
    if (this.#last === undefined) return { ...FIRST, deviceId }
    const { reading, digest } = this.#last
    return {
      ...reading,
      seq: reading.seq + 1n,
      ts: reading.ts + STEP_MS,
      prevHash: digest,
      opSec: reading.opSec + OP_SEC,
      fuelMl: reading.fuelMl + FUEL_ML,
    }
  }
}

const FIRST: Omit<Reading, 'deviceId'> = {
  keyVersion: 1,
  seq: 1n,
  ts: BigInt(TEST_NOW) - 3_600_000n,
  prevHash: zeroHash,
  latE7: 312_304_000,
  lonE7: 1_214_737_000,
  accuracyCm: 250,
  opSec: 3_600_000n,
  idleSec: 900_000n,
  fuelMl: 15_000_000n,
  fuelPctBp: 6_400,
  engine: 1,
  flags: 0,
  extHash: zeroHash,
}
