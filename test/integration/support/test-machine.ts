import {
  ackDigest,
  type DevicesDomain,
  deviceIdOf,
  keyDigest,
  type Reading,
  readingDigest,
  serialHashOf,
} from '@tallystick/sdk'
import { type Hex, zeroHash } from 'viem'
import { createSigner, type DeviceSigner, derivedPrivateKey } from '../../../oracles/telemetry/simulator/signer.ts'

const MODEL = 'TS215'

/** A reading as contracts take it. */
export interface SignedReading {
  readonly reading: Reading
  readonly signature: Hex
  readonly digest: Hex
}

/** A machine whose counters a test moves as it likes. */
export class TestMachine {
  readonly deviceId: Hex
  readonly registration
  readonly #domain: DevicesDomain
  readonly #signer: DeviceSigner
  #seq = 0n
  #prevHash: Hex = zeroHash
  #opSec = 3_600_000n
  #idleSec = 360_000n
  #fuelMl = 9_000_000n

  /** @param identity legal identity of the manufacturer */
  constructor(domain: DevicesDomain, identity: Hex, number: number) {
    const serialHash = serialHashOf('LTS0215TEST', `TS-${number}`)
    this.#domain = domain
    this.#signer = createSigner('secp256k1', derivedPrivateKey(9_000 + number))
    this.deviceId = deviceIdOf(identity, MODEL, serialHash)
    const key = this.#signer.key
    this.registration = { oem: 'Taishan', model: MODEL, serialHash, ratedFuelMlPerHour: 18_000, key } as const
  }

  /** The key's proof that it is there. */
  possession(): Hex {
    return this.#signer.sign(keyDigest(this.#domain, this.deviceId, 1, this.#signer.key))
  }

  /**
   * Works, and signs a reading.
   * @param time Unix seconds
   * @param opSec operating seconds since the reading before; a tenth of them idling, five millilitres a second
   */
  work(time: number, opSec: number): SignedReading {
    this.#seq += 1n
    this.#opSec += BigInt(opSec)
    this.#idleSec += BigInt(opSec) / 10n
    this.#fuelMl += BigInt(opSec) * 5n
    const signed = this.#sign(time)
    this.#prevHash = signed.digest
    return signed
  }

  /** Another reading under the number of the last one. */
  contradiction(time: number): SignedReading {
    this.#opSec += 1n
    const signed = this.#sign(time)
    this.#opSec -= 1n
    return signed
  }

  #sign(time: number): SignedReading {
    const reading: Reading = {
      deviceId: this.deviceId,
      keyVersion: 1,
      seq: this.#seq,
      ts: BigInt(time) * 1_000n,
      prevHash: this.#prevHash,
      latE7: 361_950_000,
      lonE7: 1_170_890_000,
      accuracyCm: 250,
      opSec: this.#opSec,
      idleSec: this.#idleSec,
      fuelMl: this.#fuelMl,
      fuelPctBp: 5_000,
      engine: 1,
      flags: 0,
      extHash: zeroHash,
    }
    const digest = readingDigest(this.#domain, reading)
    return { reading, digest, signature: this.#signer.sign(digest) }
  }

  /** The machine's word that it has carried out a command. */
  acknowledge(commandId: bigint, locked: boolean, time: number) {
    const ack = { deviceId: this.deviceId, commandId, command: locked ? 1 : 0, ts: BigInt(time) * 1_000n }
    return { ack, signature: this.#signer.sign(ackDigest(this.#domain, ack)) }
  }
}
