/** A gateway's key and its pictures of alarms, without a gateway. */
import { p256 } from '@noble/curves/nist.js'
import { bytesToHex, concat, type Hex, hexToBytes, numberToHex, sha256, stringToHex } from 'viem'
import type { RequestArguments } from './score-cases.ts'

/** What a gateway answers about a batch. */
export interface SignedPicture {
  readonly answer: Hex
  readonly signature: Hex
}

/** A gateway's signing key. The same name gives the same key. */
export class TestGateway {
  /** x of the key, as the contract is given it. */
  readonly key: Hex
  /** True when the y that belongs to it is odd. */
  readonly isOdd: boolean
  readonly #secret: Uint8Array

  constructor(name: string) {
    this.#secret = sha256(stringToHex(name), 'bytes')
    const compressed = p256.getPublicKey(this.#secret)
    this.key = bytesToHex(compressed.subarray(1))
    this.isOdd = compressed[0] === 3
  }

  sign(answer: Hex): SignedPicture {
    return { answer, signature: bytesToHex(p256.sign(hexToBytes(answer), this.#secret)) }
  }
}

/** The gateway of the tests. */
export const GATEWAY = new TestGateway('gateway')

/** Second of the pictures. */
export const PICTURE_AS_OF = 1_795_000_000

/** The 256 bytes of docs/telemetry.md. */
export function pictureOf(
  alarms: readonly number[],
  { batch = 0, asOf = PICTURE_AS_OF, version = 1, count = alarms.length } = {},
): Hex {
  const header = concat([
    numberToHex(version, { size: 2 }),
    numberToHex(batch, { size: 2 }),
    numberToHex(count, { size: 2 }),
    numberToHex(asOf, { size: 5 }),
    `0x${'00'.repeat(21)}`,
  ])
  const bits = Uint8Array.from({ length: 224 }, (_, index) => alarms[index] ?? 0)
  return concat([header, bytesToHex(bits)])
}

/** What the contract would ask of the network. */
export function alarmRequestFor(url: string, batch = 0, key: Hex = GATEWAY.key): RequestArguments {
  return { args: [url], bytesArgs: [key, concat([numberToHex(1, { size: 2 }), numberToHex(batch, { size: 2 })])] }
}

/** Where a gateway gives the picture of a batch. */
export function batchPath(batch: number): string {
  return `/v1/alarms/batches/${batch}`
}
