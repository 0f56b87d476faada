/** The first half of the checks: everything up to the signature, which needs no database. */
import { type DevicesDomain, keyType, type Reading, type ReadingMessage, readingHasher } from '@tallystick/sdk'
import type { Hex } from 'viem'
import type { SignatureCheck } from '../verify/records.ts'
import { parseReading } from '../wire.ts'
import type { DeviceDirectory } from './directory.ts'
import type { DeviceRates } from './quotas.ts'
import type { Refusal, RefusalCode } from './refusal.ts'

/** A message on a device's `telemetry` topic. */
export interface TelemetryMessage {
  readonly topic: string
  /** Of the topic. */
  readonly deviceId: Hex
  readonly payload: Buffer
}

/** A reading that is well formed and names a valid key; whether the key has signed it is still open. */
export interface Candidate {
  readonly reading: Reading
  readonly message: ReadingMessage
  readonly digest: Hex
  readonly check: SignatureCheck
  readonly ratedFuelMlPerHour: number
}

export type Examined =
  | { readonly candidate: Candidate; readonly refusal?: never }
  | { readonly refusal: Refusal; readonly candidate?: never }

const ALGORITHM = { [keyType.secp256k1]: 'EIP712-secp256k1', [keyType.p256]: 'EIP712-P256' } as const

export class Intake {
  readonly #directory: DeviceDirectory
  readonly #rates: DeviceRates
  readonly #digestOf: (reading: Reading) => Hex

  constructor(directory: DeviceDirectory, rates: DeviceRates, domain: DevicesDomain) {
    this.#directory = directory
    this.#rates = rates
    this.#digestOf = readingHasher(domain)
  }

  /** @param uptime milliseconds that only ever grow, for the rate */
  examine({ payload, deviceId }: TelemetryMessage, uptime: number): Examined {
    const parsed = parseReading(payload, deviceId)
    if (parsed.refusal) return parsed
    const { reading, alg, signature, message } = parsed.message
    const device = this.#directory.find(deviceId, reading.keyVersion)
    if (device === undefined) return refused('UNKNOWN_DEVICE', 'the register does not know the device')
    if (!this.#rates.admit(deviceId, uptime)) return refused('FLOOD', 'more messages than the device may send')
    const { key, ratedFuelMlPerHour } = device
    if (key === undefined) return refused('KEY_NOT_VALID', `version ${reading.keyVersion} was never set`)
    if (reading.ts / 1_000n > key.validUntil) {
      return refused('KEY_NOT_VALID', `version ${reading.keyVersion} was valid until ${key.validUntil}`)
    }
    if (alg !== ALGORITHM[key.keyType]) return refused('FORGED', `signed as ${alg}, which is not the key's type`)
    const digest = this.#digestOf(reading)
    return { candidate: { reading, message, digest, check: { digest, signature, key }, ratedFuelMlPerHour } }
  }
}

function refused(code: RefusalCode, detail: string): { refusal: Refusal } {
  return { refusal: { code, detail } }
}
